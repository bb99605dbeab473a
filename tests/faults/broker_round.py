"""Valkey killed, emptied, restarted empty, frozen: writing goes on, and no reminder is lost with the bell."""

import contextlib
import signal
import time
import uuid

import pytest

from casework.models import Message
from tests.faults import world
from tests.faults.reckoning import Verdict, reckon, waiting
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Row, Stopwatch

TIMED = 2


@contextlib.contextmanager
def killed(ground):
    ground.process("valkey").kill()
    yield


@contextlib.contextmanager
def flushed(ground):
    """While the worker stands still, so that what is rung waits there; its call that waits already is hung up."""
    worker = ground.process("worker")
    worker.send_signal(signal.SIGSTOP)
    with ground.broker() as broker:
        for client in broker.client_list():
            if client["cmd"] == "brpop":
                broker.client_kill(client["addr"])
        yield
        broker.flushall()
    worker.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def restarted_empty(ground):
    ground.take_away("valkey")
    yield
    time.sleep(2)
    ground.run_broker()


@contextlib.contextmanager
def frozen(ground):
    process = ground.process("valkey")
    process.send_signal(signal.SIGSTOP)
    yield
    time.sleep(8)
    process.send_signal(signal.SIGCONT)


FAULTS = {
    "Valkey killed": killed,
    "Valkey emptied": flushed,
    "Valkey restarted empty": restarted_empty,
    "Valkey frozen": frozen,
}
every = pytest.mark.parametrize(
    "fault", [pytest.param(make, marks=pytest.mark.fault(name), id=name) for name, make in FAULTS.items()]
)


def one_round(ground, row: Row, fault, *, by_itself: bool, within: float = 180) -> None:
    """Somebody submits a proposal, which rings, and letters are queued while it lasts."""
    letters, verdict = world.letters(3), Verdict()
    proposal, person = world.to_submit(ground)
    with fault(ground):
        ground.ring()
        path, version = f"/usulan/{proposal.pk}/langkah/submit/", proposal.case.version
        submitted = person.post(path, version=version, key=str(uuid.uuid4()), comment="")
        row.web.append(submitted.seconds)
        proposal.case.refresh_from_db()
        if submitted.status != 302 or proposal.case.status != "submitted":
            verdict.add("broken", f"submitting was answered {submitted.status}, it is {proposal.case.status}")
        letters += world.letters(2)
        letters += Message.objects.filter(notice__case=proposal.case)
    clock = Stopwatch()
    if by_itself:
        ground.wait(lambda: not waiting(letters), within)
        row.mail.append(clock.seconds)
    else:
        world.hurry(ground, letters)
    ground.steady()
    for each in (verdict, reckon(letters, ground.sink)):
        row.add(each)
    row.rounds -= 1


@every
def test_broker(healthy, row, fault):
    for number in range(rounds()):
        one_round(healthy, row, fault, by_itself=number < TIMED)
    assert not row.missed


FROZEN = pytest.mark.fault("Valkey frozen")
deaf = pytest.mark.parametrize(
    "fault",
    [pytest.param(make, marks=pytest.mark.fault(name), id=name) for name, make in FAULTS.items() if make is not frozen],
)


@deaf
def test_twin_without_the_clock_s_poke(healthy, row, fault):
    """The bell alone: what was rung into the fault is never heard of."""
    healthy.take_away("beat")
    twin = Row(row.fault)
    for _ in range(min(2, TWIN_ROUNDS)):
        one_round(healthy, twin, fault, by_itself=True, within=45)
    healthy.run("beat")
    row.shown_by(twin, "lost")
    assert twin.lost


@FROZEN
def test_twin_that_waits_for_the_bell_as_long_as_it_takes(healthy, row):
    """What was frozen still takes what is said to it later; but who presses a button stands before it until then."""
    healthy.take_away("web")
    healthy.run("web", off="limits")
    healthy.wait(healthy.ready, 90)
    twin = Row(row.fault)
    for _ in range(min(2, TWIN_ROUNDS)):
        one_round(healthy, twin, frozen, by_itself=False)
    healthy.take_away("web")
    row.shown_by(twin, "broken")
    assert twin.broken
