"""kill -9 of a process that sends: nothing is lost, nothing doubled, and what is uncertain says so."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from casework import outbox
from casework.models import Message
from regions import clock
from tests.casework.test_outbox import queued, row, server  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import os, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["TEST_PORT"]), 30
from casework import outbox
outbox.deliver()
"""


@pytest.fixture
def worker(server):  # noqa: F811
    started = []

    def start() -> subprocess.Popen:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "TEST_PORT": str(server.port),
        }
        started.append(subprocess.Popen([sys.executable, "-c", WORKER], env=environment))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(true) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_killed_inside_the_text_one_is_uncertain_the_rest_arrive_once(server, worker):  # noqa: F811
    first, second, third = queued(3)
    server.script = [{}, {"END": "hang"}]
    process = worker()
    wait_until(lambda: row(second).data_started_at is not None)
    kill(process)
    assert row(first).status == "sent"
    with clock.at(clock.now() + outbox.ABANDONED_AFTER):
        assert outbox.deliver() == 1
    assert [row(message).status for message in (first, second, third)] == ["sent", "uncertain", "sent"]
    assert server.recipients() == [first.address, third.address]


def test_killed_before_the_text_everything_arrives_once(server, worker):  # noqa: F811
    first, second = queued(2)
    server.script = [{"RCPT": "hang"}]
    process = worker()
    wait_until(lambda: "RCPT" in server.commands)
    assert row(first).status == "sending"
    kill(process)
    with clock.at(clock.now() + outbox.ABANDONED_AFTER):
        assert outbox.deliver() == 2
    assert sorted(server.recipients()) == sorted([first.address, second.address])
    assert Message.objects.filter(status="sent").count() == 2


def test_twin_without_the_mark_a_kill_inside_the_text_sends_twice(server, worker):  # noqa: F811
    """The server had taken it, and its answer never reached the row; the mark is what keeps us from trying again."""
    (first,) = queued()
    server.script = [{"END": "keep and hang"}]
    process = worker()
    wait_until(lambda: server.accepted)
    kill(process)
    Message.objects.update(data_started_at=None)
    with clock.at(clock.now() + outbox.ABANDONED_AFTER):
        outbox.deliver()
    assert server.recipients() == [first.address] * 2
