"""When each act on a document that is no move has its time: in these states and no others."""

import pytest
from django.db import transaction

from agreements import services
from agreements.models import Agreement
from casework.models import Case
from casework.states import AGREEMENT_STATES
from casework.workflow import Refused
from tests import pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db

TALKING, LEGAL = ["draft", "party_review"], ["legal_review", "council"]
UNFINISHED = [*TALKING, *LEGAL, "ready", "partly_signed"]
TOO_EARLY_OR_LATE = "langkah ini tidak berlaku pada tahap itu"


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


def has_its_time(act, agreement, actor) -> bool:
    """Whether the state is what it is refused for; nothing of what it does stays."""
    with transaction.atomic():
        try:
            act(agreement, actor=actor)
        except Refused as refusal:
            return TOO_EARLY_OR_LATE not in str(refusal)
        finally:
            transaction.set_rollback(True)
    return True


def test_each_act_has_its_time_in_its_states_and_in_no_other():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    found = {name: [] for name in ACTS}
    for status in AGREEMENT_STATES:
        Case.objects.filter(pk=agreement.case_id).update(status=status)
        for name, (who, _states, act) in ACTS.items():
            if has_its_time(act, Agreement.objects.get(pk=agreement.pk), getattr(people, who)):
                found[name].append(status)
    assert {name: set(states) for name, states in found.items()} == {name: set(row[1]) for name, row in ACTS.items()}
