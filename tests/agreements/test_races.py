"""Two people at the same instant on one document, each with a twin that shows what the lock prevents."""

import pytest

from agreements import services
from agreements.models import Agreement, Party, Signature
from agreements.services import clockwork
from casework import numbers, workflow
from casework.models import TrailEntry
from casework.workflow import Refused, perform
from tests import factories as make
from tests import pacts
from tests.races import count, race, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(workflow, "locked", unlocked)
    monkeypatch.setattr(numbers, "locked", unlocked)


def two_officers():
    """Two officers send the same draft, each to another party as they believe."""
    people = pacts.cast()
    agreement = pacts.draft(people)
    services.upload_text(agreement, pacts.pdf(), actor=people.officer)
    colleague = make.actor(make.agency(), make.Role.COOPERATION_OFFICER)
    party = pacts.province_party(agreement)
    return race(
        *[
            lambda by=by: perform(agreement, "send_for_review", actor=by, first_party=party)
            for by in (people.officer, colleague)
        ]
    )


def test_two_officers_send_one_draft_and_it_is_sent_once():
    results = two_officers()
    assert (count(results, Agreement), count(results, Refused)) == (1, 1)
    assert TrailEntry.objects.filter(action="agreement.send_for_review").count() == 1


def test_twin_without_the_lock_nobody_is_told_that_it_was_sent_already(without_locks):
    results = two_officers()
    assert count(results, Refused) == 0


def two_signers():
    """The last two signatures are recorded at once, each from a page that still misses both."""
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    centre, province = pacts.centre_party(agreement), pacts.province_party(agreement)
    before = Agreement.objects.get(pk=agreement.pk).case.version
    results = race(
        lambda: pacts.sign(agreement, centre, people.officer),
        lambda: pacts.sign(agreement, province, people.head),
    )
    return agreement, results, Agreement.objects.get(pk=agreement.pk).case.version - before


def test_two_sign_at_once_and_the_second_looks_after_the_first():
    agreement, results, raised = two_signers()
    assert count(results, Agreement) == Signature.objects.standing().count() == raised == 2
    assert list(agreement.case.turns.open().values_list("seat", flat=True)) == ["conclude"]


def test_twin_without_the_lock_the_second_overwrites_what_it_did_not_see(without_locks):
    _agreement, results, raised = two_signers()
    assert (count(results, Agreement), raised) == (2, 1)


def test_one_party_is_not_signed_for_twice():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    party = pacts.province_party(agreement)
    results = race(*[lambda by=by: pacts.sign(agreement, party, by) for by in (people.head, people.officer)])
    assert (count(results, Agreement), Signature.objects.standing().count()) == (1, 1)


def test_two_documents_get_two_numbers_without_gap():
    people = pacts.cast()
    pacts.draft(people)
    race(*[lambda: pacts.draft(people)] * 2)
    given = Agreement.objects.order_by("case__number").values_list("case__number", flat=True)
    assert [number[-4:] for number in given] == ["0001", "0002", "0003"]


def test_one_number_is_not_given_to_two_documents():
    people = pacts.cast()
    parties = [pacts.centre_party(pacts.draft(people)) for _ in range(2)]
    results = race(
        *[
            lambda party=party: services.set_number(
                party, actor=people.officer, document_number="1/KS", document_year=2026
            )
            for party in parties
        ]
    )
    assert (count(results, Party), count(results, Refused)) == (1, 1)


def test_two_clocks_make_a_move_once():
    people = pacts.cast()
    agreement = pacts.completed(pacts.in_state("ready", people), people)
    assert sum(race(clockwork.move_by_clock, clockwork.move_by_clock)) == 1
    assert agreement.case.trail.filter(action="agreement.bring_into_force").count() == 1
