"""`make hosts`: one of each program is killed under load, then Valkey and the primary for good; nothing is lost."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import pytest
from django.core.files.storage import default_storage
from django.db import connection

from casework import strays
from casework.models import Document, Message
from portal.launcher.processes import CHECKOUT
from tests.faults.reckoning import WAITING, reckon
from tests.hosts.hosts import Hosts, Visitors
from tests.keeping.drill_round import acknowledged, wait_for_work

KILLED = ("web", "worker", "beat", "web-2", "worker-2", "beat-2")


@pytest.fixture(scope="module")
def hosts(django_db_blocker) -> Iterator[Hosts]:
    found = Hosts(Path(os.environ["SINERGI_HOME"]) / "hosts")
    try:
        found.start()
        found.run_bucket()
        found.run_standby()
        found.run_replica()
        with django_db_blocker.unblock(), found.in_django():
            connection.settings_dict.update(environ.Env.db_url_config(os.environ["DATABASE_URL"]))
            found.run_all()
            yield found
    finally:
        found.end()


@contextlib.contextmanager
def traffic(hosts: Hosts, first: int) -> Iterator[list[Path]]:
    notes, processes = [hosts.home / f"traffic-{number}" for number in (first, first + 1)], []
    for number, note in enumerate(notes, first):
        with note.open("w") as out, note.with_suffix(".err").open("w") as errors:
            command = [sys.executable, "-m", "tests.keeping.traffic", str(number)]
            there = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
            processes.append(subprocess.Popen(command, cwd=CHECKOUT, env=there, stdout=out, stderr=errors))
    try:
        yield notes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def standing() -> set[str]:
    rows = Document.objects.values_list("case__number", "file")
    return {f"{number} {name}" for number, name in rows if default_storage.exists(name)}


def test_one_of_each_is_killed_under_load_and_nothing_is_lost(hosts, capsys):
    done, table = set(), []
    with traffic(hosts, 1) as notes, Visitors(list(hosts.ports.values())) as visitors:
        wait_for_work(notes, 4)
        before = len(acknowledged(notes))
        said = hosts.checked_on_standby().splitlines()[-1]
        table.append(("the standby is read", len(acknowledged(notes)) - before, said))
        for name in KILLED:
            before = len(acknowledged(notes))
            hosts.kill(name)
            wait_for_work(notes, 3)
            table.append((f"{name} killed", len(acknowledged(notes)) - before, ""))
            hosts.run(name)
            assert hosts.wait(hosts.all_ready, 120), hosts.log(name)
        before = len(acknowledged(notes))
        hosts.kill("valkey")
        wait_for_work(notes, 3)
        mails = len(hosts.sink.accepted)
        hosts.take_over()
        assert hosts.wait(lambda: len(hosts.sink.accepted) > mails and hosts.all_ready(), 180), hosts.log("worker")
        table.append(("valkey killed, its replica took over", len(acknowledged(notes)) - before, ""))
        done |= acknowledged(notes)
    assert not visitors.failed, visitors.failed[:3]
    with traffic(hosts, 3) as notes:
        wait_for_work(notes, 4)
        hosts.kill("postgres")
        done |= acknowledged(notes)
    began = time.monotonic()
    hosts.promote()
    assert hosts.wait(hosts.all_ready, 120), [hosts.log(name)[-2000:] for name in ("web", "worker")]
    away = time.monotonic() - began
    connection.close()
    assert done <= standing(), done - standing()
    with traffic(hosts, 5) as notes:
        wait_for_work(notes, 4)
        after = acknowledged(notes)
        table.append(("primary killed, standby promoted", len(after), f"ready {away:.1f} s after the word"))
        done |= after
    hosts.wait(lambda: not Message.objects.filter(status__in=WAITING).exists() or hosts.ring(), 240, 1)
    cut_off = strays.sweep(strays.GRACE * 0)  # what a killed web had written of files whose rows never came
    verdict = reckon(list(Message.objects.all()), hosts.sink)
    assert (verdict.lost, verdict.double, verdict.broken) == (0, 0, 0), verdict.said[:10]
    assert done <= standing()
    alone = [path for path in (hosts.home / "files").rglob("*") if path.is_file()]
    assert not alone, "in the folder of a host, where the other has it not"
    with capsys.disabled():
        print("\nwhat was done                      acts meanwhile")
        for what, acts, more in table:
            print(f"{what:34} {acts:14}  {more}")
        print(f"{len(done)} acts acknowledged, 0 lost; {verdict.messages} mails, 0 lost, 0 double,", end=" ")
        print(
            f"{verdict.uncertain} uncertain; {visitors.asked} visits, 0 without an answer; all invariants hold;",
            end=" ",
        )
        print(f"{cut_off} files cut off in the middle taken away")
