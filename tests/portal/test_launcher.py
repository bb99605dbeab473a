"""The two commands keep their promises: one start at a time, nothing lost, no stranger hurt."""

import json
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from portal.launcher import postgres
from portal.launcher.home import kept_secret, make_home
from portal.launcher.processes import CHECKOUT, Part, Register
from portal.launcher.testing import chromium
from tests.portal.launched import PARTS, Launched, clean_environment, living


@pytest.fixture(scope="module")
def home():
    """Below the test's own data folder: root's /tmp is closed to PostgreSQL's user."""
    folder = Path(os.environ["SINERGI_HOME"]) / "launched"
    for process in living(folder):
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)
    return folder


class Standing:
    """One portal for all tests; whoever has ended it starts it again for the next."""

    def __init__(self, home: Path):
        self.home, self.run = home, None

    def up(self, **environment: str) -> Launched:
        if self.run is None or self.run.process.poll() is not None:
            self.run = Launched(self.home, **environment).ready()
        return self.run

    def down(self) -> None:
        if self.run and self.run.process.poll() is None:
            self.run.end()
        for process in [*living(self.home), *living(self.home.with_name("elsewhere"))]:
            process.kill()


@pytest.fixture(scope="module")
def standing(home):
    portal = Standing(home)
    yield portal
    portal.down()


@pytest.fixture(autouse=True)
def nothing_left(request, standing):
    """A failing test must not make the next one fail."""
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed > failed:
        standing.down()


@pytest.fixture
def launched(standing):
    return standing.up()


@pytest.fixture
def nothing_runs(standing):
    standing.down()


def sleeper() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def query(home: Path, sql: str, role: str = postgres.SERVICE_USER) -> list:
    connection = psycopg2.connect(host=str(home / "run"), user=role, dbname=postgres.SERVICE_USER)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def launch(command: str, home: Path, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "portal.launcher", command],
        env=clean_environment(home) | environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_starts_says_where_and_a_second_start_says_that_one_runs(launched, home):
    assert launched.answer("/readyz")[0] == 200
    assert set(launched.pids()) == PARTS
    second = launch("run", home, PORT=str(launched.port))
    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"sinergi: Sinergi already runs at http://127.0.0.1:{launched.port}"
        f" (process {launched.process.pid}, data in {home})"
    ]
    assert launched.answer("/readyz")[0] == 200


def test_ctrl_c_and_sigterm_stop_all_of_it_and_nothing_else(standing, home):
    stranger = sleeper()
    for number in (signal.SIGINT, signal.SIGTERM):
        run = standing.up()
        began = time.monotonic()
        assert run.end(number) == 0
        assert time.monotonic() - began < 15
        assert living(home) == []
        assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_stop_ends_the_running_portal_from_another_terminal(launched, home):
    stopped = launch("stop", home)
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert launched.process.wait(5) == 0
    assert living(home) == []
    assert launch("stop", home).returncode == 0


def test_addresses_in_the_environment_take_the_place_of_embedded_parts(home):
    elsewhere = home.with_name("elsewhere")
    shutil.rmtree(elsewhere, ignore_errors=True)
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")}
    run = Launched(elsewhere, **given).ready()
    assert set(run.pids()) == {"web", "worker", "beat"}
    own = psutil.Process().nice()
    stand = {name: psutil.Process(pid).nice() for name, pid in run.pids().items()}
    assert stand == {"web": own, "worker": min(19, own + 10), "beat": own}  # people before letters
    session = Path(f"/proc/{run.pids()['worker']}/autogroup")
    assert not session.exists() or "nice 10" in session.read_text()
    assert not (elsewhere / "pg").exists()
    assert not (elsewhere / "valkey").exists()
    assert run.end() == 0
    assert living(elsewhere) == []


