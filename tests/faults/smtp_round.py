"""A mail server that refuses, delays, breaks off, creeps, or is away: each ends, and every message arrives once."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from casework.models import Message
from tests.faults import world
from tests.faults.reckoning import reckon, waiting
from tests.faults.rounds import GIVEN, TWIN_ROUNDS, rounds
from tests.faults.table import Row, Stopwatch

QUARTER = timedelta(minutes=15)
LETTERS = 6
TIMED = 1  # rounds in which nobody rings after the fault has ended


@dataclass(frozen=True)
class Fault:
    """How the server answers, for how long by the portal's clock, and which control the twin switches off."""

    name: str
    off: str
    answers: dict = field(default_factory=dict)
    lasts: timedelta = timedelta()
    some: tuple[dict, ...] = ()  # what only the first recipients get
    refuses: bool = False  # for good: the message of the first fails, and only that
    drip: float = 0.0
    away: bool = False  # nobody listens


NOBODY, CONTENT = {"RCPT": "550 nobody"}, {"END": "554 content"}
CUT = ({"DATA": "cut inside"}, {"END": "keep and cut"})  # the server has the second, and not the first
FAULTS = [
    Fault("SMTP refused for 15 minutes", "patience", lasts=QUARTER, away=True),
    Fault("SMTP 421 for 15 minutes", "patience", {"HELLO": "421 away"}, QUARTER),
    Fault("SMTP 451 for 15 minutes", "patience", {"RCPT": "451 later"}, QUARTER),
    Fault("SMTP 452 for 15 minutes", "patience", {"END": "452 full"}, QUARTER),
    Fault("SMTP 550 for one recipient", "for_good", some=(NOBODY,), refuses=True),
    Fault("SMTP 554 after DATA", "for_good", some=(CONTENT,), refuses=True),
    Fault("SMTP one byte a second", "deadline", {"HELLO": "220-" + 200 * "x"}, timedelta(minutes=1), drip=1.0),
    Fault("SMTP cut inside DATA", "uncertain", some=CUT),
]


def all_faults():
    return [pytest.param(one, marks=pytest.mark.fault(one.name), id=one.name) for one in FAULTS]


def one_round(ground, row: Row, fault: Fault, *, by_itself: bool, within: float = 180) -> None:
    sink = ground.sink
    letters = world.letters(LETTERS)
    sink.default, sink.drip = dict(fault.answers), fault.drip
    sink.to = {letter.address: answers for letter, answers in zip(letters, fault.some, strict=False)}
    if fault.away:
        sink.stop()
    last(ground, fault, letters)
    sink.be_kind()
    if fault.away:
        sink.open()
    clock = Stopwatch()
    if by_itself:
        ground.wait(lambda: not waiting(letters), within)
        row.mail.append(clock.seconds)
    else:
        world.hurry(ground, letters, within)
    row.add(reckon(letters, sink, refused={letters[0].address} if fault.refuses else frozenset()))


def last(ground, fault: Fault, letters: list[Message]) -> None:
    """While it lasts the bell rings each minute of the portal's clock; what befalls some lasts until it is met."""
    if fault.some:
        ground.ring()
        ground.wait(lambda: not waiting(letters[len(fault.some) :]), 40)
    elif fault.drip:
        ground.ring()
        ground.ring()
        time.sleep(30)
    else:
        for _ in range(int(fault.lasts / timedelta(minutes=1))):
            ground.ring()
            time.sleep(0.3)
            ground.shift(timedelta(minutes=1))


@pytest.mark.parametrize("fault", all_faults())
def test_smtp(healthy, row, fault):
    for number in range(rounds()):
        one_round(healthy, row, fault, by_itself=number < TIMED)
    assert not row.missed


@pytest.mark.parametrize("fault", all_faults())
def test_twin(healthy, row, fault):
    healthy.take_away("worker")
    healthy.run("worker", off=fault.off)
    twin = Row(row.fault)
    for _ in range(min(TWIN_ROUNDS, 2)):
        one_round(healthy, twin, fault, by_itself=False, within=40)
    healthy.take_away("worker")
    row.shown_by(twin, "lost", "double")
    assert twin.harmed


AWAY = pytest.mark.fault("SMTP 30 minutes away with 10,000 waiting")
MANY = 10_000 if not GIVEN else 1_000


def returns(ground, row: Row, many: int, within: float) -> float:
    """How many a second leave once the server is back; the bell rings once, as it does with the next message."""
    ground.sink.stop()
    letters = world.many_letters(many)
    for _ in range(3):
        ground.ring()
        time.sleep(2)
        ground.shift(timedelta(minutes=10))
    ground.sink.open()
    clock, before = Stopwatch(), len(ground.sink.accepted)
    ground.wait(lambda: len(ground.sink.accepted) > before or not waiting(letters))
    row.mail.append(clock.seconds)
    ground.wait(lambda: not waiting(letters), within, 1)
    rate = many / clock.seconds
    row.add(reckon(letters, ground.sink))
    ground.sink.accepted.clear()
    return rate


@AWAY
def test_away(healthy, row, capsys):
    rates = [returns(healthy, row, MANY, 900) for _ in range(rounds())]
    with capsys.disabled():
        print(f"\n{MANY} messages left at {min(rates):.0f} to {max(rates):.0f} a second", end="")
    assert not row.missed


@AWAY
def test_twin_away_without_patience(healthy, row):
    healthy.take_away("worker")
    healthy.run("worker", off="patience")
    twin = Row(row.fault)
    returns(healthy, twin, 1_000, 60)
    healthy.take_away("worker")
    row.shown_by(twin, "lost")
    assert twin.lost
