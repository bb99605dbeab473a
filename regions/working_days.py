"""Which days are worked, and counting with them; nobody else counts days.

A working day is Monday to Friday, not a national holiday and not *cuti bersama* (both from
the `holidays` package), unless a CalendarDay says otherwise. Each process keeps the working
days of a year as a sorted tuple, so every count is two bisections.

The administrator's rows are few, and another process may have changed them. So they are read
again, with one small query, once per request and once per task (the *spell*), and every time
outside of both; the kept years are thrown away only when the rows differ. That is exact,
needs no version column, no clock and no broker, and costs a page the same one query always.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import local
from zoneinfo import ZoneInfo

import holidays
from celery.signals import task_postrun, task_prerun
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_delete, post_save

from regions import clock
from regions.models import CalendarDay

CATEGORIES = ("public", "government")
# The package's mark on a holiday whose date follows the moon and is not yet decreed.
ESTIMATED = holidays.country_holidays("ID").estimated_label.removeprefix("%s").strip()
FIRST_YEAR_OF_CUTI_BERSAMA = 2003

_spell = local()


class Calendar:
    """The working days of each year under one set of administrator's rows."""

    def __init__(self, overrides: tuple[tuple[date, bool], ...]):
        self.overrides = overrides
        self._years: dict[int, tuple[date, ...]] = {}

    def worked(self, year: int) -> tuple[date, ...]:
        if year not in self._years:
            self._years[year] = self._compute(year)
        return self._years[year]

    def count_until(self, day: date) -> int:
        return bisect_right(self.worked(day.year), day)

    def _compute(self, year: int) -> tuple[date, ...]:
        first = date(year, 1, 1)
        length = 366 if isleap(year) else 365
        off = _published(year)
        days = (first + timedelta(n) for n in range(length))
        worked = {day for day in days if day.weekday() < 5 and day not in off}
        for day, is_working in self.overrides:
            if day.year == year:
                (worked.add if is_working else worked.discard)(day)
        return tuple(sorted(worked))


_kept = Calendar(())


def is_working_day(day: date) -> bool:
    days = _calendar().worked(day.year)
    position = bisect_left(days, day)
    return position < len(days) and days[position] == day


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day (before it when n is negative); 0 is the day itself."""
    if n == 0:
        return day
    worked, year = _calendar().worked, day.year
    days = worked(year)
    position = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
    while position >= len(days):
        position -= len(days)
        year += 1
        days = worked(year)
    while position < 0:
        year -= 1
        days = worked(year)
        position += len(days)
    return days[position]


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after start, up to and including end; negative backwards."""
    if end < start:
        return -working_days_between(end, start)
    calendar = _calendar()
    whole_years = sum(len(calendar.worked(year)) for year in range(start.year, end.year))
    return whole_years + calendar.count_until(end) - calendar.count_until(start)


def counted(first: date, last: date) -> list[int]:
    """For each day of a stretch, how many working days it holds up to and including that day.

    The database counts with it: of two days, the difference is `working_days_between`.
    """
    calendar, counts, so_far = _calendar(), [], 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(offset)
        days = calendar.worked(day.year)
        position = bisect_left(days, day)
        so_far += position < len(days) and days[position] == day
        counts.append(so_far)
    return counts


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    return add_working_days(day, 1)


def working_day_from(day: date) -> date:
    """The day itself when it is worked, otherwise the next that is."""
    return day if is_working_day(day) else next_working_day(day)


def due_on(entered_at: datetime, allowance: int, zone: str) -> date:
    """The last day of an allowance: the day of arrival in the office's zone is day 0."""
    return add_working_days(clock.day_of(entered_at, zone), allowance)


def day_number(entered_on: date, today: date) -> int:
    """Which day of its stay a case is in: 0 on arrival, 1 on the next working day."""
    return working_days_between(entered_on, today)


def opening(day: date, zone: str) -> datetime:
    """08:00 in a zone: from then a reminder may arrive."""
    return datetime.combine(day, time(8), ZoneInfo(zone))


def days_off(first: date, last: date) -> dict[date, str]:
    """The named days off between two days: national holidays, cuti bersama, and what an administrator has set."""
    named = {day: name for year in range(first.year, last.year + 1) for day, name in _published(year).items()}
    for row in CalendarDay.objects.filter(on__range=(first, last)):
        if row.is_working:
            named.pop(row.on, None)
        else:
            named[row.on] = row.name
    return {day: name for day, name in named.items() if first <= day <= last}


def is_estimated(year: int) -> bool:
    """Whether the year's days off are not all decreed yet, so counts may still change."""
    names = _published(year).values()
    decreed = any("Cuti Bersama" in name for name in names)
    return any(ESTIMATED in name for name in names) or (year >= FIRST_YEAR_OF_CUTI_BERSAMA and not decreed)


def connect() -> None:
    """Begin a spell with each request and task; look again when a row changes inside one."""
    request_started.connect(_begin, dispatch_uid="working_days.begin")
    request_finished.connect(_end, dispatch_uid="working_days.end")
    task_prerun.connect(_begin, dispatch_uid="working_days.begin")
    task_postrun.connect(_end, dispatch_uid="working_days.end")
    for changed in (post_save, post_delete):
        changed.connect(_look_again, sender=CalendarDay, dispatch_uid="working_days.changed")


@contextmanager
def spell():
    """One reading of the administrator's rows for many counts outside of a request or task."""
    _begin()
    try:
        yield
    finally:
        _end()


def _begin(**kwargs):
    _spell.open, _spell.calendar = True, None


def _end(**kwargs):
    _spell.open, _spell.calendar = False, None


def _look_again(**kwargs):
    _spell.calendar = None


def _calendar() -> Calendar:
    calendar = getattr(_spell, "calendar", None) or _current()
    if getattr(_spell, "open", False):
        _spell.calendar = calendar
    return calendar


def _current() -> Calendar:
    """The kept calendar, or a new one when the administrator's rows differ from its own."""
    global _kept
    rows = tuple(CalendarDay.objects.order_by("on").values_list("on", "is_working"))
    calendar = _kept
    if rows != calendar.overrides:
        calendar = _kept = Calendar(rows)
    return calendar


@lru_cache(maxsize=64)
def _published(year: int) -> dict[date, str]:
    """The year's national holidays and cuti bersama with their Indonesian names."""
    return dict(holidays.country_holidays("ID", years=year, categories=CATEGORIES, language="id"))
