"""Two people at the same instant, each with a twin that shows what the lock prevents."""

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from casework import numbers, workflow
from casework.models import Case
from casework.workflow import Refused, perform
from programs.models import VerificationRound
from tests import factories as make
from tests import proposals
from tests.races import count, race, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(workflow, "locked", unlocked)
    monkeypatch.setattr(numbers, "locked", unlocked)


def two_verifiers_take():
    people = proposals.cast()
    proposal = proposals.in_state("submitted", people)
    colleague = make.actor(make.upt(), Role.VERIFIER)
    results = race(
        *(lambda actor=actor: perform(proposal, "take", actor=actor) for actor in (people.verifier, colleague))
    )
    return proposal, results


def test_two_verifiers_take_one_case_and_one_gets_it():
    proposal, results = two_verifiers_take()
    assert count(results, Refused) == 1
    assert VerificationRound.objects.count() == proposal.case.turns.filter(closed_at=None).count() == 1


def test_twin_without_the_lock_both_believe_they_took_it(without_locks):
    _proposal, results = two_verifiers_take()
    assert count(results, Refused) == 0


def two_approvers_decide():
    people = proposals.cast()
    proposal = proposals.in_state("awaiting_decision", people)
    colleague = make.actor(make.agency(), Role.APPROVER)
    results = race(
        lambda: perform(proposal, "approve", actor=people.approver),
        lambda: perform(proposal, "reject", actor=colleague, comment="Tumpang tindih"),
    )
    decided = proposal.case.trail.filter(action__in=["proposal.approve", "proposal.reject"])
    return results, decided.count()


def test_two_approvers_decide_and_one_decision_stands():
    results, decisions = two_approvers_decide()
    assert (count(results, Refused), decisions) == (1, 1)


def test_twin_without_the_lock_two_decisions_are_made(without_locks):
    results, _decisions = two_approvers_decide()
    assert count(results, Refused) == 0


def two_submissions():
    people = proposals.cast()
    first = proposals.complete_draft(people.proposer)
    perform(proposals.complete_draft(people.proposer), "submit", actor=people.proposer)
    second = proposals.complete_draft(people.proposer)
    return race(*(lambda it=it: perform(it, "submit", actor=people.proposer) for it in (first, second)))


def test_two_numberings_at_once_give_two_numbers_without_gap():
    two_submissions()
    given = Case.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
    assert [number[-4:] for number in given] == ["0001", "0002", "0003"]


def test_twin_without_the_lock_one_number_is_given_twice(without_locks):
    results = two_submissions()
    assert count(results, IntegrityError) == 1


def test_a_number_given_in_vain_is_given_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        assert numbers.next_number("USL").endswith("/0001")
        raise RuntimeError
    with transaction.atomic():
        assert numbers.next_number("USL").endswith("/0001")
