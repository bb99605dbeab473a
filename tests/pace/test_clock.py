"""The small round of `make clock`: a sweep that finds nothing asks as little for many cases as for one."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Reminder
from portal.celery import app
from regions import clock
from tests import pacts
from tests.waiting import a_case, at, hold, stage

app.loader.import_default_modules()
# Those of every minute or ten; what has a day's hour may take longer.
EVERY = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if isinstance(entry["schedule"], float)]
TASKS = sorted(set(EVERY))
MOST = 20  # a task may hold three sweeps, each of which is written down


@pytest.mark.django_db
def test_every_sweep_that_finds_nothing_asks_little_whatever_there_is(sink):
    scene, few, many = stage(at("2026-11-09", "10:00")), {}, {}
    with clock.at(at("2026-01-05", "10:00")):
        pacts.in_state("in_force", pacts.cast(), days=340)
    settle(at("2026-11-24", "12:00"))
    assert Reminder.objects.count() > 6
    for task in TASKS:
        few[task] = questions(task, at("2026-11-24", "12:02"))
    with clock.at(at("2026-11-09", "10:00")):
        for number in range(2, 12):
            hold(a_case(number=f"USL/2026/{number:04d}"), scene.verifier)
    settle(at("2026-11-24", "12:03"))
    for task in TASKS:
        many[task] = questions(task, at("2026-11-24", "12:05"))
    assert many == few
    assert {task: asked for task, asked in many.items() if asked > MOST} == {}


def settle(moment) -> None:
    for _round in range(2):
        with clock.at(moment):
            for task in TASKS:
                app.tasks[task].apply(throw=True)


def questions(task: str, moment) -> int:
    with clock.at(moment), CaptureQueriesContext(connection) as asked:
        app.tasks[task].apply(throw=True)
    return len(asked)
