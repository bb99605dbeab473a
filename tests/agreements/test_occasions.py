"""When each act on a document that is no move has its time: in these states and no others."""

import pytest

from agreements import services
from casework.states import AGREEMENT_STATES
from tests import occasions, pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db

TALKING, LEGAL = ["draft", "party_review"], ["legal_review", "council"]
UNFINISHED = [*TALKING, *LEGAL, "ready", "partly_signed"]


def edit(agreement, **by):
    return services.edit_basics(agreement, title="x", starts_on=None, ends_on=None, **by)


def number(agreement, **by):
    return services.set_number(pacts.province_party(agreement), document_number="1", document_year=2026, **by)


def authority(agreement, **by):
    party = pacts.province_party(agreement)
    return services.set_authority(party, signing_position=party.signing_position, authority="own_office", **by)


# Act → who does it, in which states it has its time, and how it is done.
ACTS = {
    "edit the basics": ("officer", TALKING, edit),
    "add a party": ("officer", ["draft"], lambda a, **by: services.add_party(a, a.case.owner, **by)),
    "take a party out": (
        "officer",
        ["draft"],
        lambda a, **by: services.remove_party(pacts.province_party(a), **by),
    ),
    "upload the text": ("officer", TALKING, lambda a, **by: services.upload_text(a, pdf(), **by)),
    "attach the work plan": ("officer", UNFINISHED, lambda a, **by: services.attach_work_plan(a, pdf(), **by)),
    "attach the final file": ("officer", ["partly_signed"], lambda a, **by: services.attach_final(a, pdf(), **by)),
    "number": ("officer", UNFINISHED, number),
    "authority": ("officer", UNFINISHED, authority),
    "speak law": ("legal", LEGAL, lambda a, **by: services.speak_legal(a, opinion="Baik.", **by)),
    "record the council": ("province_legal", LEGAL, lambda a, **by: services.record_council(a, reason="x", **by)),
}


def test_each_act_has_its_time_in_its_states_and_in_no_other():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    assert occasions.found(ACTS, agreement, people, AGREEMENT_STATES) == occasions.meant(ACTS)
