"""/healthz and /readyz tell the truth, each part by its own age."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from casework.models import Heartbeat, Message
from portal import health
from portal.heartbeats import Pulse
from portal.launcher.valkey import free_port
from regions import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive_parts():
    for name in ("worker", "beat"):
        Heartbeat.objects.create(name=name, beat_at=Now())


def queued(*, due_for: timedelta, age: timedelta) -> Message:
    return Message.objects.create(
        address="siti@example.id",
        subject="Menunggu",
        text="…",
        message_id=f"<{due_for}-{age}@sinergi>",
        queued_at=clock.now() - age,
        next_attempt_at=clock.now() - due_for,
    )


def test_alive_asks_no_part(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_every_part_is_well(client, alive_parts):
    response = client.get("/readyz")
    body = response.json()
    assert (response.status_code, body["status"]) == (200, "ok"), body
    assert list(body["checks"]) == [
        "database",
        "broker",
        "worker",
        "beat",
        "oldest_unsent_message",
    ]
    assert all(body["checks"][name]["age_seconds"] < 5 for name in ("database", "broker", "beat"))


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_silent_part_is_bad_and_its_age_is_told(client, alive_parts, name):
    Heartbeat.objects.filter(name=name).update(beat_at=Now() - timedelta(seconds=61))
    response = client.get("/readyz")
    assert response.status_code == 503
    bad = {key for key, found in response.json()["checks"].items() if not found["ok"]}
    assert bad == {name}
    assert 61 <= response.json()["checks"][name]["age_seconds"] < 65


def test_a_part_never_heard_of_is_bad(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["worker"] == {
        "ok": False,
        "age_seconds": None,
        "detail": "never heard of",
    }


def test_a_broker_that_is_away_is_bad(client, alive_parts, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["broker"]["ok"] is False
    assert response.json()["checks"]["database"]["ok"] is True


def test_a_message_due_long_ago_is_bad_but_an_old_one_that_is_tried_is_not(client, alive_parts):
    queued(due_for=timedelta(minutes=1), age=timedelta(days=2))
    found = client.get("/readyz")
    assert found.status_code == 200
    assert found.json()["checks"]["oldest_unsent_message"]["age_seconds"] >= 2 * 86400
    queued(due_for=timedelta(minutes=16), age=timedelta(minutes=16))
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told_and_not_a_crash(client, alive_parts, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    findings = health.examine()
    monkeypatch.undo()
    connection.close()
    assert findings["broker"].ok
    assert {name for name, found in findings.items() if not found.ok} == {
        "database",
        "worker",
        "beat",
        "oldest_unsent_message",
    }


@pytest.mark.django_db(transaction=True)
def test_a_pulse_writes_once_in_fifteen_seconds_and_survives_a_lost_database(monkeypatch):
    pulse = Pulse("beat")
    pulse.beat()
    first = Heartbeat.objects.get(name="beat").beat_at
    pulse.beat()
    assert Heartbeat.objects.get(name="beat").beat_at == first
    pulse.last -= 16
    pulse.beat()
    assert Heartbeat.objects.get(name="beat").beat_at > first
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    pulse.last -= 16
    pulse.beat()  # does not raise
