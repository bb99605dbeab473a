"""The listener of the hostile round hears where a refusal stands; each with a twin where it stands elsewhere."""

import pytest

from tests.hostile.messages import listen, message_fault

LABELLED = '<label for="id_a">Jumlah peserta</label><input id="id_a" name="a"{more}>'
HEARD = {
    "described": LABELLED.format(more=' aria-describedby="a_error"')
    + '<span class="invalid-feedback" id="a_error">Tulis angka.</span>',
    "in one box": '<div id="div_id_a"><input id="id_a" name="a"><p class="error">Tulis angka.</p></div>',
    "linked": LABELLED.format(more="") + '<div class="say late" role="alert"><a href="#id_a">x</a>: salah</div>',
    "called by its label": LABELLED.format(more="") + '<p class="error">Jumlah peserta: tulis angka.</p>',
    "called by its name for the ear": '<input name="a" aria-label="Jam"><p class="error">Jam terlalu banyak.</p>',
    "called as what is asked": '<fieldset><legend>Surat</legend><label>Ya<input name="a" type="radio"></label>'
    '</fieldset><p class="error">Surat: pilih satu.</p>',
    "a group": '<fieldset aria-describedby="e"><legend>x</legend><input name="a" type="radio"></fieldset>'
    '<p class="error" id="e">Pilih satu.</p>',
}
UNHEARD = {
    "described by something else": LABELLED.format(more=' aria-describedby="help"')
    + '<span class="invalid-feedback" id="a_error">Tulis angka.</span>',
    "linked elsewhere": LABELLED.format(more="") + '<div class="say late" role="alert"><a href="#id_b">x</a></div>',
    "a word for all": LABELLED.format(more="") + '<div class="say late" role="alert">Ada yang salah.</div>',
    "called as one of its choices": '<fieldset><legend>Surat</legend><label>Ya<input name="a" type="radio"></label>'
    '</fieldset><p class="error">Ya atau tidak?</p>',
    "in the box of another": '<div id="div_id_b"><input name="b"><p class="error">x</p></div><input name="a">',
}


@pytest.mark.parametrize("html", HEARD.values(), ids=HEARD.keys())
def test_a_refusal_that_names_its_field_is_heard(html):
    assert message_fault(html, "id", "a") == ""


@pytest.mark.parametrize("html", UNHEARD.values(), ids=UNHEARD.keys())
def test_a_refusal_that_stands_elsewhere_is_a_fault(html):
    assert "not a" in message_fault(html, "id", "a")


def test_no_refusal_and_one_in_the_other_language_are_faults():
    assert message_fault('<input name="a">', "id", "a") == "no message"
    said = '<p class="error">This amount is too large to be true.</p>'
    assert "other language" in message_fault(said, "id") and message_fault(said, "en") == ""


def test_a_good_page_says_no_refusal():
    assert listen('<div class="say" role="alert">Tersimpan.</div><p class="quiet">x</p>').refusals == []
