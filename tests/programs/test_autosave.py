"""A step that saves itself while typing: nothing is lost, and of two who write nobody is overwritten."""

import pytest

from casework.turns import touch
from programs.kinds import Kind, Step
from programs.services.drafts import save_step
from tests.programs.drafting import address, autosave, fresh, post, seen_on

pytestmark = pytest.mark.django_db


def test_autosave_answers_with_time_gaps_and_parts(officers_client, proposal):
    answer = autosave(officers_client, proposal, "tujuan", {"aim": "ASN siaga siber"})
    told = answer.json()
    assert answer.status_code == 200 and told["errors"] == {} and told["conflicts"] == []
    assert told["version"] == fresh(proposal).case.version
    assert told["missing"] == len(answer.context["progress"].here) > 0
    assert 'aria-current="step"' in told["parts"]["langkah"] and "#id_target_group" in told["parts"]["kurang"]


def test_saving_what_is_stored_already_changes_nothing(officers_client, proposal):
    autosave(officers_client, proposal, "tujuan", {"aim": "satu\r\ndua"})
    before = fresh(proposal).case.version
    autosave(officers_client, proposal, "tujuan", {"aim": "satu\r\ndua"})
    assert fresh(proposal).case.version == before


def test_two_windows_on_different_fields_do_not_disturb_each_other(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    autosave(officers_client, proposal, "tujuan", {"aim": "dari jendela satu", "seen": seen})
    told = autosave(officers_client, proposal, "tujuan", {"aim": "", "risks": "dari jendela dua", "seen": seen}).json()
    saved = fresh(proposal)
    assert (saved.aim, saved.risks) == ("dari jendela satu", "dari jendela dua")
    assert [(other["name"], other["values"]) for other in told["theirs"]] == [("aim", ["dari jendela satu"])]
    again = autosave(officers_client, proposal, "tujuan", {"aim": "", "risks": "dua", "seen": told["seen"]})
    assert again.status_code == 200 and fresh(proposal).aim == "dari jendela satu"


def test_both_texts_are_shown_when_two_wrote_in_one_field(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    autosave(officers_client, proposal, "tujuan", {"aim": "milik rekan", "seen": seen})
    mine = {"aim": "milik saya", "risks": "tetap tersimpan", "seen": seen}
    told = autosave(officers_client, proposal, "tujuan", mine)
    assert told.status_code == 409
    [conflict] = told.json()["conflicts"]
    assert (conflict["name"], conflict["shown"]) == ("aim", "milik rekan")
    assert (fresh(proposal).aim, fresh(proposal).risks) == ("milik rekan", "tetap tersimpan")
    stubborn = autosave(officers_client, proposal, "tujuan", mine | {"seen": told.json()["seen"]})
    assert stubborn.status_code == 409, "a conflict stands until the reader has decided"
    page = post(officers_client, proposal, "tujuan", mine | {"then": "next"})
    assert page.status_code == 200 and b"milik rekan" in page.content and b"milik saya" in page.content
    undecided = post(officers_client, proposal, "tujuan", mine | {"seen": page.context["seen"], "then": "stay"})
    assert undecided.status_code == 200 and fresh(proposal).aim == "milik rekan"
    [part] = page.context["conflicts"][0]["parts"]
    chosen = {"seen": page.context["seen"], "then": "stay", "choose-aim": "mine", "shown-aim": part["digest"]}
    kept = post(officers_client, proposal, "tujuan", mine | chosen)
    assert kept.status_code == 302 and fresh(proposal).aim == "milik saya"


def test_a_colleague_on_another_step_is_no_conflict(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    touch(proposal.case)
    assert autosave(officers_client, proposal, "tujuan", {"aim": "x", "seen": seen}).status_code == 200


def test_a_page_made_for_another_kind_overwrites_nothing(officers_client, officer, proposal):
    page = {"for_kind": Kind.ASN_TRAINING, "aim": "tersimpan", "hours": "40"}
    save_step(proposal, Step.SUBJECT, {"kind": Kind.RESEARCH}, actor=officer, version=proposal.case.version)
    told = officers_client.post(address(proposal, "tujuan"), page)
    assert told.status_code == 200 and told.context["form"].non_field_errors()
    assert b'value="40"' in told.content and fresh(proposal).aim == "tersimpan"
