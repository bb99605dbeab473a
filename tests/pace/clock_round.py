"""`make clock`: what the clock does by itself at the size of the nation, by the real worker into a real SMTP sink.

Sweeps that find nothing, more than ten thousand reminders found, merged and handed over, and the worker's memory
meanwhile. Prints its table and fails when a figure is missed. Its small round in `make test` is
tests/pace/test_clock.py.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from portal.launcher.home import make_home
from portal.launcher.own_parts import own_part
from portal.launcher.processes import CHECKOUT
from portal.launcher.sink import part as sink_part
from portal.launcher.sink import url as sink_url
from tests.pace import nations
from tests.workers import broker_number

NOTHING_FOUND, REMINDERS, STEADY = 0.050, 10_000, 1.10


@contextmanager
def running(part, environment: dict[str, str], log: Path):
    with log.open("ab") as kept:
        process = subprocess.Popen(
            part.command, cwd=CHECKOUT, env=environment, stdout=kept, stderr=kept, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def measured() -> dict:
    pace = Path(settings.HOME) / "pace"
    pace.mkdir(exist_ok=True)
    nations.make("nation", pace)
    home = make_home(pace / "clock")
    environment = nations.copy("clock", of="nation", home=home)
    sink = sink_part(home)
    environment |= {
        "EMAIL_URL": sink_url(home),
        "REDIS_URL": os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{broker_number()}",
    }
    worker = own_part("worker", "", 0)
    with running(sink, environment, home / "sink.log"), running(worker, environment, home / "worker.log") as hands:
        done = subprocess.run(
            [sys.executable, "-m", "tests.pace.clock_measuring", str(hands.pid)],
            env=environment,
            stdout=subprocess.PIPE,
        )
    assert done.returncode == 0
    return json.loads(done.stdout)


def test_the_clock(measured, capsys):
    missed = []
    with capsys.disabled():
        moved, told, sent = (measured[name] for name in ("agreements", "telling", "sending"))
        print(f"\n{measured['cases']:,} cases")
        print(f"{moved['moves']} moves of documents and letters of their ends in {moved['seconds']:.0f} s")
        each = told["found"] / told["seconds"]
        print(f"{told['found']:,} reminders found and {told['letters']:,} letters written in {told['seconds']:.0f} s")
        print(f"  {each:.0f} reminders a second")
        each = sent["sent"] / sent["seconds"]
        print(f"{sent['sent']:,} messages handed over in {sent['seconds']:.0f} s, {each:.0f} a second")
        for name in ("telling", "sending"):
            early, late = measured[name]["memory"]
            print(f"memory of a worker's child while {name}: {early:.0f} MB early, {late:.0f} MB late")
            if late > early * STEADY:
                missed.append(f"{name}: memory grows from {early:.0f} to {late:.0f} MB")
        for row in measured["quiet"]:
            print(f"{row['task']:<32} finds nothing: {row['seconds'] * 1000:>7.1f} ms, {row['queries']} queries")
            if row["seconds"] > NOTHING_FOUND:
                missed.append(f"{row['task']}: {row['seconds'] * 1000:.0f} ms to find nothing")
        print(f"once an hour all open turns are looked at: {measured['look']:.1f} s")
        if told["found"] < REMINDERS:
            missed.append(f"only {told['found']:,} reminders were due")
        print(f"{len(missed)} figures missed\n" + "\n".join(missed))
    assert not missed
