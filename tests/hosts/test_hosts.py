"""The small round of `make hosts`: of two webs one is killed, and whoever asks is answered by the other."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.launcher.own_parts import own_part
from portal.launcher.processes import CHECKOUT
from portal.launcher.valkey import free_port
from tests.faults.ground import HOST
from tests.hands import broker_url, database_url
from tests.hosts.hosts import Visitors, trouble

pytestmark = pytest.mark.django_db(transaction=True)


class Web:
    """One host's web on the test's database."""

    def __init__(self, environment: dict[str, str]):
        self.environment, self.port = environment, free_port()
        self.log = Path(environment["SINERGI_HOME"]) / f"web-{self.port}.log"
        self.run()

    def run(self) -> None:
        command = own_part("web", HOST, self.port).command
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=CHECKOUT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        end = time.monotonic() + 60
        while trouble(self.port):
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def webs(tmp_path):
    there = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": broker_url(), "SINERGI_HOME": str(tmp_path)}
    there |= {"SINERGI_DEMONSTRATION": "1"}
    words = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(words, cwd=CHECKOUT, env=there, check=True)
    found = [Web(there), Web(there)]
    try:
        for web in found:
            web.wait()
        yield found
    finally:
        for web in found:
            web.kill()


def visited(visitors: Visitors, more: int) -> None:
    until, end = visitors.asked + more, time.monotonic() + 60
    while visitors.asked < until:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_of_two_webs_one_is_killed_and_comes_back_and_nobody_stands_before_a_closed_door(webs):
    first, second = webs
    with Visitors([first.port, second.port]) as visitors, Visitors([first.port]) as twin:
        visited(visitors, 5)
        first.kill()
        visited(visitors, 10)
        first.run()
        first.wait()
        visited(visitors, 5)
    assert not visitors.failed and twin.failed
