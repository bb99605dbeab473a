"""Real worker and beat processes on the test database, for tests of what only they can do."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from portal.launcher.processes import CHECKOUT
from tests import workers


def database_url() -> str:
    """The test database, as another process finds it."""
    found = connection.settings_dict
    name, user, host = found["NAME"], quote(found["USER"]), found["HOST"]
    if host.startswith("/"):
        return f"postgres://{user}@/{host}/{name}"
    return f"postgres://{user}:{quote(found['PASSWORD'])}@{host}:{found['PORT'] or 5432}/{name}"


def broker_url() -> str:
    return settings.REDIS_URL.rsplit("/", 1)[0] + f"/{workers.broker_number()}"


class Hands:
    """Starts worker and beat, gives them the test's clock and mail server, and ends them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.broker = redis.Redis.from_url(broker_url())
        self.broker.flushdb()
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *options: str) -> subprocess.Popen:
        """`name` is worker or beat; a second beat is `beat-2`."""
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker_url(),
            "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
            "SINERGI_HOME": str(self.folder),
        }
        command = [sys.executable, "-m", "celery", "--app", "portal", name.split("-")[0], *options]
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*command, "--loglevel", "INFO"],
                cwd=CHECKOUT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.running[name]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def wait(self, condition: Callable[[], object], seconds: float = 30):
        end = time.monotonic() + seconds
        while not (found := condition()):
            logs = "\n".join(self.log(name).read_text()[-3000:] for name in self.running)
            assert time.monotonic() < end, logs
            time.sleep(0.1)
        return found

    def end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.broker.close()
