"""Which processes this data folder started, so that only those are ever stopped."""

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MARK = "SINERGI_PART_OF"


@dataclass(frozen=True)
class Part:
    """One long-running program: how it is started, and how it likes to be stopped."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: int = signal.SIGTERM
    patience: float = 6.0


class Register:
    """The state file: name → pid and start time. A pid alone may by now be a stranger's."""

    def __init__(self, home: Path):
        self.home = home
        self.path = home / "parts.json"

    def rows(self) -> dict[str, dict]:
        try:
            return json.loads(self.path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def write(self, rows: dict[str, dict]) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(rows, indent=1))
        fresh.chmod(0o600)
        fresh.replace(self.path)

    def start(self, part: Part) -> subprocess.Popen:
        """In a session of its own, so that a Ctrl-C in the terminal reaches only the launcher."""
        with (self.home / "log" / f"{part.name}.log").open("ab") as log:
            process = subprocess.Popen(
                part.command,
                env=os.environ | part.env | {MARK: str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(part.user),
            )
        row = {"pid": process.pid, "started": _started(process.pid), "stop": part.stop_signal}
        self.write(self.rows() | {part.name: row | {"patience": part.patience}})
        return process

    def alive(self, name: str) -> bool:
        row = self.rows().get(name)
        return row is not None and _is_leader(row)

    def stop(self, name: str) -> bool:
        """Stop one part and all its children; true if anything was still running."""
        rows = self.rows()
        row = rows.pop(name, None)
        if row is None:
            return False
        was_running = _end(row, str(self.home))
        self.write(rows)
        return was_running


def _as_user(name: str | None) -> dict:
    return {} if name is None else {"user": name, "group": name, "extra_groups": []}


def _started(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def _is_leader(row: dict) -> bool:
    try:
        process = psutil.Process(row["pid"])
        same = abs(process.create_time() - row["started"]) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _members(row: dict, home: str) -> list[psutil.Process]:
    """Everything living in the part's session. If its leader is gone, the session number may
    be a stranger's, so each member must also carry our mark."""
    led = _is_leader(row)
    return [
        process
        for process in psutil.process_iter(["pid"])
        if _session(process.pid) == row["pid"] and (led or _marked(process, home))
    ]


def _session(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        return os.getsid(pid)
    return None


def _marked(process: psutil.Process, home: str) -> bool:
    try:
        return process.environ().get(MARK) == home
    except psutil.Error:
        return False


def _end(row: dict, home: str) -> bool:
    members = _members(row, home)
    if not members:
        return False
    if _is_leader(row):
        with contextlib.suppress(ProcessLookupError):
            os.kill(row["pid"], row["stop"])
        _wait_gone(row, home, row["patience"])
    for process in _members(row, home):
        with contextlib.suppress(psutil.Error):
            process.kill()
    _wait_gone(row, home, 2)
    return True


def _wait_gone(row: dict, home: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(row["pid"], os.WNOHANG)
        if not any(p.status() != psutil.STATUS_ZOMBIE for p in _living(row, home)):
            return
        time.sleep(0.05)


def _living(row: dict, home: str):
    for process in _members(row, home):
        with contextlib.suppress(psutil.Error):
            process.status()
            yield process