def test_each_part_that_is_killed_is_started_again_and_nothing_is_lost(launched, home):
    query(home, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('utuh')")
    before = launched.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    for name in PARTS:
        launched.wait_for(f"• {name} started again", 60)
    end = time.monotonic() + 60
    while launched.answer("/readyz")[0] != 200:
        assert time.monotonic() < end, launched.answer("/readyz")
        time.sleep(0.2)
    assert not set(before.values()) & set(launched.pids().values())
    assert query(home, "SELECT word FROM kept") == [("utuh",)]
    query(home, "DROP TABLE kept")


def test_after_kill_9_of_everything_the_next_start_works_and_has_lost_nothing(standing, home):
    run = standing.up()
    query(home, "CREATE TABLE kept_too (word text); INSERT INTO kept_too VALUES ('utuh')")
    for process in [psutil.Process(run.process.pid), *living(home)]:
        process.kill()
    run.process.wait()
    standing.up(PORT=str(run.port))
    assert query(home, "SELECT word FROM kept_too") == [("utuh",)]
    query(home, "DROP TABLE kept_too")


def test_after_kill_9_of_the_launcher_alone_its_orphans_are_cleared_first(standing, home):
    run = standing.up()
    orphans = run.pids()
    run.process.kill()
    run.process.wait()
    assert run.answer("/healthz")[0] == 200  # they live on
    again = standing.up(PORT=str(run.port))
    assert "Clearing up after a start that was cut short" in again.said
    assert not any(psutil.pid_exists(pid) for pid in orphans.values())
    assert again.end() == 0
    assert living(home) == []


def test_a_stale_lock_file_that_names_a_stranger_does_not_stop_postgresql(standing, home):
    run = standing.up()
    assert run.end() == 0
    stranger = sleeper()
    lock = home / "pg" / "postmaster.pid"
    lock.write_text(f"{stranger.pid}\n{home / 'pg'}\n1\n5432\n{home / 'run'}\n\n\nready\n")
    standing.up()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_taken_port_is_one_clear_line(nothing_runs, home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = launch("run", home, PORT=str(port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        f"sinergi: port {port} on 127.0.0.1 is taken or not ours to take;"
        f" choose another, for example: make run PORT={port + 1}"
    ]
    assert living(home) == []


def test_production_names_the_missing_secret_and_starts_nothing(nothing_runs, home):
    refused = launch("run", home, SINERGI_PRODUCTION="1")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == ("sinergi: SECRET_KEY is not set; production needs it (see .env.example)")
    assert living(home) == []


def test_production_refuses_a_demonstration_whose_clock_can_be_moved(nothing_runs, home):
    refused = launch("run", home, SINERGI_PRODUCTION="1", SINERGI_DEMONSTRATION="1")
    assert refused.stderr.splitlines()[0] == ("sinergi: SINERGI_DEMONSTRATION is on; production has no demonstration")


def test_a_row_that_names_a_stranger_hurts_nobody(tmp_path):
    make_home(tmp_path)
    register, stranger = Register(tmp_path), sleeper()
    row = {"pid": stranger.pid, "started": 1.0, "stop": signal.SIGTERM, "patience": 1}
    register.write({"worker": row})
    register.stop(["worker"])
    assert stranger.poll() is None
    assert register.rows() == {}
    stranger.kill()
    stranger.wait()


def test_children_that_outlive_their_killed_parent_are_stopped(tmp_path):
    make_home(tmp_path)
    register = Register(tmp_path)
    script = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid,"
        " flush=True)\n"
        "time.sleep(600)"
    )
    parent = register.start(Part("worker", [sys.executable, "-c", script]))
    log = tmp_path / "log" / "worker.log"
    while not log.read_text().strip():
        time.sleep(0.05)
    child = psutil.Process(int(log.read_text()))
    parent.kill()
    parent.wait()
    assert child.is_running()
    register.stop(["worker"])
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()


def test_the_sink_keeps_each_message_under_a_name_that_sorts(launched, home):
    port = int((home / "smtp-port").read_text())
    for number in range(3):
        with smtplib.SMTP("127.0.0.1", port) as client:
            text = f"Subject: ke-{number}\r\n\r\nisi\r\n"
            client.sendmail("sinergi@localhost", [f"orang{number}@example.id"], text)
    kept = [path.read_text() for path in sorted((home / "mail").glob("*.eml"))[-3:]]
    assert [f"Subject: ke-{n}" in text for n, text in enumerate(kept)] == [True] * 3
    assert kept[2].startswith("X-Envelope-To: orang2@example.id\n")


def test_nobody_else_on_the_machine_reaches_database_or_secrets(launched, home):
    assert kept_secret(home, "secret-key") == kept_secret(home, "secret-key")
    for name in ("secret-key", "valkey-secret", "parts.json", "lock", "valkey/valkey.conf", "smtp-port"):
        assert (home / name).stat().st_mode & 0o077 == 0, name
    for name in ("run", "pg", "files", "mail", "log", "valkey", "static"):
        assert (home / name).stat().st_mode & 0o077 == 0, name
    assert query(home, "SHOW listen_addresses") == [("",)]
    rules = query(home, "SELECT DISTINCT type, auth_method FROM pg_hba_file_rules", "postgres")
    assert rules == [("local", "peer")]
    assert query(home, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]


def test_a_folder_that_cannot_be_used_is_said_and_not_opened(tmp_path):
    """Root's PostgreSQL runs as another user, who may not pass; anybody else may not write."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700 if os.geteuid() == 0 else 0o500)
    mode = closed.stat().st_mode
    refused = launch("run", closed / "home")
    assert refused.returncode == 1
    expected = "cannot pass into" if os.geteuid() == 0 else "cannot make the data folder"
    assert expected in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert closed.stat().st_mode == mode


def test_a_browser_is_named_or_missed_but_never_skipped(monkeypatch, tmp_path):
    from portal.launcher.home import Unusable

    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(Unusable, match="CHROMIUM"):
        chromium()


def test_the_state_file_survives_a_broken_one(tmp_path):
    register = Register(tmp_path)
    register.path.write_text("{")
    assert register.rows() == {}
    register.write({"web": {}})
    assert json.loads(register.path.read_text()) == {"web": {}}
