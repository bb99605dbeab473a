"""`make test`: the same parts in a data folder of their own, then pytest."""

import os
import shutil
import signal
import subprocess
import sys

from . import say
from .home import Unusable, default_home, home_from, make_home
from .lock import Lock
from .parts import environment, needed, start_embedded
from .processes import Register
from .run import stop_leftovers
from .supervisor import STOP_ORDER

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def test(arguments) -> int:
    """Run the tests; whatever follows is handed to pytest."""
    portal_home = home_from("SINERGI_HOME", default_home())
    beside = portal_home.with_name(portal_home.name + "-test")
    home = make_home(home_from("SINERGI_TEST_HOME", beside))
    lock, register = Lock(home, "a test run"), Register(home)
    stop_leftovers(register)
    os.environ["CHROMIUM"] = chromium()
    try:
        if needed():
            with say.step("Starting " + ", ".join(needed())):
                start_embedded(register, for_tests=True)
        os.environ.update(environment(home))
        return _pytest(arguments.words)
    finally:
        for names in STOP_ORDER:
            register.stop(list(names))
        lock.file.close()


def _pytest(arguments: list[str]) -> int:
    """Ctrl-C reaches pytest by itself; a SIGTERM is passed on, and both wait for its end."""
    process = subprocess.Popen([sys.executable, "-m", "pytest", "--numprocesses", "2", *arguments])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))
    return process.wait()


def chromium() -> str:
    """The browser of the browser tests. It is never skipped: it is found, installed, or missed."""
    named = os.environ.get("CHROMIUM")
    if named:
        if path := shutil.which(named):
            return path
        raise Unusable(f"CHROMIUM is {named!r}, which cannot be run")
    found = _find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with say.step("Installing Chromium for the browser tests"):
            _install()
        found = _find()
    if found is None:
        raise Unusable(
            "the browser tests need Chromium; install it (Debian: sudo apt-get install -y "
            "chromium) or name one: make test CHROMIUM=/path/to/chromium"
        )
    return found


def _find() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _install() -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return
