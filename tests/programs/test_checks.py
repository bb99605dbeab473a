"""The UPT's check: checklist, returns with notes and deadline, answers and verdicts, advice to reject."""

from datetime import timedelta

import pytest

from accounts.models import Holding
from accounts.roles import Role
from casework.workflow import NotAllowed, Refused, perform
from programs.models import CheckItem, Proposal
from programs.services.checks import answer_note, give_back, judge_note, recommend_rejection, save_checklist
from regions import clock, working_days
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def items(proposal):
    return list(CheckItem.objects.for_kind(proposal.kind))


def pass_on(proposal, people, **data):
    return perform(proposal, "pass_on", actor=people.verifier, **{"recommendation": "Layak."} | data)


def return_(proposal, actor, *notes, days=14):
    deadline = clock.today("Asia/Makassar") + timedelta(days=days)
    return perform(proposal, "return", actor=actor, notes=notes, deadline=deadline)


def revise(proposal, people):
    for note in proposal.notes.filter(answer=""):
        answer_note(note, "Sudah diperbaiki.", actor=people.proposer)
    return perform(proposal, "resubmit", actor=people.proposer)


def test_the_list_is_of_the_kind_and_of_every_kind():
    assert {item.kind for item in CheckItem.objects.for_kind("skkni")} == {"", "skkni"}
    assert 6 <= CheckItem.objects.for_kind("skkni").count() <= 9


def test_passing_on_wants_every_item_answered(people):
    proposal = proposals.in_state("in_verification", people)
    with pytest.raises(Refused) as refusal:
        pass_on(proposal, people)
    assert str(len(items(proposal))) in refusal.value.reasons[0]
    *most, last = items(proposal)
    save_checklist(proposal, {item.pk: ("met", "") for item in most}, actor=people.verifier)
    with pytest.raises(Refused):
        pass_on(proposal, people)
    save_checklist(proposal, {last.pk: ("not_met", " ")}, actor=people.verifier)
    with pytest.raises(Refused, match=last.text):
        pass_on(proposal, people)
    save_checklist(proposal, {last.pk: ("not_met", "Menyusul")}, actor=people.verifier)
    done = pass_on(proposal, people)
    assert (done.case.status, done.recommendation, done.rounds.get().outcome) == ("in_review", "Layak.", "pass_on")


def test_passing_on_wants_a_recommendation(people):
    proposal = proposals.in_state("in_verification", people)
    proposals.check_all(proposal, people.verifier)
    with pytest.raises(Refused) as refusal:
        pass_on(proposal, people, recommendation="  ")
    assert refusal.value.field == "recommendation"


@pytest.mark.parametrize("answers", [{0: ("met", "")}, {"first": ("maybe", "")}])
def test_answers_that_do_not_exist(people, answers):
    proposal = proposals.in_state("in_verification", people)
    answers = {(items(proposal)[0].pk if key == "first" else key): value for key, value in answers.items()}
    with pytest.raises(Refused):
        save_checklist(proposal, answers, actor=people.verifier)


def test_only_the_verifier_who_took_it_fills_the_list(people):
    proposal = proposals.in_state("in_verification", people)
    with pytest.raises(NotAllowed):
        save_checklist(proposal, {items(proposal)[0].pk: ("met", "")}, actor=make.actor(make.upt(), Role.VERIFIER))


def test_what_was_found_survives_a_release_but_not_a_revision(people):
    proposal = proposals.in_state("in_verification", people)
    proposals.check_all(proposal, people.verifier)
    proposal = perform(perform(proposal, "release", actor=people.verifier), "take", actor=people.verifier)
    assert proposal.rounds.get(closed_at=None).answers.count() == len(items(proposal))
    proposal = revise(return_(proposal, people.verifier, ("biaya", "Rinci.")), people)
    assert not proposal.rounds.get(closed_at=None).answers.exists()
    assert [row.outcome for row in proposal.rounds.order_by("number")] == ["release", "return", ""]


def test_a_return_needs_notes_and_a_day_to_come(people):
    proposal = proposals.in_state("in_verification", people)
    for notes, days, field in [
        ([], 14, "notes"),
        ([("biaya", "  ")], 14, "notes"),
        ([("entah", "Rinci.")], 14, "notes"),
        ([("biaya", "Rinci.")], 0, "deadline"),
    ]:
        with pytest.raises(Refused) as refusal:
            return_(proposal, people.verifier, *notes, days=days)
        assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        perform(proposal, "return", actor=people.verifier, notes=[("biaya", "Rinci.")])
    assert refusal.value.field == "deadline"


