"""Of two who write nobody is overwritten: fields and rows are merged, and what clashes waits for a choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.merging import Choice, digest, merge, merge_rows, read_choices


def rows(*names: str) -> tuple:
    return tuple({"item": name} for name in names)


def seen(**values) -> dict[str, str]:
    return {name: digest(value) for name, value in values.items()}


def merged(base: str, mine: str, theirs: str, choice: str = ""):
    """Tables written as words, one sign per row."""
    found, clashes = merge_rows(
        [part for part in digest(rows(*base)).split(".") if part != "-"], rows(*mine), rows(*theirs), lambda key: choice
    )
    return "".join(row["item"] for row in found), len(clashes)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result", "clashes"),
    [
        ("abc", "abc", "aXc", "aXc", 0),
        ("abc", "aYc", "abc", "aYc", 0),
        ("abc", "Ybc", "abX", "YbX", 0),
        ("abc", "ab", "Xbc", "Xb", 0),
        ("ab", "abY", "abX", "abXY", 0),
        ("", "Y", "X", "XY", 0),
        ("abc", "bc", "abcX", "bcX", 0),
        ("abc", "aYc", "aYc", "aYc", 0),
        ("ab", "abY", "aX", "aXY", 0),
        ("abc", "aYc", "aXc", "ac", 1),
        ("abc", "ac", "aXc", "ac", 1),
        ("ab", "YZ", "XW", "", 2),
    ],
)
def test_rows_of_a_table_are_merged_three_ways(base, mine, theirs, result, clashes):
    assert merged(base, mine, theirs) == (result, clashes)


@pytest.mark.parametrize(("choice", "result"), [("mine", "aYc"), ("theirs", "aXc"), ("both", "aXYc")])
def test_a_clash_of_rows_follows_the_choice(choice, result):
    assert merged("abc", "aYc", "aXc", choice) == (result, 0)


TABLES = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).map("".join)


@given(TABLES, TABLES, TABLES)
def test_with_both_chosen_no_new_row_of_either_is_lost(base, mine, theirs):
    result, _clashes = merged(base, mine, theirs, "both")
    assert set(mine) - set(base) <= set(result) and set(theirs) - set(base) <= set(result)


def test_a_choice_counts_only_for_the_text_it_was_made_from():
    typed, stored, page = {"aim": "saya"}, {"aim": "rekan"}, seen(aim="dulu")
    assert merge(typed, stored, page).conflicts == ["aim"]
    shown = digest("rekan")
    assert merge(typed, stored, page, {"aim": Choice("mine", shown)}).save == typed
    assert merge(typed, stored, page, {"aim": Choice("theirs", shown)}).theirs == ["aim"]
    assert merge(typed, stored, page, {"aim": Choice("both", shown)}).both == {"aim": "rekan\n\nsaya"}
    assert merge(typed, {"aim": "lain lagi"}, page, {"aim": Choice("mine", shown)}).conflicts == ["aim"]


def test_reads_only_choices_it_knows():
    data = {"choose-aim": "mine", "shown-aim": "0123456789", "choose-x": "drop", "choose-lines-ab": "both"}
    assert read_choices(data) == {"aim": Choice("mine", "0123456789"), "lines-ab": Choice("both")}
