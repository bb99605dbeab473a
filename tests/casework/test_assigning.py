"""Turns that change hands: who may, who is told, that the last day stays, and two who take at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.roles import Role
from agreements.models import Agreement
from casework import assigning, turns
from casework.assigning import assign, claim, reassign, release
from casework.models import Notice
from casework.strip import in_words
from casework.words import task
from casework.workflow import NotAllowed, Refused, perform
from programs.services.checks import give_back, recommend_rejection
from programs.services.reviews import assign_reviewers
from regions import clock, working_days
from tests import factories as make
from tests import pacts, proposals
from tests.races import count, race, unlocked

pytestmark = pytest.mark.django_db


def the_turn(obj):
    return obj.case.turns.open().with_holders().get()


@pytest.fixture
def people():
    return proposals.cast()


def told(kind: str) -> list:
    return [row.recipient for row in Notice.objects.filter(kind=kind).order_by("pk")]


def test_a_coordinator_takes_what_waits_in_the_pool_and_the_last_day_stays(people):
    proposal = proposals.in_state("in_review", people)
    before = the_turn(proposal)
    after = claim(before, actor=people.coordinator)
    assert (after.position, after.pool_role, after.due_on) == (people.coordinator.position, "", before.due_on)
    line = proposal.case.trail.filter(action="proposal.claim_turn").get()
    assert (line.user, line.params["position"]) == (people.coordinator.user, str(people.coordinator.position))
    assert told("proposal.claim_turn") == []


def test_whoever_comes_second_reads_who_has_it(people):
    proposal = proposals.in_state("in_review", people)
    pool, colleague = the_turn(proposal), make.actor(make.agency(), Role.COORDINATOR)
    claim(pool, actor=people.coordinator)
    with pytest.raises(Refused, match=str(people.coordinator.position)):
        claim(pool, actor=colleague)


def test_a_coordinator_gives_it_to_a_colleague_who_is_told_once(people):
    proposal = proposals.in_state("in_review", people)
    colleague = make.actor(make.agency(), Role.COORDINATOR)
    given = assign(the_turn(proposal), colleague.position, actor=people.coordinator)
    assert (given.position, told("proposal.assign_turn")) == (colleague.position, [colleague.user])
    with pytest.raises(Refused) as refusal:
        reassign(given, people.coordinator.position, actor=people.coordinator, reason=" ")
    assert refusal.value.field == "comment"
    passed = reassign(given, people.coordinator.position, actor=people.coordinator, reason="Cuti")
    assert (passed.position, passed.due_on) == (people.coordinator.position, given.due_on)
    assert told("proposal.reassign_turn") == [colleague.user]
    back = release(passed, actor=people.coordinator)
    assert (back.position, back.pool_role) == (None, "coordinator")


def test_only_fitting_positions_of_the_same_office_that_somebody_holds(people):
    proposal = proposals.in_state("in_review", people)
    pool, vacant = the_turn(proposal), make.position(make.agency(), Role.COORDINATOR)
    for wrong in (people.approver.position, people.verifier.position, vacant):
        with pytest.raises(Refused) as refusal:
            assign(pool, wrong, actor=people.coordinator)
        assert refusal.value.field == "position"


def test_the_head_gives_a_submitted_proposal_to_a_verifier_who_then_checks_it(people):
    proposal = proposals.in_state("submitted", people)
    given = assign(the_turn(proposal), people.verifier.position, actor=people.head)
    proposal.refresh_from_db()
    assert (given.position, proposal.verifier, proposal.case.status) == (
        people.verifier.position,
        people.verifier.position,
        "in_verification",
    )
    assert told("proposal.assign") == [people.verifier.user]
    colleague = make.actor(make.upt(), Role.VERIFIER)
    passed = reassign(given, colleague.position, actor=people.head, reason="Sakit")
    proposal.refresh_from_db()
    assert (proposal.verifier, passed.due_on) == (colleague.position, given.due_on)
    assert release(passed, actor=colleague).is_pool


def test_a_verifier_claims_and_others_may_not(people):
    pool = the_turn(proposals.in_state("submitted", people))
    for stranger in (people.coordinator, people.proposer, people.officer, make.auditor()):
        with pytest.raises(NotAllowed):
            claim(pool, actor=stranger)
    for not_head in (people.verifier, people.coordinator, make.actor(make.upt("MDN"), Role.UPT_HEAD)):
        with pytest.raises(NotAllowed):
            assign(pool, people.verifier.position, actor=not_head)
    assert claim(pool, actor=people.verifier).position == people.verifier.position


def test_a_reviewer_is_replaced_by_another_one(people):
    proposal = proposals.in_state("in_review", people)
    assign_reviewers(proposal, [people.reviewers[0].position], actor=people.coordinator)
    passed = reassign(the_turn(proposal), people.reviewers[1].position, actor=people.coordinator, reason="Cuti")
    assert passed.seat == f"reviewer:{people.reviewers[1].position.pk}"
    assert the_turn(proposal).pk == passed.pk


def test_the_pool_of_an_agreement_is_taken_and_put_back():
    cast = pacts.cast()
    agreement: Agreement = pacts.in_state("draft", cast)
    pool = the_turn(agreement)
    officer = make.actor(pool.institution, Role.COOPERATION_OFFICER)
    taken = claim(pool, actor=officer)
    assert taken.position == officer.position
    assert release(taken, actor=officer).pool_role == "cooperation_officer"


def test_days_are_counted_from_the_first_hand_even_when_the_calendar_changes(people):
    proposal = proposals.in_state("in_review", people)
    pool = the_turn(proposal)
    with clock.at(clock.now() + timedelta(days=3)):
        taken = claim(pool, actor=people.coordinator)
        assert (taken.began_at, taken.entered_at > pool.entered_at) == (pool.entered_at, True)
        assert turns.recompute_open_dues() == 0
        taken.refresh_from_db()
    assert taken.due_on == pool.due_on


def test_advice_to_reject_is_the_head_s_own_task_until_it_is_given_back(people):
    proposal = proposals.in_state("in_verification", people)
    recommend_rejection(proposal, actor=people.verifier, reason="Di luar kewenangan")
    (words,) = in_words([the_turn(proposal)], people.head)
    assert (words.mine, words.turn.seat) == (True, "upt_head")
    assert words.task != task("proposal", "in_verification", "verifier") and words.button
    give_back(proposal, actor=people.head, reason="Lanjutkan")
    assert (the_turn(proposal).seat, the_turn(proposal).position) == ("verifier", people.verifier.position)


def test_a_revision_is_never_due_on_a_day_off(people):
    proposal, friday = proposals.in_state("in_verification", people), date(2026, 11, 27)
    with clock.at(working_days.opening(friday, people.verifier.timezone)):
        notes, saturday = [("biaya", "Rinci honor.")], date(2026, 12, 5)
        proposal = perform(proposal, "return", actor=people.verifier, notes=notes, deadline=saturday)
    assert (proposal.revise_by, the_turn(proposal).due_on) == (date(2026, 12, 7), date(2026, 12, 7))


def two_claims():
    people = proposals.cast()
    pool = the_turn(proposals.in_state("in_review", people))
    colleague = make.actor(make.agency(), Role.COORDINATOR)
    return race(*(lambda actor=actor: claim(pool, actor=actor) for actor in (people.coordinator, colleague)))


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_one_has_it_and_the_other_reads_so():
    results = two_claims()
    assert (count(results, Refused), count(results, IntegrityError)) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_the_other_meets_an_error(monkeypatch):
    monkeypatch.setattr(assigning, "locked", unlocked)
    results = two_claims()
    assert (count(results, Refused), count(results, IntegrityError)) == (0, 1)
