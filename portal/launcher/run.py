"""`make run`: from an empty folder to a portal that answers, and back."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import say
from .home import Unusable, default_home, home_from, make_home
from .lock import Held, Lock
from .own_parts import OWN, is_ready, own_part, web_url
from .parts import embedded_part, environment, needed, start_embedded
from .processes import Register
from .supervisor import STOP_ORDER, Supervisor
from .valkey import is_free

READY_WITHIN_SECONDS = 120
STOPPED_WITHIN_SECONDS = 25


def run(_arguments) -> int:
    """Start the portal and keep it running until Ctrl-C."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    host, port = os.environ.get("BIND") or "127.0.0.1", _port()
    lock = Lock(home, "Sinergi", web_url(host, port))
    supervisor = Supervisor(Register(home))
    supervisor.heed_signals()
    try:
        _start(supervisor, host, port)
        supervisor.watch()
    finally:
        if supervisor.watched:
            with say.step("Stopping"):
                supervisor.stop()
        lock.file.close()
    return 0


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Unusable(f"PORT is {text!r}; it must be a number from 1 to 65535")
    return int(text)


def _start(supervisor: Supervisor, host: str, port: int) -> None:
    register = supervisor.register
    stop_leftovers(register)
    _check_port(host, port)
    if needed():
        with say.step("Starting " + ", ".join(needed())):
            for name, process in start_embedded(register).items():
                supervisor.adopt(name, lambda name=name: embedded_part(name, register.home), process)
    os.environ.update(environment(register.home))
    os.environ.setdefault("PUBLIC_URL", web_url(host, port))
    prepare(supervisor)
    if supervisor.over.is_set():
        return
    with say.step("Starting web, worker and beat"):
        for name in OWN:
            supervisor.start(name, lambda name=name: own_part(name, host, port))
        _wait_ready(supervisor, host, port)
    if not supervisor.over.is_set():
        say.accounts(register.home / "demo-accounts.json")
        say.line(f"Ready: {web_url(host, port)}")


def stop_leftovers(register: Register) -> None:
    """What a killed launcher of this very data folder has left running."""
    left = list(register.rows())
    if left:
        with say.step("Clearing up after a start that was cut short: " + ", ".join(left)):
            for names in STOP_ORDER:
                register.stop([name for name in names if name in left])
    register.stop_strays()


def _check_port(host: str, port: int) -> None:
    if not is_free(host, port):
        raise Unusable(
            f"port {port} on {host} is taken or not ours to take; choose another, for example: make run PORT={port + 1}"
        )


def prepare(supervisor: Supervisor) -> None:
    """Migrations, reference data and the rest, in one process that tells its own steps."""
    command = [sys.executable, "manage.py", "prepare"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not supervisor.over.wait(0.05):
        pass
    if process.poll() is None:
        process.terminate()
        process.wait()
    elif process.returncode:
        raise Unusable("the portal could not be prepared, see above")


def _wait_ready(supervisor: Supervisor, host: str, port: int) -> None:
    end, answer = time.monotonic() + READY_WITHIN_SECONDS, ""
    while not supervisor.over.wait(0.2):
        ready, answer = is_ready(host, port)
        if ready:
            return
        supervisor.look()
        if time.monotonic() > end:
            logs: Path = supervisor.register.home / "log"
            raise Unusable(f"not ready after {READY_WITHIN_SECONDS} s (logs in {logs}): {answer}")


def stop(_arguments) -> int:
    """Stop the portal of this data folder, or what a killed start has left running."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    end = time.monotonic() + STOPPED_WITHIN_SECONDS
    asked = False
    while True:
        try:
            lock = Lock(home, "clearing up")
            break
        except Held as held:
            if time.monotonic() > end:
                raise
            if held.pid and not asked:
                os.kill(held.pid, signal.SIGTERM)
                asked = True
            time.sleep(0.2)
    stop_leftovers(Register(home))
    lock.file.close()
    return 0
