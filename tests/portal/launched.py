"""A portal started by the launcher as a person would, in a data folder of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from portal.launcher.home import kept_secret
from portal.launcher.parts import EMBEDDED
from portal.launcher.processes import CHECKOUT, MARK
from portal.launcher.valkey import free_port

PARTS = {"postgres", "valkey", "sink", "web", "worker", "beat"}


class Launched:
    """One run of `python -m portal.launcher run`, with what it printed."""

    def __init__(self, home: Path, **environment: str):
        self.home, self.port = home, int(environment.pop("PORT", 0)) or free_port()
        self.output = home.with_name(home.name + ".out")
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.launcher", "run"],
                cwd=CHECKOUT,
                env=clean_environment(home) | {"PORT": str(self.port)} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while text not in self.said:
            ended = self.process.poll() is not None and text not in self.said
            assert not ended and time.monotonic() < end, f"no {text!r} in:\n{self.said}"
            time.sleep(0.1)

    def ready(self) -> "Launched":
        self.wait_for("Ready: ")
        return self

    def answer(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def pids(self) -> dict[str, int]:
        rows = json.loads((self.home / "parts.json").read_text())
        return {name: row["pid"] for name, row in rows.items()}

    def addresses(self) -> dict[str, str]:
        """How manage.py reaches the parts of this run."""
        names = ("postgres", "valkey", "sink")
        found = {EMBEDDED[name][0]: EMBEDDED[name][1].url(self.home) for name in names}
        return found | {"SECRET_KEY": kept_secret(self.home, "secret-key")}

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def clean_environment(home: Path) -> dict[str, str]:
    """Without the addresses of the parts this test run itself uses."""
    ours = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "PUBLIC_URL", "BIND", MARK}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"SINERGI_HOME": str(home), "SINERGI_DEMONSTRATION": "0"}


def living(home: Path) -> list[psutil.Process]:
    """Every process whose command line or environment names this data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            environment = process.environ()
            named = {environment.get(MARK), environment.get("SINERGI_HOME")}
            if str(home) in named or any(str(home) in word for word in words):
                found.append(process)
    return [p for p in found if p.status() != psutil.STATUS_ZOMBIE]
