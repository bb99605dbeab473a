"""kill -9 in the middle of sending: one child of the worker, and the worker with all its children."""

import os
import random
import signal

import pytest

from tests.faults import world
from tests.faults.reckoning import reckon, waiting
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Stopwatch

KILLS = rounds(30)
TIMED = 3  # rounds in which nobody rings and the clock is not helped: so long it takes by itself
LETTERS = 8
dice = random.Random(20260102)


def kill_child(ground) -> None:
    os.kill(ground.wait(ground.sending, 20, 0.005).pid, signal.SIGKILL)


def kill_worker(ground) -> None:
    ground.kill_tree("worker")


def one_round(ground, row, kill, *, by_itself: bool) -> None:
    """A random number has arrived when the process dies; every other round inside a text, else between two."""
    sink, letters = ground.sink, world.letters(LETTERS)
    sink.be_kind()
    sink.delays = {"END": 0.25} if row.rounds % 2 == 0 else {"RCPT": 0.25}
    before, wanted = len(sink.accepted), dice.randrange(1, LETTERS - 2)
    ground.ring()
    ground.wait(lambda: len(sink.accepted) >= before + wanted, 60, 0.01)
    kill(ground)
    clock = Stopwatch()
    sink.delays = {}
    if by_itself:
        ground.wait(lambda: not waiting(letters))
        row.mail.append(clock.seconds)
    else:
        world.hurry(ground, letters)
    row.add(reckon(letters, sink))
    ground.steady()


@pytest.mark.fault("worker's child killed in the middle of sending")
def test_child(healthy, row):
    for number in range(KILLS):
        one_round(healthy, row, kill_child, by_itself=number < TIMED)
    assert not row.missed


@pytest.mark.fault("worker and all its children killed in the middle of sending")
def test_tree(healthy, row):
    for number in range(KILLS):
        one_round(healthy, row, kill_worker, by_itself=number < TIMED)
    assert not row.missed


@pytest.mark.parametrize(
    "kill",
    [
        pytest.param(kill_child, marks=pytest.mark.fault("worker's child killed in the middle of sending")),
        pytest.param(
            kill_worker, marks=pytest.mark.fault("worker and all its children killed in the middle of sending")
        ),
    ],
)
def test_twin_without_the_mark(healthy, row, kill):
    """Nothing says that the first byte has left: what the server has already is sent again."""
    healthy.take_away("worker")
    healthy.run("worker", off="mark")
    twin = type(row)(row.fault)
    for _ in range(TWIN_ROUNDS):
        one_round(healthy, twin, kill, by_itself=False)
    healthy.take_away("worker")
    row.shown_by(twin, "double")
    assert twin.double
