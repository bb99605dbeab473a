"""PostgreSQL restarted fast, at once and by kill under traffic; and no connection left for anybody."""

import contextlib
import signal

import psutil
import psycopg2
import pytest
from django.db import connection

from portal.launcher import postgres
from tests.faults import world
from tests.faults.reckoning import Verdict, reckon, waiting
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Stopwatch
from tests.faults.visitors import Crowd

TIMED = 2
FAST, IMMEDIATE, KILL = signal.SIGINT, signal.SIGQUIT, signal.SIGKILL
NAMES = {FAST: "restarted fast", IMMEDIATE: "restarted at once", KILL: "killed"}


def fault(number):
    words = f"PostgreSQL {NAMES[number]} under traffic"
    return pytest.param(number, marks=pytest.mark.fault(words), id=number.name)


def one_round(ground, row, number) -> None:
    """Four people read and write, letters are being sent; the server ends in the middle of it."""
    ground.sink.be_kind()
    ground.sink.delays = {"END": 0.05}
    letters, old = world.letters(6), ground.process("postgres")
    with Crowd(world.visitors(ground)) as crowd:
        ground.ring()
        ground.wait(lambda: len(crowd.acknowledged) > 3, 30)
        old.send_signal(number)
        clock = Stopwatch()
        psutil.wait_procs([old], 30)
        ground.wait(lambda: crowd.people[0].get("/usulan/").status == 200, 60)
        row.web.append(clock.seconds)
    ground.steady()
    connection.close()  # ours went with the server
    if row.rounds < TIMED:
        clock, letters = Stopwatch(), [*letters, *world.letters(1)]
        ground.wait(lambda: not waiting(letters))
        row.mail.append(clock.seconds)
    else:
        world.hurry(ground, letters)
    verdict = reckon(letters, ground.sink)
    crowd.reckon(verdict)
    row.add(verdict)


@pytest.mark.parametrize("number", [fault(FAST), fault(IMMEDIATE), fault(KILL)])
def test_restarted(healthy, row, number):
    for _ in range(rounds()):
        one_round(healthy, row, number)
    assert not row.missed


@pytest.mark.parametrize("number", [fault(FAST), fault(IMMEDIATE)])
def test_twin_without_the_answer_for_an_outage(healthy, row, number):
    """The page is an error, and nobody is told to ask again."""
    healthy.take_away("web")
    healthy.run("web", off="outage")
    healthy.wait(healthy.ready, 60)
    twin = type(row)(row.fault)
    for _ in range(TWIN_ROUNDS):
        one_round(healthy, twin, number)
    healthy.take_away("web")
    row.shown_by(twin, "broken")
    assert twin.broken


@pytest.mark.parametrize("number", [fault(KILL)])
def test_twin_with_commits_that_wait_for_no_disk(healthy, row, number):
    """What was acknowledged is gone."""
    own = postgres.connect(healthy.home)
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET synchronous_commit = off")
        cursor.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        cursor.execute("SELECT pg_reload_conf()")
    own.close()
    twin = type(row)(row.fault)
    for _ in range(TWIN_ROUNDS):
        one_round(healthy, twin, number)
    own = postgres.connect(healthy.home)
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute("ALTER SYSTEM RESET ALL")
        cursor.execute("SELECT pg_reload_conf()")
    own.close()
    row.shown_by(twin, "lost", "broken")
    assert twin.harmed


EXHAUSTED = pytest.mark.fault("no connection left in PostgreSQL")


@contextlib.contextmanager
def every_connection(ground):
    """Somebody else holds them all: those of the portal are taken from it one by one."""
    user, held = postgres.SERVICE_USER, []
    try:
        for _ in range(6):
            with contextlib.suppress(psycopg2.OperationalError):
                while True:
                    held.append(psycopg2.connect(host=str(ground.home / "run"), user=user, dbname=user))
            with held[0].cursor() as cursor:
                ours = [each.info.backend_pid for each in held]
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s) AND usename = current_user",
                    [ours],
                )
        yield
    finally:
        for each in held:
            each.close()


def exhausted(ground, row) -> None:
    reader, verdict = world.visitors(ground)[0], Verdict()
    with every_connection(ground):
        answers = [reader.get("/usulan/") for _ in range(5)]
    clock = Stopwatch()
    ground.wait(lambda: reader.get("/usulan/").status == 200, 60)
    row.web.append(clock.seconds)
    connection.close()
    for answer in answers:
        if (answer.status, bool(answer.retry_after)) != (503, True):
            verdict.add("broken", f"{answer.status}, Retry-After “{answer.retry_after}”, while there was none")
    row.add(verdict)


@EXHAUSTED
def test_exhausted(healthy, row):
    for _ in range(rounds()):
        exhausted(healthy, row)
    clock, letters = Stopwatch(), world.letters(3)
    healthy.wait(lambda: not waiting(letters))
    row.mail.append(clock.seconds)
    row.add(reckon(letters, healthy.sink))
    assert not row.missed


@EXHAUSTED
def test_twin_exhausted_without_the_answer_for_an_outage(healthy, row):
    healthy.take_away("web")
    healthy.run("web", off="outage")
    healthy.wait(healthy.ready, 60)
    twin = type(row)(row.fault)
    for _ in range(TWIN_ROUNDS):
        exhausted(healthy, twin)
    healthy.take_away("web")
    row.shown_by(twin, "broken")
    assert twin.broken
