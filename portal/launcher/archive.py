"""Every change of the embedded PostgreSQL, kept in a folder elsewhere, so that it can come back to any moment.

With SINERGI_ARCHIVE set the server hands each piece of its log (WAL) to that folder, at least every minute. `base` puts
a copy of the whole cluster beside it; `back` takes the newest copy from before a moment and replays the log up to it.
"""

import contextlib
import json
import shlex
import shutil
import subprocess
import tarfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from . import postgres, say
from .home import Unusable, default_home, home_from, make_home
from .lock import Lock
from .manage import manage_py, parts_running
from .parts import needed
from .processes import Register
from .run import stop_leftovers

KEPT = 2  # copies; the log from before the older one is dropped
SEGMENT = 16 * 1024 * 1024
PATIENCE_SECONDS = 3600


def base(_arguments) -> int:
    """Copy the running cluster into SINERGI_ARCHIVE, to come back to any moment after it."""
    home, archive = _places()
    with parts_running(home):
        unfinished = archive / "base.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        server = ["-h", str(home / "run"), "-U", "postgres", "--checkpoint=fast", "--wal-method=none"]
        with say.step("Copying the cluster"):
            _program(home, "pg_basebackup", *server, "--pgdata", str(unfinished), "--format=tar", "--gzip")
            unfinished.rename(archive / f"base-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        _drop_old(home, archive)
    return 0


def back(arguments) -> int:
    """Bring the cluster back to a moment, e.g. "2026-11-25 21:04:00+07:00", or to the last change kept: latest."""
    home, archive = _places()
    until = None if arguments.until == "latest" else _moment(arguments.until)
    copy = _copy_before(archive, until)
    lock, register = Lock(home, "coming back"), Register(home)
    stop_leftovers(register)
    with say.step(f"Looking at {copy.name}"):
        _program(home, "pg_verifybackup", "--no-parse-wal", "--format=tar", str(copy))
    aside = home / f"pg-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if (home / "pg").exists():
        (home / "pg").rename(aside)
    try:
        _unpack(home, copy)
        with say.step("Replaying the log"):
            _replay(register, archive, aside, until)
    except BaseException:
        shutil.rmtree(home / "pg", ignore_errors=True)
        if aside.exists():
            aside.rename(home / "pg")
        raise
    finally:
        register.stop(["postgres"])
        lock.file.close()
    say.line(f"The database is as it was; what it was before stands in {aside}")
    with parts_running(home):
        return manage_py(home, ["settle"])


def _places() -> tuple[Path, Path]:
    if "postgres" not in needed() or postgres.archive_folder() is None:
        raise Unusable("this is for the embedded PostgreSQL, with its archive's folder in SINERGI_ARCHIVE")
    return make_home(home_from("SINERGI_HOME", default_home())), postgres.archive_folder()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unusable(f"{text!r} is no moment; write it like 2026-11-25 21:04:00+07:00") from error
    if moment.tzinfo is None:
        raise Unusable(f"{text!r} names no zone; write it like 2026-11-25 21:04:00+07:00")
    return moment


def _copies(archive: Path) -> list[Path]:
    return sorted(archive.glob("base-*Z"))


def _copy_before(archive: Path, until: datetime | None) -> Path:
    names = [copy for copy in _copies(archive) if until is None or _taken(copy) <= until]
    if not names:
        raise Unusable(f"{archive} holds no copy of the cluster from before that moment")
    return names[-1]


def _taken(copy: Path) -> datetime:
    return datetime.strptime(copy.name, "base-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _program(home: Path, name: str, *words: str) -> None:
    done = subprocess.run([str(postgres.binaries(home) / name), *words], stdout=subprocess.DEVNULL)
    if done.returncode:
        raise Unusable(f"{name} failed, see above")


def _unpack(home: Path, copy: Path) -> None:
    with tarfile.open(copy / "base.tar.gz") as packed:
        packed.extractall(home / "pg", filter="data")
    (home / "pg").chmod(0o700)
    (home / "pg" / "recovery.signal").touch()
    user = postgres.service_user()
    if user:
        for path in [home / "pg", *(home / "pg").rglob("*")]:
            shutil.chown(path, user, user)


def _replay(register: Register, archive: Path, aside: Path, until: datetime | None) -> None:
    """From the archive, and what had not got there yet from the cluster that was set aside."""
    kept, near = (shlex.quote(f"{place}/").replace("%", "%%") for place in (archive / "wal", aside / "pg_wal"))
    settings = {"restore_command": f"gzip -dc {kept}%f.gz > %p 2> /dev/null || cp {near}%f %p 2> /dev/null"}
    if until:
        settings |= {"recovery_target_time": until.isoformat(" "), "recovery_target_action": "promote"}
    part = postgres.part(register.home)
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    process = register.start(replace(part, command=[*part.command, *words]))
    end = time.monotonic() + PATIENCE_SECONDS
    while not _has_arrived(register.home):
        if process.poll() is not None or time.monotonic() > end:
            log = register.home / "log" / "postgres.log"
            told = [line for line in log.read_text(errors="replace").splitlines()[-40:] if "FATAL" in line]
            raise Unusable(f"the log does not lead there (see {log}): {' '.join(told[-1:])}")
        time.sleep(0.2)


def _has_arrived(home: Path) -> bool:
    try:
        connection = postgres.connect(home)
    except psycopg2.OperationalError:
        return False
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return not cursor.fetchone()[0]


def _drop_old(home: Path, archive: Path) -> None:
    for copy in _copies(archive)[:-KEPT]:
        shutil.rmtree(copy)
    facts = json.loads((_copies(archive)[0] / "backup_manifest").read_text())["WAL-Ranges"][0]
    high, low = (int(part, 16) for part in facts["Start-LSN"].split("/"))
    first = f"{facts['Timeline']:08X}{high:08X}{low // SEGMENT:08X}"
    _program(home, "pg_archivecleanup", "-x", ".gz", str(archive / "wal"), first)
