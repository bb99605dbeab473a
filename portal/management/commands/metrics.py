"""Answers Prometheus on an address that only operators reach: `metrics --port 9108`. The portal has no such page."""

import signal

from django.core.management.base import BaseCommand
from django.db import connection
from prometheus_client import CollectorRegistry, start_http_server

from portal.metrics import Readings


class OneReading(Readings):
    """The server answers each reading in a thread of its own, which leaves no connection behind."""

    def collect(self):
        try:
            yield from super().collect()
        finally:
            connection.close()


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=9108)

    def handle(self, *args, bind, port, **options):
        registry = CollectorRegistry()
        registry.register(OneReading())
        start_http_server(port, bind, registry=registry)
        self.stdout.write(f"metrics on http://{bind}:{port}/metrics")
        self.stdout.flush()
        signal.pause()
