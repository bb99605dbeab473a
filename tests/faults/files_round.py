"""Files: a full disk, an upload cut off, a process that dies between the file and its row. And the database's own disk.

A small disk is a tmpfs, which only root can mount; whoever else runs this is told so.
"""

import contextlib
import io
import os
import socket
import subprocess
import time
import uuid
from pathlib import Path

import pikepdf
import pytest
from django.db import connection

from casework import strays
from casework.models import Document
from portal.launcher.parts import embedded_part
from tests import proposals
from tests.faults import world
from tests.faults.reckoning import Verdict, reckon
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Row, Stopwatch
from tests.faults.visitors import TOKEN, Crowd, Visitor

MEGABYTE = 1024 * 1024
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
FILES_FULL = pytest.mark.fault("disk of the files full")
DATABASE_FULL = pytest.mark.fault("disk of the database full")
CRASH = pytest.mark.fault("crash between file and row")
BOUNDARY = "faults-boundary"


def paper(size: int = MEGABYTE) -> bytes:
    """A true PDF of about so many bytes."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.Ballast = document.make_stream(os.urandom(size))
    document.save(out)
    return out.getvalue()


def form(content: bytes, key: str) -> bytes:
    fields = {"csrfmiddlewaretoken": TOKEN, "kind": "other", "key": key}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="kak.pdf"\r\n'
    head += "Content-Type: application/pdf\r\n\r\n"
    return "".join([*parts, head]).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


class Desk:
    """A writer before the documents of his own draft."""

    def __init__(self, ground):
        self.proposal = proposals.draft(world.PEOPLE[0].proposer, "pelatihan_asn")
        self.person = Visitor(ground.port, world.PEOPLE[0].proposer)
        self.path = f"/usulan/{self.proposal.pk}/tulis/dokumen/"
        self.type = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}

    def attach(self, content: bytes, key: str = ""):
        return self.person._ask("POST", self.path, form(content, key or str(uuid.uuid4())), self.type, 30)

    def cut(self, content: bytes, share: float) -> None:
        """The line breaks when so much of the form has gone through."""
        body = form(content, str(uuid.uuid4()))
        head = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | self.person.headers | self.type
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        with socket.create_connection(("127.0.0.1", self.person.port), 10) as line:
            line.sendall(f"POST {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body[: int(len(body) * share)])

    def kept(self) -> int:
        connection.close()
        return Document.objects.filter(case=self.proposal.case).count()


@contextlib.contextmanager
def small_disk(folder: Path, size: int):
    """The folder with what is in it, on a disk of so many bytes."""
    real = folder.with_name(f"{folder.name}.real")
    folder.rename(real)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        subprocess.run(["cp", "-a", f"{real}/.", str(folder)], check=True)
        yield folder
    finally:
        subprocess.run(["cp", "-a", f"{folder}/.", str(real)], check=True)
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
        real.rename(folder)


@contextlib.contextmanager
def full(folder: Path):
    """No byte is free."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        ballast.unlink()


def full_files(ground, row: Row, disk: Path) -> None:
    desk, content, verdict = Desk(ground), paper(), Verdict()
    with full(disk):
        answer = desk.attach(content)
        if (answer.status, bool(answer.retry_after)) != (503, True):
            verdict.add("broken", f"{answer.status} while the disk is full")
        if desk.kept():
            verdict.add("broken", "a row for a file that found no room")
        for stray in strays.found(5, strays.GRACE * 0):
            verdict.add("broken", stray)
    watch = Stopwatch()
    if not ground.wait(lambda: desk.attach(content).status == 302, 30) or desk.kept() != 1:
        verdict.add("lost", "no file can be kept although there is room again")
    row.web.append(watch.seconds)
    row.add(verdict)


@FILES_FULL
@as_root
def test_files_full(healthy, row):
    with small_disk(healthy.home / "files" / "documents", 64 * MEGABYTE) as disk:
        for _ in range(rounds()):
            full_files(healthy, row, disk)
    row.add(reckon([], healthy.sink))
    assert not row.missed


@FILES_FULL
@as_root
def test_twin_that_leaves_the_part_of_a_file(healthy, row):
    healthy.take_away("web")
    healthy.run("web", off="leftovers")
    healthy.wait(healthy.ready, 90)
    twin = Row(row.fault)
    with small_disk(healthy.home / "files" / "documents", 64 * MEGABYTE) as disk:
        for _ in range(TWIN_ROUNDS):
            full_files(healthy, twin, disk)
    healthy.take_away("web")
    strays.sweep(strays.GRACE * 0)
    row.shown_by(twin, "broken")
    assert twin.broken


# --- cut ------------------------------------------------------------------------------


def cut_round(ground, row: Row, share: float) -> None:
    """The line breaks; then a client that cuts the file itself, and says so; then the whole file."""
    desk, content, verdict = Desk(ground), paper(256 * 1024), Verdict()
    desk.cut(content, share)
    desk.attach(content[: int(len(content) * share)])
    time.sleep(0.3)
    if desk.kept():
        verdict.add("broken", f"{desk.kept()} rows of a file of which {share:.0%} came")
    if desk.attach(content).status != 302 or not desk.kept():
        verdict.add("lost", "the whole file is not kept afterwards")
    for each in (verdict, reckon([], ground.sink)):
        row.add(each)
    row.rounds -= 1


