"""`make backup`, `make restore`: manage.py on this data folder's database, which is started for it if need be."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .home import default_home, home_from, make_home
from .lock import Held, Lock
from .parts import environment, start_embedded
from .processes import Register
from .run import stop_leftovers
from .supervisor import STOP_ORDER


def manage(arguments) -> int:
    """Run manage.py with the addresses of this data folder's parts; whatever follows is handed to it."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    with parts_running(home):
        return manage_py(home, arguments.words)


@contextlib.contextmanager
def parts_running(home: Path) -> Iterator[None]:
    """The embedded parts answer: those of a portal that runs, or started for this and stopped after it."""
    register = Register(home)
    try:
        lock = Lock(home, "manage.py")
    except Held:
        yield
        return
    try:
        stop_leftovers(register)
        start_embedded(register)
        yield
    finally:
        for names in STOP_ORDER:
            register.stop(list(names))
        lock.file.close()


def manage_py(home: Path, words: list[str]) -> int:
    return subprocess.run([sys.executable, "manage.py", *words], env=os.environ | environment(home)).returncode
