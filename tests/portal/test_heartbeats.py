"""Worker and beat really beat, and what beat rings the worker hears, over the real broker."""

import celery
import pytest
from django.conf import settings

from casework.models import Heartbeat
from portal.celery import app
from tests.hands import broker_url

pytestmark = pytest.mark.django_db(transaction=True)


def ring(task: str) -> None:
    """As beat or web would, from a process that knows nothing of the worker."""
    with celery.Celery(broker=broker_url(), set_as_current=False) as stranger:
        stranger.send_task(task, ignore_result=True)


def test_every_entry_of_the_schedule_is_a_task_without_arguments():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.tasks[entry["task"]].__header__()  # binds: it wants nothing that beat does not give


def test_worker_and_beat_leave_their_rows_and_the_worker_survives_an_emptied_broker(hands):
    hands.start("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
    hands.start("beat")
    hands.wait(lambda: Heartbeat.objects.filter(name__in=["worker", "beat"]).count() == 2)
    ran = hands.log("worker").read_text().count("succeeded in")
    hands.broker.flushdb()
    ring("casework.tasks.deliver")
    hands.wait(lambda: hands.log("worker").read_text().count("succeeded in") > ran)
