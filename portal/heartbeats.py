"""Worker and beat each leave a row that says they are alive; health reads its age."""

import logging
import time

from celery.beat import Scheduler
from celery.signals import heartbeat_sent, worker_ready
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

logger = logging.getLogger(__name__)
EVERY_SECONDS = 15


class Pulse:
    """Writes one named row, at most every 15 seconds. The machine's state is not the
    product's: the time is the database's own, which neither a demonstration nor a test moves."""

    def __init__(self, name: str):
        self.name = name
        self.last = float("-inf")

    def beat(self) -> None:
        now = time.monotonic()
        if now - self.last < EVERY_SECONDS:
            return
        self.last = now
        try:
            self._write()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("heartbeat of %s not written: %s", self.name, error)
        finally:
            connection.close()  # a pool child forked later must not inherit it

    def _write(self) -> None:
        from casework.models import Heartbeat

        Heartbeat.objects.update_or_create(name=self.name, defaults={"beat_at": Now()})


beat_pulse = Pulse("beat")
worker_pulse = Pulse("worker")


class HeartbeatScheduler(Scheduler):
    """Beat keeps its schedule in memory only: each entry pokes a sweep that looks for itself
    what is due, so a lost or doubled poke changes nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_interval = min(self.max_interval, EVERY_SECONDS)

    def tick(self, *args, **kwargs):
        beat_pulse.beat()
        return super().tick(*args, **kwargs)


@worker_ready.connect
@heartbeat_sent.connect
def worker_is_alive(**_kwargs) -> None:
    worker_pulse.beat()
