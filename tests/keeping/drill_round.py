"""`make drill`: a portal under traffic is backed up, killed and wiped out; one command brings it back; it is whole."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest

from portal.keeping import restore
from portal.keeping.backup import MANIFEST
from portal.keeping.errors import Unkept
from portal.launcher import postgres
from portal.launcher.processes import CHECKOUT
from tests.keeping.damage import damaged
from tests.portal.launched import Launched, clean_environment, living

ROUNDS = int(os.environ.get("DRILL_ROUNDS", "3"))
DAMAGES = 50
RTO_SECONDS = 15 * 60
HOME = Path(os.environ["SINERGI_HOME"]) / "drill"
KEPT, ARCHIVE = HOME.with_name("drill-kept"), HOME.with_name("drill-archive")


class Silent:
    """For work whose progress nobody reads."""

    def isatty(self) -> bool:
        return False

    def write(self, text: str, ending: str = "") -> None: ...

    def flush(self) -> None: ...


def launch(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "portal.launcher", *words],
        cwd=CHECKOUT,
        env=clean_environment(HOME) | environment,
        capture_output=True,
        text=True,
        timeout=900,
    )


def manage(*words: str) -> str:
    done = launch("manage", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def traffic(addresses: dict[str, str], first: int) -> Iterator[list[Path]]:
    """Three processes at work, each with people of its own; what each has acknowledged stands in its file."""
    numbers = range(first, first + 3)
    notes = [HOME.with_name(f"drill-traffic-{number % 3}") for number in numbers]
    environment = clean_environment(HOME) | addresses | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    processes = []
    for number, note in zip(numbers, notes, strict=True):
        with note.open("w") as out, note.with_suffix(".err").open("w") as errors:
            command = [sys.executable, "-m", "tests.keeping.traffic", str(number)]
            started = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=out, stderr=errors)
            processes.append(started)
    try:
        yield notes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def acknowledged(notes: list[Path]) -> set[str]:
    """Whole lines only: the last may have been cut by a kill."""
    return {
        line.rstrip() for note in notes for line in note.read_text().splitlines(keepends=True) if line.endswith("\n")
    }


def wait_for_work(notes: list[Path], more: int) -> None:
    goal, end = len(acknowledged(notes)) + more, time.monotonic() + 400
    while len(acknowledged(notes)) < goal:
        assert time.monotonic() < end, [note.with_suffix(".err").read_text()[-2000:] for note in notes]
        time.sleep(0.2)


def started(**environment: str) -> Launched:
    run = Launched(HOME, **environment)
    run.wait_for("Ready: ", 400)
    return run


def destroy() -> None:
    """kill -9 of everything, then not a byte is left."""
    kill()
    shutil.rmtree(HOME, ignore_errors=True)


def kill() -> None:
    for process in living(HOME):
        with contextlib.suppress(Exception):
            process.kill()
    deadline = time.monotonic() + 10
    while living(HOME) and time.monotonic() < deadline:
        time.sleep(0.1)


def standing() -> set[str]:
    """Every case with its file, as the restored portal has them: number and name as traffic acknowledged them."""
    link = psycopg2.connect(host=str(HOME / "run"), user=postgres.SERVICE_USER, dbname=postgres.SERVICE_USER)
    with contextlib.closing(link), link.cursor() as cursor:
        cursor.execute("SELECT c.number, d.file FROM casework_document d JOIN casework_case c ON c.id = d.case_id")
        return {f"{number} {name}" for number, name in cursor.fetchall() if (HOME / "files" / name).is_file()}


@pytest.fixture(autouse=True)
def clean():
    wipe()
    yield
    wipe()


def wipe() -> None:
    destroy()
    for folder in (KEPT, ARCHIVE):
        shutil.rmtree(folder, ignore_errors=True)


def test_everything_acknowledged_before_the_backup_comes_back(capsys):
    table = []
    run = started()
    for number in range(1, ROUNDS + 1):
        kept = KEPT / str(number)
        with traffic(run.addresses(), first=3 * number) as notes:
            wait_for_work(notes, 15)
            before, began = acknowledged(notes), time.monotonic()
            manage("backup", str(kept))
            took = time.monotonic() - began
            during = len(acknowledged(notes)) - len(before)
            wait_for_work(notes, 3)
        destroy()
        run.process.wait(10)
        began = time.monotonic()
        said = manage("restore", str(kept))
        restored = time.monotonic() - began
        whole = manage("check_invariants").splitlines()[-1]
        run = started()
        back = time.monotonic() - began
        assert "Restored" in said and "invariants hold" in whole
        assert before <= standing(), before - standing()
        assert run.answer("/readyz")[0] == 200 and back < RTO_SECONDS
        manifest = json.loads((kept / MANIFEST).read_text())
        rows, files = sum(manifest["rows"].values()), manifest["files"]["count"]
        table.append((number, rows, files, took, len(before), during, restored, back))
    run.end()
    with capsys.disabled():
        print("\nround   rows  files  backup  acts before  during  restore  answers again")
        for number, rows, files, took, acts, during, restored, back in table:
            print(f"{number:5} {rows:6} {files:6} {took:6.1f}s {acts:12} {during:7} {restored:7.1f}s {back:13.1f}s")
        print(f"{ROUNDS} rounds: nothing acknowledged before a backup is missing, rows as counted, {whole}")
        print(_damage(KEPT / "1"))


def _damage(kept: Path) -> str:
    """Each damage must be seen before anything is touched."""
    seen = 0
    for copy, what in damaged(kept, KEPT, DAMAGES):
        try:
            restore.verify(copy, Silent())
        except Unkept:
            seen += 1
        else:
            pytest.fail(f"not seen: {what}")
    return f"damaged backups: {seen} of {DAMAGES} red"


def test_it_comes_back_to_a_moment_after_the_copy(capsys):
    """What was acknowledged before the moment is there, though no backup holds it; what came later is not."""
    kept = {"SINERGI_ARCHIVE": str(ARCHIVE)}
    run = started(**kept)
    assert launch("base", **kept).returncode == 0
    with traffic(run.addresses(), first=1) as notes:
        wait_for_work(notes, 9)
        before, moment = acknowledged(notes), datetime.now(UTC)
        wait_for_work(notes, 9)
        kill()
        later = acknowledged(notes) - before
    run.process.wait(10)
    began = time.monotonic()
    done = launch("back", moment.isoformat(), **kept)
    took = time.monotonic() - began
    assert done.returncode == 0, done.stdout + done.stderr
    whole = manage("check_invariants").splitlines()[-1]
    run = started()
    back = standing()
    assert before <= back and not later <= back and "invariants hold" in whole
    run.end()
    # The twin: without the kept log nothing but the copy would be left, and it says so instead of pretending.
    shutil.rmtree(ARCHIVE / "wal")
    shutil.rmtree(HOME / "pg")
    lost = launch("back", moment.isoformat(), **kept)
    assert lost.returncode == 1 and "the log does not lead there" in lost.stderr
    gone = len(later - back)
    with capsys.disabled():
        print(f"\nback to a moment in {took:.1f} s: all {len(before)} acts before it are there,", end=" ")
        print(f"{gone} of {len(later)} later ones are not; {whole} Without the kept log: refused.")
