"""Two sweeps at the same instant; the locks and the constraint each suffice, without both somebody hears twice."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection

from casework import reminders
from casework.models import Message, Notice, Reminder
from regions import clock
from tests.races import race, unlocked
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db(transaction=True)
CONSTRAINT = "one_reminder_per_step_slot_and_recipient"
NOW = at("2026-11-17")


@contextmanager
def everybody_at_once(name):
    yield True


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(reminders, "alone", everybody_at_once)
    monkeypatch.setattr(reminders, "locked", unlocked)


@pytest.fixture
def without_constraint(transactional_db):
    constraint = next(one for one in Reminder._meta.constraints if one.name == CONSTRAINT)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, constraint)
    yield
    Notice.objects.update(reminder=None)
    Reminder.objects.update(merged_into=None)
    Reminder.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Reminder, constraint)


def beat() -> int:
    with clock.at(NOW):
        return reminders.sweep()


def two_beats() -> tuple[int, int]:
    stage(at("2026-11-09", "10:00"))
    race(beat, beat)
    return Notice.objects.count(), Message.objects.count()


def test_two_beats_tell_each_once():
    assert two_beats() == (2, 2)


def test_the_constraint_alone_suffices(without_locks):
    assert two_beats() == (2, 2)


def test_the_locks_alone_suffices(without_constraint):
    assert two_beats() == (2, 2)


def test_twin_without_both_somebody_hears_twice(without_locks, without_constraint):
    """The first of the two recipients surely; the second only if neither sweep has ended by then."""
    notices, messages = two_beats()
    heard = Counter(Notice.objects.values_list("recipient", flat=True))
    assert max(heard.values()) == 2 and notices == messages > 2