def test_a_return_hands_the_turn_to_the_proposer_until_that_day(people):
    proposal = return_(proposals.in_state("in_verification", people), people.verifier, ("biaya", "Rinci honor."))
    turn = proposal.case.turns.get(closed_at=None)
    assert (turn.position, turn.due_on, turn.allowance) == (people.proposer.position, proposal.revise_by, None)
    note = proposal.notes.get()
    assert (note.step, note.text, note.author) == ("biaya", "Rinci honor.", people.verifier.position)


def test_every_note_is_marked_before_it_goes_on_and_what_is_not_met_comes_back(people):
    proposal = return_(
        proposals.in_state("in_verification", people), people.verifier, ("biaya", "Rinci."), ("waktu", "Kapan?")
    )
    proposal = revise(proposal, people)
    proposals.check_all(proposal, people.verifier)
    costs, place = proposal.notes.order_by("pk")
    judge_note(costs, "met", actor=people.verifier)
    with pytest.raises(Refused):
        pass_on(proposal, people)
    judge_note(place, "not_met", actor=people.verifier)
    proposal = return_(proposal, people.verifier)
    carried = proposal.notes.get(returned=2)
    assert (carried.step, carried.text, carried.answer, carried.verdict) == ("waktu", "Kapan?", "", "")
    with pytest.raises(Refused):
        answer_note(place, "Terlambat.", actor=people.proposer)
    proposal = revise(proposal, people)
    proposals.check_all(proposal, people.verifier)
    judge_note(carried, "met", actor=people.verifier)
    assert pass_on(proposal, people).case.status == "in_review"


def test_an_overdue_revision_is_stopped_by_the_head_only_after_its_day(people):
    proposal = return_(proposals.in_state("in_verification", people), people.verifier, ("biaya", "Rinci."), days=2)
    with pytest.raises(Refused):
        perform(proposal, "drop", actor=people.head, comment="Lewat")
    today = clock.today("Asia/Makassar")
    last = working_days.working_day_from(today + timedelta(days=2)) - today  # a day off does not end a time
    with clock.at(clock.now() + last), pytest.raises(Refused):
        perform(proposal, "drop", actor=people.head, comment="Lewat")
    with clock.at(clock.now() + last + timedelta(days=1)):
        assert perform(proposal, "drop", actor=people.head, comment="Lewat").case.status == "cancelled"


def test_advice_to_reject_hands_the_turn_to_the_head(people):
    proposal = proposals.in_state("in_verification", people)
    due_on = proposal.case.turns.get(closed_at=None).due_on
    proposal = recommend_rejection(proposal, actor=people.verifier, reason="Di luar kewenangan")
    turn = proposal.case.turns.get(closed_at=None)
    assert (turn.position, turn.due_on) == (people.head.position, due_on)
    for move in ("release", "return", "pass_on"):
        with pytest.raises(NotAllowed):
            perform(proposal, move, actor=people.verifier)
    done = perform(proposal, "reject", actor=people.head, comment="Di luar kewenangan")
    assert (done.case.status, done.rounds.get().outcome) == ("rejected", "reject")


def test_the_head_may_give_it_back(people):
    proposal = proposals.in_state("in_verification", people)
    with pytest.raises(Refused):
        give_back(proposal, actor=people.head, reason="Belum ada saran")
    recommend_rejection(proposal, actor=people.verifier, reason="Di luar kewenangan")
    give_back(proposal, actor=people.head, reason="Masih dapat diperbaiki")
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.case.turns.get(closed_at=None).position == people.verifier.position
    assert proposal.rounds.get().rejection_advice == ""
    assert return_(proposal, people.verifier, ("biaya", "Rinci.")).case.status == "returned"


def test_it_cannot_go_back_to_an_empty_chair(people):
    proposal = proposals.in_state("in_verification", people)
    recommend_rejection(proposal, actor=people.verifier, reason="Di luar kewenangan")
    Holding.objects.filter(position=people.verifier.position).update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        give_back(proposal, actor=people.head, reason="Masih dapat diperbaiki")
