"""Which processes this data folder started, so that only those are ever stopped."""

import contextlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
LOG_LIMIT = 10 * 1024 * 1024
MARK = "SINERGI_PART_OF"


@dataclass(frozen=True)
class Part:
    """One long-running program: how it is started, and how it likes to be stopped."""

    name: str
    command: list[str]
    user: str | None = None
    folder: Path = CHECKOUT
    stop_signal: int = signal.SIGTERM
    patience: float = 6.0
    nice: int = 0  # how far it stands back when there is too much to do for the machine (0 to 19)


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
        with _log(self.home / "log" / f"{part.name}.log").open("ab") as log:
            process = subprocess.Popen(
                part.command,
                cwd=part.folder,
                env=os.environ | {MARK: str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(part.user),
            )
        if part.nice:
            _stand_back(process.pid, part.nice)
        row = {"pid": process.pid, "started": _started(process.pid), "stop": part.stop_signal}
        self.write(self.rows() | {part.name: row | {"patience": part.patience}})
        return process

    def alive(self, name: str) -> bool:
        row = self.rows().get(name)
        return row is not None and _is_leader(row)

    def stop(self, names: list[str]) -> None:
        """Stop these parts with all their children: all are asked in this order, then awaited
        together, then whatever is left is killed."""
        rows = self.rows()
        gone = [(name, rows.pop(name)) for name in names if name in rows]
        asked = [row for _, row in gone if self._ask(row)]
        self._wait_gone(asked, max((row["patience"] for row in asked), default=0))
        for _, row in gone:
            for process in self._members(row):
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._wait_gone([row for _, row in gone], 2)
        if gone:
            self.write(rows)

    def stop_strays(self) -> None:
        """Whatever still carries our mark though no row names it: the launcher was killed
        between starting it and writing that down."""
        for process in psutil.process_iter():
            if process.pid != os.getpid() and self._marked(process):
                with contextlib.suppress(psutil.Error):
                    process.kill()

    def _ask(self, row: dict) -> bool:
        if not _is_leader(row):
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(row["pid"], row["stop"])
        return True

    def _wait_gone(self, rows: list[dict], seconds: float) -> None:
        end = time.monotonic() + seconds
        while any(self._members(row) for row in rows) and time.monotonic() < end:
            time.sleep(0.05)

    def _members(self, row: dict) -> list[psutil.Process]:
        """Everything living in the part's session. If its leader is gone, the session's number
        may be a stranger's by now, so each member must also carry our mark."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(row["pid"], os.WNOHANG)
        led = _is_leader(row)
        found = [pid for pid in psutil.pids() if _session(pid) == row["pid"]]
        living = [psutil.Process(pid) for pid in found if psutil.pid_exists(pid)]
        return [one for one in living if _lives(one) and (led or self._marked(one))]

    def _marked(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(MARK) == str(self.home)
        except psutil.Error:
            return False


def _log(path: Path) -> Path:
    """The log of a part; one that has grown long is set aside, and the one before it dropped."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path


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


def _session(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        return os.getsid(pid)
    return None


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _stand_back(pid: int, nice: int) -> None:
    """Among all; Linux shares a desktop's or a small server's time among sessions first, and a session has its own."""
    with contextlib.suppress(psutil.Error, OSError):  # gone already, or a system without sessions of this kind
        process = psutil.Process(pid)
        process.nice(min(19, process.nice() + nice))
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))
