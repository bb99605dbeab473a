"""`make backup`, `make restore`: manage.py on this data folder's database, which is started for it if need be."""

import os
import subprocess
import sys

from .home import default_home, home_from, make_home
from .lock import Held, Lock
from .parts import environment, start_embedded
from .processes import Register
from .run import stop_leftovers
from .supervisor import STOP_ORDER


def manage(arguments) -> int:
    """Run manage.py with the addresses of this data folder's parts; whatever follows is handed to it."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    register = Register(home)
    try:
        lock = Lock(home, "manage.py")
    except Held:
        return _manage(home, arguments.words)  # the portal runs, its parts answer
    try:
        stop_leftovers(register)
        start_embedded(register)
        return _manage(home, arguments.words)
    finally:
        for names in STOP_ORDER:
            register.stop(list(names))
        lock.file.close()


def _manage(home, words: list[str]) -> int:
    os.environ.update(environment(home))
    return subprocess.run([sys.executable, "manage.py", *words]).returncode
