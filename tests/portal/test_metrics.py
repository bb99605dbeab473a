"""Operators read every part's state, the outbox and the sweeps on an address of their own; logs are one JSON a line."""

import json
import subprocess
import sys
import urllib.request
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from casework.models import Heartbeat, Message
from casework.runs import recorded
from portal.launcher.valkey import free_port
from portal.metrics import QUESTIONS, Readings
from regions import clock
from tests.portal.test_settings import FULL, start


def read() -> dict[tuple, float]:
    registry = CollectorRegistry()
    registry.register(Readings())
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


@pytest.mark.django_db
def test_what_operators_watch_is_read_from_the_rows():
    Heartbeat.objects.create(name="worker", beat_at=Now())
    Heartbeat.objects.create(name="beat", beat_at=Now() - timedelta(minutes=5))
    now = clock.now()
    fields = {"address": "siti@example.id", "queued_at": now, "next_attempt_at": now}
    Message.objects.create(status="uncertain", message_id="<1@sinergi>", **fields)
    recorded("contoh.baik", lambda: 0)
    with pytest.raises(ZeroDivisionError):
        recorded("contoh.buruk", lambda: 1 / 0)
    found = read()
    assert found["sinergi_up", "worker"] == 1 and found["sinergi_up", "beat"] == 0
    assert 299 < found["sinergi_age_seconds", "beat"] < 310
    assert found["sinergi_messages", "uncertain"] == 1
    assert found["sinergi_sweep_failures", "contoh.buruk"] == 1 and found["sinergi_sweep_failures", "contoh.baik"] == 0
    assert found["sinergi_sweep_age_seconds", "contoh.baik"] < 60
    assert ("sinergi_sweep_age_seconds", "contoh.buruk") not in found
    assert 0 < found["sinergi_connections", "open"] < found["sinergi_connections", "allowed"]
    assert found["sinergi_free_bytes",] > 0 and found["sinergi_database_bytes",] > 0
    assert {name for name, *_rest in QUESTIONS} - {key[0] for key in found} == {"sinergi_exports"}  # none waits


@pytest.mark.django_db
def test_it_answers_while_the_database_does_not(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    found = read()
    assert found["sinergi_up", "database"] == 0 and found["sinergi_free_bytes",] > 0
    assert ("sinergi_database_bytes",) not in found


def test_the_command_answers_on_its_own_address_and_the_portal_has_none(client, transactional_db):
    port = free_port()
    command = [sys.executable, "manage.py", "metrics", "--port", str(port)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert f":{port}/metrics" in process.stdout.readline()
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20).read().decode()
        finally:
            process.terminate()
    assert 'sinergi_up{part="database"} 1.0' in page
    assert client.get("/metrics").status_code == 404


def test_production_logs_one_json_a_line():
    code = (
        "import logging, logging.config; logging.config.dictConfig(settings.LOGGING);"
        "logging.getLogger('casework.outbox').error('pesan %s\\nragu', 7)"
    )
    done = start(FULL, code)
    line = json.loads(done.stderr)
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "casework.outbox", "pesan 7\nragu")
    assert line["time"]
    plain = start({}, code)
    assert "ERROR casework.outbox pesan 7" in plain.stderr and not plain.stderr.startswith("{")
