"""The portal as the launcher starts it, on a fresh copy of the nation, for whoever visits it from outside."""

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from portal.launcher.home import make_home
from portal.launcher.parts import EMBEDDED
from tests.pace import nations
from tests.portal.launched import Launched


class Served:
    """The running portal, its environment, and people who are signed in (see tests/pace/cast.py)."""

    def __init__(self, run: Launched, environment: dict[str, str], count: int):
        self.run, self.environment = run, environment
        self.url = f"http://127.0.0.1:{run.port}"
        self.people = json.loads(self.process("tests.pace.cast", str(count)))

    def process(self, module: str, *words: str, **more) -> str:
        """What a module says that runs on the portal's own database."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True, **more
        ).stdout

    def person(self, role: str, having: str = "cases") -> dict:
        return next(one for one in self.people if one["role"] == role and one[having])


@contextmanager
def served(count: int, **settings_of_it: str):
    pace = Path(settings.HOME) / "pace"
    pace.mkdir(exist_ok=True)
    nations.make("nation", pace)
    home = make_home(pace / "served")
    environment = nations.copy("served", of="nation", home=home)
    shutil.copytree(pace / "files", home / "files", dirs_exist_ok=True)
    wanted = {name: environment[name] for name in ("DATABASE_URL", "SECRET_KEY")}
    run = Launched(home, **wanted | {"SINERGI_DEMONSTRATION": "1"} | settings_of_it)
    try:
        run.wait_for("Ready: ", 300)
        yield Served(run, environment | run_addresses(run), count)
    finally:
        run.end()


def run_addresses(run: Launched) -> dict[str, str]:
    """Valkey and the mail sink are the launcher's own; the database is the copy."""
    return {EMBEDDED[name][0]: EMBEDDED[name][1].url(run.home) for name in ("valkey", "sink")}
