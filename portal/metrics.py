"""What operators watch, as Prometheus reads it; asked of the database at each reading, so any process can answer.

docs/operations.md says what each alarm means and what to do.
"""

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal import health

# Name, what it says, its labels, and the question whose rows are labels and a number.
QUESTIONS = [
    (
        "sinergi_messages",
        "Mails in the outbox by state; uncertain and failed ones wait for an operator",
        ["status"],
        "SELECT status, count(*) FROM casework_message WHERE status <> 'sent' GROUP BY status",
    ),
    (
        "sinergi_sweep_age_seconds",
        "Seconds since a sweep of the clock last ended without a failure",
        ["sweep"],
        "SELECT name, extract(epoch FROM now() - max(finished_at)) FROM casework_sweeprun"
        " WHERE cause = '' AND \"on\" > current_date - 8 GROUP BY name",
    ),
    (
        "sinergi_sweep_failures",
        "Failed runs of a sweep on this day and the day before",
        ["sweep"],
        "SELECT name, coalesce(sum(runs) FILTER (WHERE cause <> ''), 0) FROM casework_sweeprun"
        ' WHERE "on" >= current_date - 1 GROUP BY name',
    ),
    (
        "sinergi_exports",
        "Files of lists that wait or are being made",
        ["state"],
        "SELECT state, count(*) FROM casework_export WHERE state IN ('waiting', 'running') GROUP BY state",
    ),
    (
        "sinergi_connections",
        "Connections to the database server, and how many it allows",
        ["which"],
        "SELECT 'open', count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        " UNION ALL SELECT 'allowed', setting::int FROM pg_settings WHERE name = 'max_connections'",
    ),
    (
        "sinergi_oldest_transaction_seconds",
        "Age of the oldest open transaction on this database",
        [],
        "SELECT coalesce(extract(epoch FROM max(now() - xact_start)), 0) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ),
    ("sinergi_database_bytes", "Size of the database", [], "SELECT pg_database_size(current_database())"),
    (
        "sinergi_table_bytes",
        "Size of the ten largest tables with their indexes",
        ["table"],
        "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 10",
    ),
]


class Readings(Collector):
    """Everything at once; what cannot be asked is left out, and the part that is to blame says so."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _parts()
        yield _gauge("sinergi_free_bytes", "Room left where files are kept", [], [(_free(),)])
        for name, says, labels, sql in QUESTIONS:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(sql)
                    rows = cursor.fetchall()
            except (DatabaseError, InterfaceError):
                continue
            yield _gauge(name, says, labels, rows)


def _parts() -> Iterator[GaugeMetricFamily]:
    found = health.examine()
    up = [(name, int(finding.ok)) for name, finding in found.items()]
    yield _gauge("sinergi_up", "1 while a part is well, as /readyz says", ["part"], up)
    ages = [(name, one.age_seconds) for name, one in found.items() if one.age_seconds is not None]
    yield _gauge("sinergi_age_seconds", "Age of a part's last sign of life", ["part"], ages)


def _free() -> int:
    folder = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.HOME
    return shutil.disk_usage(folder).free


def _gauge(name: str, says: str, labels: list[str], rows: list[tuple]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, says, labels=labels)
    for *values, number in rows:
        gauge.add_metric([str(value) for value in values], float(number))
    return gauge
