"""Two texts word by word: nothing of either is lost, and the order of reading stays."""

from hypothesis import given
from hypothesis import strategies as st

from casework import worddiff
from casework.worddiff import Piece

WORDS = st.lists(st.sampled_from(["satu", "dua", "tiga", "empat", "1.500"]), max_size=12).map(" ".join)


def test_says_what_was_taken_out_and_what_was_added():
    assert worddiff.compare("40 orang per angkatan", "30 orang per angkatan, tambah satu") == [
        Piece("out", "40 "),
        Piece("in", "30 "),
        Piece("same", "orang per "),
        Piece("out", "angkatan"),
        Piece("in", "angkatan, tambah satu"),
    ]


def test_line_ends_alone_are_no_change():
    assert worddiff.compare("satu\r\ndua", "satu\ndua") == [Piece("same", "satu\ndua")]
    assert worddiff.compare("", "") == []


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = worddiff.compare(old, new)
    read = {kind: "".join(piece.text for piece in pieces if piece.kind in ("same", kind)) for kind in ("out", "in")}
    assert (read["out"].split(), read["in"].split()) == (old.split(), new.split())


def test_a_very_long_text_is_compared_by_lines():
    long = "\n".join("kata " * 40 for _line in range(100))
    pieces = worddiff.compare(long, f"{long}\nbaru")
    assert pieces[-1] == Piece("in", "baru")


def test_only_paragraphs_that_differ_are_told():
    found = list(worddiff.paragraphs(["Pasal 1", "isi lama", "penutup"], ["Pasal 1", "isi baru", "penutup"]))
    assert found == [[Piece("same", "isi "), Piece("out", "lama"), Piece("in", "baru")]]
