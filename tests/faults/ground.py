"""A whole portal of the round's own: real parts in a folder of their own, watched as `make run` watches them.

This process reads and writes the same database, so what it finds is what the portal has. `os.environ`, Django's
connection and its settings point there until the end.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import celery
import environ
import psutil
import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.test import override_settings

from portal.launcher import postgres, valkey
from portal.launcher.home import make_home
from portal.launcher.own_parts import is_ready, own_part
from portal.launcher.parts import embedded_part, environment, start_embedded
from portal.launcher.processes import CHECKOUT, Part, Register
from portal.launcher.supervisor import Supervisor
from portal.launcher.valkey import free_port
from regions import clock
from tests.casework.smtp_server import Server
from tests.portal.launched import clean_environment, living

HOST = "127.0.0.1"
SETTLES_IN = 180  # seconds; a round waits no longer for what it hopes to see


class Watch(Supervisor):
    """The launcher's own watch; a round may take a part away while it looks."""

    def __init__(self, register: Register):
        super().__init__(register)
        self.lock = threading.RLock()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def look(self) -> None:
        with self.lock:
            super().look()


OWN = ("web", "worker", "beat")


class Ground:
    """Web, worker, beat, PostgreSQL and Valkey, with a mail server that misbehaves as told."""

    def __init__(self, home: Path):
        for process in living(home):
            process.kill()
        shutil.rmtree(home, ignore_errors=True)
        self.before = dict(os.environ)
        self.sink, self.port = Server(), free_port()
        os.environ.clear()
        os.environ.update(clean_environment(home) | self.before | {"SINERGI_HOME": str(home)})
        for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
            os.environ.pop(name, None)
        os.environ["EMAIL_URL"] = f"smtp://{HOST}:{self.sink.port}"
        os.environ |= {"SINERGI_DEMONSTRATION": "1", "SECRET_KEY": settings.SECRET_KEY, "PUBLIC_URL": self.url}
        os.environ["PROVINCE_SHARE"] = "0"  # the crowds of the rounds are of one province
        self.home = make_home(home)
        self.watch = Watch(Register(self.home))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        for name, process in start_embedded(self.watch.register, for_tests=True).items():
            self.watch.adopt(name, lambda name=name: embedded_part(name, self.home), process)
        os.environ.update(environment(self.home))
        for words in ("migrate -v0", "createcachetable -v0", "load_reference -v0", "collectstatic -v0 --noinput"):
            command = [sys.executable, "manage.py", *words.split()]
            subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
        self.watch.thread.start()

    @contextlib.contextmanager
    def in_django(self) -> Iterator[None]:
        """This process' Django works on the round's database, files and clock."""
        own = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(environ.Env.db_url_config(postgres.url(self.home)))
        files, offset = self.home / "files", self.home / "clock-offset"
        with override_settings(MEDIA_ROOT=files, CLOCK_OFFSET_FILE=offset, REDIS_URL=valkey.url(self.home)):
            yield
        connection.close()
        connection.settings_dict.update(own)

    def end(self) -> None:
        self.watch.over.set()
        if self.watch.thread.is_alive():
            self.watch.thread.join()
        self.take_away("beat", "beat-2", "worker", "web")
        self.take_away("valkey")
        self.take_away("postgres")
        self.sink.stop()
        os.environ.clear()
        os.environ.update(self.before)

    # --- parts ------------------------------------------------------------------------

    def run(self, name: str, off: str = "") -> None:
        """Start web, worker or beat (a second beat is `beat-2`); `off` names the control that is switched off."""

        def make() -> Part:
            part = own_part(name.partition("-")[0], HOST, self.port)
            command = part.command if not off else [sys.executable, "-m", "tests.faults.off", off, *part.command[2:]]
            return Part(name, command, patience=part.patience)

        with self.watch.lock:
            self.watch.start(name, make)

    def run_broker(self) -> None:
        """Under the same number as before, with nothing in it."""
        with self.watch.lock:
            self.watch.start("valkey", lambda: embedded_part("valkey", self.home))
        valkey.wait_ready(self.home)

    def is_whole(self) -> bool:
        """Every part runs and the portal is well; the sign of life of a part just taken away stays for a minute."""
        with self.watch.lock:
            return self.watch.watched.keys() >= set(OWN) and self.ready()

    def run_all(self, off: str = "") -> None:
        for name in OWN:
            self.take_away(name)
            self.run(name, off)
        self.wait(lambda: self.ready(), 90)

    def take_away(self, *names: str) -> None:
        with self.watch.lock:
            gone = [self.watch.watched.pop(name) for name in names if name in self.watch.watched]
            self.watch.register.stop(list(names))
        for part in gone:
            if part.process is not None:
                part.process.wait()

    def process(self, name: str) -> psutil.Process:
        with self.watch.lock:
            return psutil.Process(self.watch.register.rows()[name]["pid"])

    def kill_tree(self, name: str) -> None:
        os.killpg(self.process(name).pid, signal.SIGKILL)

    def steady(self) -> None:
        """As after a minute without a fault: the watch is as quick as at the first time."""
        with self.watch.lock:
            for part in self.watch.watched.values():
                part.failures, part.again_at = 0, 0.0

    def sending(self) -> psutil.Process | None:
        """The worker's child that speaks to the mail server now."""
        with contextlib.suppress(psutil.Error, KeyError):
            for child in self.process("worker").children(recursive=True):
                if any(line.raddr and line.raddr.port == self.sink.port for line in child.net_connections("tcp")):
                    return child
        return None

    # --- the round's hands ------------------------------------------------------------

    def ready(self) -> bool:
        return is_ready(HOST, self.port)[0]

    def ring(self, task: str = "casework.tasks.deliver") -> None:
        """As the web rings after a commit; a broker that is gone is no fault."""
        with contextlib.suppress(Exception), celery.Celery(broker=valkey.url(self.home), set_as_current=False) as other:
            other.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
            other.send_task(task, ignore_result=True, retry=False)

    def broker(self) -> redis.Redis:
        return redis.Redis.from_url(valkey.url(self.home), socket_connect_timeout=2, socket_timeout=2)

    def shift(self, by: timedelta) -> None:
        """Move the portal's clock, in every process at once."""
        clock.shift(clock.offset() + by)

    def wait(self, condition: Callable[[], object], seconds: float = SETTLES_IN, pause: float = 0.1):
        """The first thing found, and None when the time is up; a database that is away is asked again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := condition():
                    return found
            except (DatabaseError, InterfaceError):
                connection.close()
            time.sleep(pause)
        return None

    def log(self, name: str) -> str:
        return (self.home / "log" / f"{name}.log").read_text(errors="replace")
