"""The gate on a cost-shared proposal: it starts only while a document in force covers it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from agreements import services
from agreements.services import clockwork
from casework.workflow import Refused, perform
from regions import clock
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db


def world():
    """A cost-shared approved proposal with budget documents, and a document signed for it but not yet in force."""
    who, people = proposals.cast(), pacts.cast()
    proposal = proposals.in_state("approved", who)
    proposals.budgeted(proposal, who.proposer)
    today = clock.today()
    agreement = services.open_from_proposals(
        [proposal], actor=people.officer, starts_on=today, ends_on=today + timedelta(days=30)
    )
    pacts.authorise(pacts.province_party(agreement), people)
    agreement = pacts.ROADS["legal_review"][1](pacts.sent(agreement, people), people)
    agreement = pacts.completed(pacts.ROADS["ready"][1](agreement, people), people)
    return who, people, proposal, agreement


def holder(proposal) -> str:
    return proposal.case.turns.open().get().seat


def test_in_force_it_covers_and_the_turn_goes_back_to_the_proposer():
    who, people, proposal, agreement = world()
    assert holder(proposal) == "agreement"
    with pytest.raises(Refused):
        perform(proposal, "start", actor=who.proposer)
    perform(agreement, "bring_into_force", actor=people.officer)
    assert holder(proposal) == "proposer"
    cover = proposal.covers.get()
    assert (cover.source, cover.starts_on, cover.ends_on) == (agreement.case, agreement.starts_on, agreement.ends_on)
    assert perform(proposal, "start", actor=who.proposer).case.status == "in_progress"


def test_ended_early_it_covers_nothing_and_the_turn_returns():
    who, people, proposal, agreement = world()
    perform(agreement, "bring_into_force", actor=people.officer)
    perform(
        agreement,
        "terminate",
        actor=people.approver,
        comment="Sepakat.",
        document=proposals.pdf(),
        ended_on=clock.today(),
    )
    assert not proposal.covers.exists() and holder(proposal) == "cooperation_officer"
    with pytest.raises(Refused):
        perform(proposal, "start", actor=who.proposer)


def test_the_clock_takes_the_cover_away_with_the_last_day():
    who, people, proposal, agreement = world()
    perform(agreement, "bring_into_force", actor=people.officer)
    last_minute = datetime.combine(agreement.ends_on, time(23, 59), ZoneInfo(clock.AGENCY_ZONE))
    with clock.at(last_minute):
        assert clockwork.move_by_clock() == 0 and proposal.covers.exists()
    with clock.at(last_minute + timedelta(minutes=1)):
        assert clockwork.move_by_clock() == 1
        assert not proposal.covers.exists()
        with pytest.raises(Refused):
            perform(proposal, "start", actor=who.proposer)


def test_a_move_that_rolls_back_leaves_no_cover():
    _who, people, proposal, agreement = world()
    with transaction.atomic():
        perform(agreement, "bring_into_force", actor=people.officer)
        transaction.set_rollback(True)
    assert proposal.covers.get().starts_on is None


def test_an_agreement_opened_for_a_proposal_takes_the_clock_with_it_and_gives_it_back():
    """Nobody is told to prepare what is prepared already; given up, it is to be prepared again within its time."""
    proposal, people = proposals.in_state("approved", proposals.cast()), pacts.cast()
    turn = proposal.case.turns.open().get()
    assert (turn.seat, turn.allowance is None) == ("cooperation_officer", False)
    agreement = services.open_from_proposals([proposal], actor=people.officer)
    turn = proposal.case.turns.open().get()
    assert (turn.seat, turn.due_on, proposal.covers.get().source) == ("agreement", None, agreement.case)
    perform(agreement, "cancel", actor=people.officer, comment="Salah buka.")
    turn = proposal.case.turns.open().get()
    assert (turn.seat, turn.due_on is None, proposal.covers.exists()) == ("cooperation_officer", False, False)


@pytest.mark.parametrize("wrong", ["submitted", "elsewhere"])
def test_only_approved_proposals_of_the_province_are_linked(wrong):
    people = pacts.cast()
    agreement = pacts.draft(people)
    basics = {"title": "x", "starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    made = {
        "submitted": lambda: proposals.in_state("submitted", proposals.cast()),
        "elsewhere": lambda: proposals.in_state("approved", proposals.cast(factories.WEST_JAVA, "BDG")),
    }
    with pytest.raises(Refused) as refusal:
        services.edit_basics(agreement, actor=people.officer, proposals=[made[wrong]()], **basics)
    assert refusal.value.field == "proposals" and not agreement.proposals.exists()


def test_a_proposal_unlinked_again_waits_for_another_agreement():
    who, people = proposals.cast(), pacts.cast()
    first, second = (proposals.in_state("approved", who) for _each in range(2))
    agreement = services.open_from_proposals([first], actor=people.officer)
    basics = {"title": "Kerja sama", "starts_on": None, "ends_on": None}
    services.edit_basics(agreement, actor=people.officer, proposals=[second], **basics)
    assert (holder(first), holder(second)) == ("cooperation_officer", "agreement")
