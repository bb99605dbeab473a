"""Working days against literal calendars: holidays, cuti bersama, borders, overrides."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from regions import working_days
from regions.models import CalendarDay
from regions.working_days import (
    add_working_days,
    day_number,
    due_on,
    is_estimated,
    is_working_day,
    next_working_day,
    opening,
    working_day_from,
    working_days_between,
)

pytestmark = pytest.mark.django_db


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-03-17", True),
        ("2026-03-18", False),  # cuti bersama Nyepi
        ("2026-03-19", False),  # Nyepi
        ("2026-03-20", False),  # cuti bersama Idul Fitri
        ("2026-03-21", False),  # Idul Fitri, a Saturday
        ("2026-03-22", False),
        ("2026-03-23", False),  # cuti bersama Idul Fitri
        ("2026-03-24", False),
        ("2026-03-25", True),
        ("2026-08-17", False),
        ("2026-12-24", False),  # cuti bersama Natal
        ("2026-12-31", True),
        ("2027-01-01", False),
        ("2028-02-29", True),
    ],
)
def test_is_working_day(day, worked):
    assert is_working_day(d(day)) is worked


@pytest.mark.parametrize(
    ("start", "n", "result"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-22", 0, "2026-11-22"),  # a Sunday stays itself
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-11-22", -1, "2026-11-20"),
        ("2026-03-17", 1, "2026-03-25"),  # over Nyepi and Lebaran
        ("2026-03-17", 5, "2026-03-31"),
        ("2026-03-21", 1, "2026-03-25"),
        ("2026-03-25", -1, "2026-03-17"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-30", 3, "2027-01-06"),  # over New Year and Isra Mikraj
        ("2027-01-06", -3, "2026-12-30"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-01-01", -1, "2026-12-31"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-01"),
        ("2028-02-25", 1, "2028-02-29"),  # Idul Fitri on the 27th and 28th
        ("2028-02-29", 1, "2028-03-01"),
    ],
)
def test_add_working_days(start, n, result):
    assert add_working_days(d(start), n) == d(result)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-23", "2026-11-24", 1),
        ("2026-11-27", "2026-11-29", 0),
        ("2026-11-28", "2026-11-30", 1),
        ("2026-11-24", "2026-11-23", -1),
        ("2026-11-30", "2026-11-28", -1),
        ("2026-03-16", "2026-03-25", 2),
        ("2026-12-30", "2027-01-06", 3),
        ("2027-01-06", "2026-12-30", -3),
        ("2028-02-25", "2028-03-01", 2),
        ("2023-12-31", "2024-12-31", 238),
        ("2024-12-31", "2026-12-31", 477),
    ],
)
def test_working_days_between(start, end, count):
    assert working_days_between(d(start), d(end)) == count


@settings(max_examples=60, deadline=None)
@given(st.dates(d("2020-01-01"), d("2030-12-31")), st.integers(-300, 300))
def test_adding_and_counting_agree(day, n):
    assert working_days_between(day, add_working_days(day, n)) == (n if n >= 0 or is_working_day(day) else n + 1)


def test_next_and_from():
    assert next_working_day(d("2026-11-23")) == d("2026-11-24")
    assert working_day_from(d("2026-11-23")) == d("2026-11-23")
    assert working_day_from(d("2026-03-18")) == d("2026-03-25")


@pytest.mark.parametrize(
    ("entered_at", "zone", "allowance", "due"),
    [
        # 22:30 UTC on Sunday is Monday in all of Indonesia.
        ("2026-11-22T22:30+00:00", "Asia/Jakarta", 5, "2026-11-30"),
        # 16:30 UTC: still Monday in the west, already Tuesday in the middle and the east.
        ("2026-11-23T16:30+00:00", "Asia/Jakarta", 1, "2026-11-24"),
        ("2026-11-23T16:30+00:00", "Asia/Makassar", 1, "2026-11-25"),
        ("2026-11-23T15:30+00:00", "Asia/Makassar", 1, "2026-11-24"),
        ("2026-11-23T15:30+00:00", "Asia/Jayapura", 1, "2026-11-25"),
        # Arriving on a Saturday: that is day 0, Monday is day 1.
        ("2026-11-28T03:00+00:00", "Asia/Jakarta", 1, "2026-11-30"),
        ("2026-11-23T03:00+00:00", "Asia/Jakarta", 0, "2026-11-23"),
    ],
)
def test_due_on(entered_at, zone, allowance, due):
    assert due_on(datetime.fromisoformat(entered_at), allowance, zone) == d(due)


def test_day_number():
    assert day_number(d("2026-11-23"), d("2026-11-23")) == 0
    assert day_number(d("2026-11-23"), d("2026-11-24")) == 1
    assert day_number(d("2026-11-23"), d("2026-11-29")) == 4
    assert day_number(d("2026-11-28"), d("2026-11-30")) == 1


def test_instants_of_a_day():
    assert opening(d("2026-11-24"), "Asia/Jayapura") == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_a_year_is_estimated_until_it_is_decreed():
    assert [is_estimated(year) for year in (2024, 2026, 2028, 2035)] == [False, False, True, True]


def test_an_administrator_may_close_and_open_a_day():
    CalendarDay.objects.create(on=d("2026-11-25"), name="Pilkada")
    CalendarDay.objects.create(on=d("2026-11-28"), name="Pengganti", is_working=True)
    assert add_working_days(d("2026-11-24"), 1) == d("2026-11-26")
    assert add_working_days(d("2026-11-27"), 1) == d("2026-11-28")
    CalendarDay.objects.all().delete()
    assert add_working_days(d("2026-11-24"), 1) == d("2026-11-25")
    assert add_working_days(d("2026-11-27"), 1) == d("2026-11-30")


@contextmanager
def a_request():
    """What begins and ends with a request, without closing the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        request_started.send(None)
        yield
        request_finished.send(None)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def test_a_request_reads_the_calendar_once():
    with a_request(), CaptureQueriesContext(connection) as queries:
        for n in range(200):
            add_working_days(d("2026-11-24"), n)
    assert len(queries) == 1


def test_a_change_inside_a_request_counts_at_once():
    with a_request():
        assert is_working_day(d("2026-11-25"))
        row = CalendarDay.objects.create(on=d("2026-11-25"), name="Pilkada")
        assert not is_working_day(d("2026-11-25"))
        row.is_working = True
        row.save()
        assert is_working_day(d("2026-11-25"))


def test_a_change_by_another_process_counts_from_the_next_request():
    with a_request():
        assert is_working_day(d("2026-11-25"))
        # bulk_create sends no signal here, as a change elsewhere would send none.
        CalendarDay.objects.bulk_create([CalendarDay(on=d("2026-11-25"), name="Pilkada")])
        assert is_working_day(d("2026-11-25"))
    with a_request():
        assert not is_working_day(d("2026-11-25"))


def test_twin_without_looking_again_the_change_is_missed(monkeypatch):
    monkeypatch.setattr(working_days, "_current", lambda: working_days.Calendar(()))
    CalendarDay.objects.create(on=d("2026-11-25"), name="Pilkada")
    assert is_working_day(d("2026-11-25"))
