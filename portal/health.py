"""/healthz says the process answers; /readyz says every part the portal needs is well."""

import time
from dataclasses import asdict, dataclass

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Min
from django.db.models.functions import Greatest
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from casework.models import Message
from regions import clock

SILENT_AFTER_SECONDS = 60
UNSENT_AFTER_SECONDS = 15 * 60


@dataclass(frozen=True)
class Finding:
    """One part: well or not, how old its last sign of life is, and why if it is not well."""

    ok: bool
    age_seconds: float | None = None
    detail: str = ""


@login_not_required
@never_cache
def alive(request) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
def ready(request) -> JsonResponse:
    findings = examine()
    well = all(finding.ok for finding in findings.values())
    body = {
        "status": "ok" if well else "bad",
        "checks": {name: asdict(finding) for name, finding in findings.items()},
    }
    return JsonResponse(body, status=200 if well else 503)


def examine() -> dict[str, Finding]:
    findings = {"database": _database(), "broker": _broker()}
    reads = {
        "worker": lambda: _heartbeat("worker"),
        "beat": lambda: _heartbeat("beat"),
        "oldest_unsent_message": _oldest_unsent,
    }
    for name, read in reads.items():
        try:
            findings[name] = read()
        except (DatabaseError, InterfaceError):
            findings[name] = Finding(False, None, "unknown: the database does not answer")
    return findings


def _database() -> Finding:
    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Finding(False, None, "does not answer")
    return Finding(True, _since(began))


def _broker() -> Finding:
    began = time.monotonic()
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return Finding(False, None, "does not answer")
    return Finding(True, _since(began))


def _heartbeat(name: str) -> Finding:
    """Measured by the database's clock, by which it was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM statement_timestamp() - beat_at) FROM casework_heartbeat WHERE name = %s",
            [name],
        )
        row = cursor.fetchone()
    if row is None:
        return Finding(False, None, "never heard of")
    age = round(float(row[0]), 1)
    return Finding(age <= SILENT_AFTER_SECONDS, age, "" if age <= SILENT_AFTER_SECONDS else "silent")


def _oldest_unsent() -> Finding:
    """Old alone is no fault (a recipient may refuse for days); bad is a message that has been
    due for long and nobody tried."""
    waiting = Message.objects.filter(status=Message.Status.QUEUED).exclude(not_before__gt=clock.now())
    oldest = waiting.aggregate(queued=Min("queued_at"), due=Min(Greatest("next_attempt_at", "not_before")))
    if oldest["queued"] is None:
        return Finding(True)
    age = round((clock.now() - oldest["queued"]).total_seconds(), 1)
    waited = (clock.now() - oldest["due"]).total_seconds()
    if waited > UNSENT_AFTER_SECONDS:
        return Finding(False, age, f"due since {round(waited)} seconds and not tried")
    return Finding(True, age)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
