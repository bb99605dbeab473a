"""Watches the parts: one that dies is started again, ever more patiently; stops them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from . import say
from .home import Unusable
from .processes import Part, Register

LONGEST_PAUSE = 30
STEADY_AFTER = 60
# Whoever makes work stops before whoever takes it, and the database last.
STOP_ORDER = (("beat", "worker", "web"), ("sink", "valkey"), ("postgres",))


@dataclass
class Watched:
    """One part under watch. `make` builds it anew each time: its port may have been taken."""

    name: str
    make: Callable[[], Part]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = 0.0


class Supervisor:
    """Starts parts, keeps them alive until told to stop, and stops them."""

    def __init__(self, register: Register):
        self.register = register
        self.watched: dict[str, Watched] = {}
        self.over = threading.Event()
        self.signals = 0

    def heed_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number, _frame) -> None:
        self.over.set()

    def adopt(self, name: str, make: Callable[[], Part], process: subprocess.Popen) -> None:
        self.watched[name] = Watched(name, make, process, time.monotonic())

    def start(self, name: str, make: Callable[[], Part]) -> None:
        self.adopt(name, make, self.register.start(make()))

    def watch(self) -> None:
        while not self.over.wait(0.3):
            self.look()

    def look(self) -> None:
        for part in self.watched.values():
            if part.process is not None:
                self._notice_death(part)
            elif time.monotonic() >= part.again_at:
                self._start_again(part)

    def _notice_death(self, part: Watched) -> None:
        code = part.process.poll()
        now = time.monotonic()
        if code is None:
            if part.failures and now - part.started_at > STEADY_AFTER:
                part.failures = 0
            return
        self._schedule(part, f"was killed by signal {-code}" if code < 0 else f"ended with {code}")

    def _schedule(self, part: Watched, what: str) -> None:
        pause = min(2**part.failures, LONGEST_PAUSE)
        part.failures, part.process = part.failures + 1, None
        part.again_at = time.monotonic() + pause
        log = self.register.home / "log" / f"{part.name}.log"
        say.line(f"! {part.name} {what}; it starts again in {pause} s (see {log})")

    def _start_again(self, part: Watched) -> None:
        self.register.stop([part.name])  # children the dead one has left behind
        try:
            part.process = self.register.start(part.make())
        except (Unusable, OSError) as error:
            self._schedule(part, f"could not be started: {error}")
            return
        part.started_at = time.monotonic()
        say.line(f"• {part.name} started again")

    def stop(self) -> None:
        for names in STOP_ORDER:
            self.register.stop([name for name in names if name in self.watched])
