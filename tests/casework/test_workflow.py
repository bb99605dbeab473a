"""The one door: what it refuses, what it writes in one transaction, and that nothing is half done."""

import pytest
from django.db import transaction
from django.utils.translation import override

from accounts.roles import Role
from casework.models import Message, Notice, TrailEntry, Turn
from casework.workflow import NotAllowed, Refused, Stale, moved, perform
from regions import clock
from tests import factories as make
from tests import proposals
from tests.waiting import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def submitted(people):
    return proposals.in_state("submitted", people)


def everything() -> tuple:
    return (
        TrailEntry.objects.count(),
        Notice.objects.count(),
        Message.objects.count(),
        list(Turn.objects.order_by("pk").values_list("pk", "closed_at")),
    )


def test_a_move_writes_status_turn_trail_and_notice_together(people, submitted):
    with clock.at(at("2026-11-16", "10:00")):
        proposal = perform(submitted, "take", actor=people.verifier, comment="Saya periksa")
    assert proposal.case.status == "in_verification"
    line = proposal.case.trail.get(action="proposal.take")
    assert (line.from_status, line.to_status, line.comment) == ("submitted", "in_verification", "Saya periksa")
    assert (line.actor_name, line.actor_position) == (people.verifier.display_name, people.verifier.position_label)
    assert line.at == at("2026-11-16", "10:00")
    turn = proposal.case.turns.open().get()
    assert (turn.position, turn.status) == (people.verifier.position, "in_verification")
    assert proposal.case.version == submitted.case.version + 1


def test_an_old_page_is_refused(people, submitted):
    seen = submitted.case.version
    perform(submitted, "take", actor=people.verifier)
    with pytest.raises(Stale) as stale:
        perform(submitted, "release", actor=people.verifier, version=seen)
    assert stale.value.obj.case.status == "in_verification"


@pytest.mark.parametrize(
    ("move", "who", "refusal"),
    [
        ("approve", "approver", Refused),  # not in this state
        ("take", "approver", NotAllowed),  # never his
        ("withdraw", "proposer", Refused),  # without a reason
    ],
)
def test_a_refused_move_leaves_everything_as_it_was(people, submitted, move, who, refusal):
    before = everything()
    with pytest.raises(refusal):
        perform(submitted, move, actor=getattr(people, who))
    assert everything() == before
    submitted.case.refresh_from_db()
    assert submitted.case.status == "submitted"


def test_somebody_outside_the_scope_may_not_even_try(submitted):
    """Before anybody asks what he may do: the door does not rely on every policy to ask where he sits."""
    stranger = make.actor(make.upt("MDN"), Role.VERIFIER)
    with override("en"), pytest.raises(NotAllowed, match="outside your scope"):
        perform(submitted, "take", actor=stranger)


def test_the_clock_does_only_what_is_the_clocks(submitted):
    with pytest.raises(Refused):
        perform(submitted, "take", actor=None)


def test_news_travels_inside_the_transaction_and_a_listener_that_fails_undoes_the_move(people, submitted):
    def fails(**kwargs):
        raise RuntimeError("above said no")

    before = everything()
    moved.connect(fails)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            perform(submitted, "take", actor=people.verifier)
    finally:
        moved.disconnect(fails)
    assert everything() == before


def test_who_made_the_move_is_not_told_of_it_and_who_holds_the_case_now_is(people, submitted):
    Notice.objects.all().delete()
    perform(submitted, "take", actor=people.verifier)
    assert not Notice.objects.filter(recipient=people.verifier.user).exists()
    Notice.objects.all().delete()
    perform(submitted, "release", actor=people.verifier)
    colleague = make.actor(make.upt(), Role.VERIFIER)
    perform(submitted, "take", actor=colleague)
    assert people.verifier.user not in {notice.recipient for notice in Notice.objects.filter(kind="proposal.take")}
