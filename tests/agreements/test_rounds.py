"""Rounds of review: who has the text, what counts as accepted, when a new round begins."""

import pytest
from django.utils.translation import override

from accounts.models import Institution
from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from casework.workflow import NotAllowed, Refused, perform, refusals
from tests import factories as make
from tests import pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db


def again(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def test_sending_begins_round_one_and_the_centre_stands_behind_its_text():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    assert agreement.review_round == 1
    assert agreement.text_holder == pacts.province_party(agreement)
    assert pacts.centre_party(agreement).accepted_text == agreement.text


def test_a_text_without_version_is_not_sent():
    people = pacts.cast()
    agreement = pacts.draft(people)
    with override("en"):
        reasons = refusals(agreement, agreement.workflow["send_for_review"], people.officer)
    assert reasons == ["Upload a version of the text first."]


def test_a_new_round_begins_when_the_text_comes_back_to_the_centre():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    agreement = perform(agreement, "answer", actor=people.proposer, comment="Pasal 9.", text=pdf("v2.pdf"))
    assert (agreement.review_round, agreement.text_holder) == (2, pacts.centre_party(agreement))
    agreement = perform(agreement, "answer", actor=people.officer, comment="Tidak setuju.")
    assert (agreement.review_round, agreement.text_holder) == (2, pacts.province_party(agreement))
    agreement = perform(agreement, "answer", actor=people.head, comment="Baik.")
    assert agreement.review_round == 3
    assert [turn.institution for turn in agreement.case.turns.filter(status="party_review").order_by("pk")] == [
        people.proposer.institution,
        people.officer.institution,
        people.proposer.institution,
        people.officer.institution,
    ]


def test_who_has_not_the_text_does_not_answer():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    with pytest.raises(NotAllowed):
        perform(agreement, "answer", actor=people.officer, comment="Saya dulu.")


def test_an_answer_says_something():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    with pytest.raises(Refused) as refusal:
        perform(agreement, "answer", actor=people.proposer)
    assert refusal.value.field == "comment"


def test_a_new_version_undoes_the_acceptance_of_the_old_one():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    agreement = perform(agreement, "answer", actor=people.proposer, text=pdf("v2.pdf"))
    assert agreement.text.version == 2
    agreement = perform(agreement, "answer", actor=people.officer, text=pdf("v3.pdf"))
    assert refusals(agreement, agreement.workflow["accept"], people.proposer) == []
    services.upload_text(agreement, pdf("v4.pdf"), actor=people.proposer)
    assert len(refusals(again(agreement), agreement.workflow["accept"], people.proposer)) == 1
    assert [row.version for row in again(agreement).texts] == [4, 3, 2, 1]


def test_with_three_parties_acceptance_is_recorded_by_handing_on_until_the_last_accepts():
    people = pacts.cast()
    school = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
    partner = make.actor(school, Role.PARTNER)
    agreement = pacts.draft(people)
    third = services.add_party(agreement, school, actor=people.officer)
    agreement = pacts.sent(again(agreement), people)
    assert len(refusals(agreement, agreement.workflow["accept"], people.proposer)) == 1
    agreement = perform(agreement, "answer", actor=people.proposer, accepts=True, to_party=third)
    assert agreement.review_round == 1
    agreement = perform(agreement, "accept", actor=partner)
    assert agreement.case.status == "legal_review"
    accepted = {party.accepted_text for party in agreement.parties.all()}
    assert accepted == {agreement.text}


def test_back_to_the_draft_nothing_is_accepted_and_signatures_are_void_but_kept():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    agreement = perform(agreement, "redraft", actor=people.legal, comment="Pasal 12 keliru.")
    signature = pacts.centre_party(agreement).signatures.get()
    assert signature.voided_at is not None and signature.void_reason == "Pasal 12 keliru."
    assert pacts.centre_party(agreement).signature is None
    assert not agreement.parties.exclude(accepted_text=None).exists()
    assert not agreement.opinions.standing().exists() and agreement.opinions.count() == 2
    agreement = perform(agreement, "send_for_review", actor=people.officer, first_party=pacts.province_party(agreement))
    assert agreement.review_round == 2


def test_a_stranger_party_is_not_chosen():
    people = pacts.cast()
    other = pacts.province_party(pacts.draft(people))
    agreement = pacts.draft(people)
    services.upload_text(agreement, pdf(), actor=people.officer)
    with pytest.raises(Refused):
        perform(agreement, "send_for_review", actor=people.officer, first_party=other)