every_share = pytest.mark.parametrize(
    "share",
    [pytest.param(s, marks=pytest.mark.fault(f"upload cut at {s:.0%}"), id=f"{s:.0%}") for s in (0.01, 0.5, 0.99)],
)


@every_share
def test_cut(healthy, row, share):
    for _ in range(rounds()):
        cut_round(healthy, row, share)
    assert not row.missed


@every_share
def test_twin_that_looks_into_no_file(healthy, row, share):
    healthy.take_away("web")
    healthy.run("web", off="inspection")
    healthy.wait(healthy.ready, 90)
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        cut_round(healthy, twin, share)
    healthy.take_away("web")
    row.shown_by(twin, "broken")
    assert twin.broken


# --- between file and row -------------------------------------------------------------


def crash_round(ground, row: Row, *, swept: bool) -> None:
    """The web process kills itself between the two; the same form is sent again, and a week passes for the stray."""
    desk, content, key = Desk(ground), paper(64 * 1024), str(uuid.uuid4())
    (ground.home / "crash-once").touch()
    died = desk.attach(content, key)
    verdict = Verdict()
    if died.status or desk.kept():
        verdict.add("broken", f"answered {died.status}, {desk.kept()} rows, although it died")
    watch = Stopwatch()
    if not ground.wait(lambda: desk.attach(content, key).status == 302, 30) or desk.kept() != 1:
        verdict.add("lost", f"the same form sent again keeps {desk.kept()} files")
    row.web.append(watch.seconds)
    for name in strays._strays(strays.GRACE * 0):
        path = ground.home / "files" / name
        old = time.time() - 8 * 24 * 3600
        os.utime(path, (old, old))
    if swept:
        ground.ring("casework.tasks.sweep_strays")
        ground.wait(lambda: not strays.found(1), 30)
    for each in (verdict, reckon([], ground.sink)):
        row.add(each)
    row.rounds -= 1


@pytest.fixture
def crashing(healthy):
    healthy.take_away("web")
    healthy.run("web", off="crash_once")
    healthy.wait(healthy.ready, 90)
    yield healthy
    healthy.take_away("web")
    strays.sweep(strays.GRACE * 0)


@CRASH
def test_crash(crashing, row):
    for _ in range(rounds()):
        crash_round(crashing, row, swept=True)
    assert not row.missed


@CRASH
def test_twin_without_the_sweep_of_strays(crashing, row):
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        crash_round(crashing, twin, swept=False)
    row.shown_by(twin, "broken")
    assert twin.broken


# --- the database's disk --------------------------------------------------------------


def full_database(ground, row: Row, disk: Path) -> None:
    """People go on writing until there is no room; what was acknowledged is there when there is room again."""
    with Crowd(world.visitors(ground)) as crowd, full(disk):
        ground.wait(lambda: crowd.statuses[503] > 3, 60)
        time.sleep(3)
    watch = Stopwatch()
    ground.wait(lambda: world.visitors(ground)[0].begin("Sesudah penuh").status == 302, 60)
    row.web.append(watch.seconds)
    ground.steady()
    connection.close()
    verdict = reckon([], ground.sink)
    crowd.reckon(verdict)
    if not crowd.statuses[503]:
        verdict.add("broken", "the disk was full and nobody was told")
    row.add(verdict)


@contextlib.contextmanager
def database_on_small_disk(ground):
    """As much as it has now, and a little more."""
    world.visitors(ground)
    ground.take_away("postgres")
    folder = ground.home / "pg"
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    owner = folder.stat()
    with small_disk(folder, used + 160 * MEGABYTE):
        os.chown(folder, owner.st_uid, owner.st_gid)
        folder.chmod(0o700)
        ground.watch.start("postgres", lambda: embedded_part("postgres", ground.home))
        ground.wait(ground.ready, 90)
        try:
            yield folder
        finally:
            ground.take_away("postgres")
    ground.watch.start("postgres", lambda: embedded_part("postgres", ground.home))
    connection.close()
    ground.wait(ground.ready, 90)


@DATABASE_FULL
@as_root
def test_database_full(healthy, row):
    with database_on_small_disk(healthy) as disk:
        for _ in range(rounds()):
            full_database(healthy, row, disk)
    assert not row.missed


@DATABASE_FULL
@as_root
def test_twin_database_full_without_the_answer_for_an_outage(healthy, row):
    healthy.take_away("web")
    healthy.run("web", off="outage")
    healthy.wait(healthy.ready, 90)
    twin = Row(row.fault)
    with database_on_small_disk(healthy) as disk:
        for _ in range(min(2, TWIN_ROUNDS)):
            full_database(healthy, twin, disk)
    healthy.take_away("web")
    row.shown_by(twin, "broken")
    assert twin.broken
