"""More beats than one, none for nine days, and a clock that jumps: each reminder is told once, and soon."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from casework.models import Message, Notice, Reminder, Turn
from regions import clock, working_days
from tests import proposals
from tests.faults import world
from tests.faults.reckoning import Verdict, reckon, waiting
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Row, Stopwatch

SWEEP = "casework.tasks.sweep"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def held() -> Turn:
    """A proposal that a verifier has just taken."""
    return proposals.in_state("in_verification", world.PEOPLE[0]).case.turns.open().get()


def to_opening(ground, day, by=timedelta()) -> None:
    """Ten in the morning of the next day that is worked, and would be after a jump: on others nobody is reminded."""
    while not (working_days.is_working_day(day) and working_days.is_working_day(day + by)):
        day += DAY
    opening = working_days.opening(day, "Asia/Makassar") + 2 * HOUR
    ground.shift(opening - clock.now())


def heard(turn: Turn) -> list[Notice]:
    return list(Notice.objects.filter(case=turn.case, kind="turn.remind").select_related("reminder"))


def told(ground, turn: Turn, ring: int, within: float = 180) -> None:
    """Until its holder has heard; `ring` sweeps are asked for at once, again and again (0: beat does it alone)."""

    def look() -> bool:
        for _ in range(ring):
            ground.ring(SWEEP)
        return bool(heard(turn)) and not waiting(Message.objects.filter(notice__case=turn.case))

    ground.wait(look, within, 1)


def judge(ground, turn: Turn, letters=()) -> Verdict:
    """Nobody heard the same rung twice, the holder heard; and what was written about it arrived once."""
    notices = heard(turn)
    told_of = Message.objects.filter(notice__in=notices)
    ground.wait(lambda: not waiting(told_of), 30)  # the last sweep may have told one more, which is on its way
    verdict = reckon([*told_of, *letters], ground.sink)
    for (person, rung), many in Counter((each.recipient_id, rung_of(each)) for each in notices).items():
        if many > 1:
            verdict.add("double", f"{person} heard {rung} {many} times")
    if turn.position.holdings.get().user_id not in {each.recipient_id for each in notices}:
        verdict.add("lost", f"the holder of turn {turn.pk} never heard")
    return verdict


def rung_of(notice: Notice) -> tuple:
    return notice.params.get("turn"), notice.params.get("step"), notice.params.get("audience")


# --- beats ----------------------------------------------------------------------------


def beats_round(ground, row: Row, many: int) -> None:
    turn = held()
    to_opening(ground, turn.due_on + DAY)
    watch = Stopwatch()
    told(ground, turn, many)
    row.mail.append(watch.seconds)
    row.add(judge(ground, turn))


@pytest.mark.parametrize(
    "many",
    [
        pytest.param(2, marks=pytest.mark.fault("two beats")),
        pytest.param(5, marks=pytest.mark.fault("five beats")),
    ],
)
def test_beats(healthy, row, many):
    extra = [f"beat-{number}" for number in range(2, many + 1)]
    for name in extra:
        healthy.run(name)
    for _ in range(rounds()):
        beats_round(healthy, row, many)
    healthy.take_away(*extra)
    assert not row.missed


# --- nine days without ----------------------------------------------------------------
NINE = pytest.mark.fault("nine days without beat")


def nine_days(ground, row: Row, *, by_itself: bool, within: float = 180) -> None:
    ground.take_away("beat")
    turn = held()
    to_opening(ground, clock.today() + 9 * DAY)
    watch = Stopwatch()
    ground.run("beat")
    told(ground, turn, 0 if by_itself else 1, within)
    if by_itself:
        row.mail.append(watch.seconds)
    row.add(judge(ground, turn))


@NINE
def test_nine_days(healthy, row):
    for number in range(rounds()):
        nine_days(healthy, row, by_itself=number < 1)
    assert not row.missed


@NINE
def test_twin_that_looks_only_for_rungs_of_the_day(healthy, row):
    healthy.take_away("worker")
    healthy.run("worker", off="ranges")
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        nine_days(healthy, twin, by_itself=False, within=25)
    healthy.take_away("worker")
    row.shown_by(twin, "lost")
    assert twin.lost


# --- jumps ----------------------------------------------------------------------------
JUMPS = {
    "clock an hour forward": HOUR,
    "clock a day forward": DAY,
    "clock an hour back": -HOUR,
    "clock a day back": -DAY,
}


def jumps(*wanted: str):
    every = [(name, by) for name, by in JUMPS.items() if name.endswith(wanted or "")]
    return pytest.mark.parametrize(
        "by", [pytest.param(by, marks=pytest.mark.fault(name), id=name) for name, by in every]
    )


def jump(ground, row: Row, by: timedelta, *, within: float = 180) -> None:
    """In the middle of sending, with a reminder about to be told."""
    turn, letters = held(), world.letters(6)
    to_opening(ground, turn.due_on + DAY, by)
    late = world.letters(12)
    ground.sink.delays = {"END": 0.1}
    ground.ring()
    assert ground.wait(lambda: waiting(late) < 12, 20, 0.02)
    ground.sink.delays = {"END": 2.0}  # a message is under way while the clock jumps, and the other child is rung
    before = len(ground.sink.accepted)
    assert ground.wait(lambda: len(ground.sink.accepted) > before, 20, 0.02)
    ground.shift(by)
    ground.sink.delays = {"END": 0.1}
    ground.ring()
    late += world.letters(1)
    watch = Stopwatch()
    told(ground, turn, 2, within)
    world.hurry(ground, [*letters, *late], within)
    row.mail.append(watch.seconds)
    stuck = waiting([*letters, *late])
    ground.shift(-by)
    told(ground, turn, 2, 30)
    verdict = judge(ground, turn, [*letters, *late])
    if stuck:
        verdict.add("lost", f"{stuck} letters waited until the clock was right again")
    row.add(verdict)


@jumps()
def test_clock(healthy, row, by):
    for _ in range(rounds()):
        jump(healthy, row, by)
    assert not row.missed


def jumps_without(control: str, ground, row: Row, by: timedelta) -> Row:
    ground.take_away("worker")
    ground.run("worker", off=control)
    twin = Row(row.fault)
    for _ in range(min(2, TWIN_ROUNDS)):
        jump(ground, twin, by, within=30)
    ground.take_away("worker")
    row.shown_by(twin, "lost", "double")
    return twin


@jumps("forward")
def test_twin_that_takes_a_living_worker_for_dead(healthy, row, by):
    assert jumps_without("mark", healthy, row, by).double


@jumps("back")
def test_twin_that_believes_every_time_it_wrote(healthy, row, by):
    assert jumps_without("backwards", healthy, row, by).harmed


# --- the twin that spoils what was told, last -----------------------------------------


@pytest.mark.parametrize(
    "many",
    [
        pytest.param(2, marks=pytest.mark.fault("two beats")),
        pytest.param(5, marks=pytest.mark.fault("five beats")),
    ],
)
def test_twin_without_locks_and_constraint(healthy, row, many):
    name = "one_reminder_per_step_slot_and_recipient"
    constraint = next(one for one in Reminder._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, constraint)
    healthy.take_away("worker")
    healthy.run("worker", off="locks")
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        beats_round(healthy, twin, many)
    healthy.take_away("worker")
    Notice.objects.update(reminder=None)
    Reminder.objects.update(merged_into=None)
    Reminder.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Reminder, constraint)
    row.shown_by(twin, "double", "broken")
    assert twin.harmed
