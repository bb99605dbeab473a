"""Coming into force: one list of conditions, read by the guard and by the page."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from agreements import services
from agreements.conditions import against_force, conditions
from agreements.models import Agreement
from agreements.steps import checklist
from casework.workflow import Refused, perform
from regions import clock
from tests import pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db


def met(agreement: Agreement) -> dict[str, bool]:
    names = {party.pk: "centre" if party.is_centre else "province" for party in agreement.parties.all()}
    found = {}
    for row in conditions(agreement):
        code, _, pk = row.code.partition(":")
        found[f"{code}:{names[int(pk)]}" if pk else code] = row.met
    return found


ALL = {
    "term",
    "number:centre",
    "number:province",
    "authority:centre",
    "authority:province",
    "signature:centre",
    "signature:province",
    "final",
    "start",
}


def test_each_condition_is_met_by_its_own_act():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    authorities = {"term", "authority:centre", "authority:province", "start"}
    assert {code for code, is_met in met(agreement).items() if is_met} == authorities
    agreement = pacts.sign(agreement, pacts.centre_party(agreement), people.officer)
    assert met(agreement)["signature:centre"] and not met(agreement)["signature:province"]
    agreement = pacts.sign(agreement, pacts.province_party(agreement), people.head)
    pacts.number(agreement, people)
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert {code for code, is_met in met(agreement).items() if not is_met} == {"final"}
    services.attach_final(agreement, pdf(), actor=people.officer)
    assert set(met(Agreement.objects.get(pk=agreement.pk))) == ALL
    assert against_force(Agreement.objects.get(pk=agreement.pk)) == []


def test_the_guard_and_the_page_read_the_same_list():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    lacking = [row["text"] for row in checklist(agreement, people.officer) if not row["met"]]
    with pytest.raises(Refused) as refusal:
        perform(agreement, "bring_into_force", actor=people.officer)
    assert len(refusal.value.reasons) == len(lacking) == 4


def test_the_page_says_who_mends_what():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    with override("en"):
        own = {row["text"]: "url" in row for row in checklist(agreement, people.proposer) if not row["met"]}
    assert own == {
        "Number of Badan Litbang SDM": False,
        "Number of Pemprov Kalimantan Timur": True,
        "Signature of Pemprov Kalimantan Timur": False,
        "Final file with all signatures": False,
    }
    assert all("url" not in row for row in checklist(agreement, people.approver))


def test_a_nota_kesepakatan_needs_its_work_plan():
    people = pacts.cast()
    agreement = pacts.completed(pacts.in_state("ready", people, kind="nota_kesepakatan"), people)
    assert len(against_force(agreement)) == 1
    services.attach_work_plan(agreement, pdf("rencana.pdf"), actor=people.officer)
    assert against_force(Agreement.objects.get(pk=agreement.pk)) == []


def test_it_does_not_begin_before_its_first_day():
    people = pacts.cast()
    agreement = pacts.completed(pacts.in_state("ready", people, days_ago=-3), people)
    with pytest.raises(Refused):
        perform(agreement, "bring_into_force", actor=people.officer)
    with clock.at(clock.now() + timedelta(days=3)):
        assert perform(agreement, "bring_into_force", actor=people.officer).case.status == "in_force"


def test_the_final_file_carries_all_signatures():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    with pytest.raises(Refused):
        services.attach_final(agreement, pdf(), actor=people.officer)


def test_a_registered_document_says_so_for_ever():
    people = pacts.cast()
    agreement = pacts.registered(pacts.draft(people), people)
    assert agreement.case.status == "in_force" and agreement.is_registered
    assert agreement.case.shared_at is not None
    assert [party.signature.signer_name for party in agreement.parties.all()] == ["Budi", "Budi"]


def test_registering_needs_numbers_dates_and_signers():
    people = pacts.cast()
    agreement = pacts.draft(people)
    with pytest.raises(Refused) as refusal:
        perform(agreement, "register", actor=people.officer, comment="Lama.", signed_file=pdf(), signatures=[])
    assert len(refusal.value.reasons) == 2
    pacts.number(agreement, people)
    with pytest.raises(Refused) as refusal:
        perform(agreement, "register", actor=people.officer, comment="Lama.", signed_file=pdf(), signatures=[])
    assert refusal.value.field == "signatures"
