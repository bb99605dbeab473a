"""Days, hours and limits in words, in the reader's language and zone."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regions import clock, working_days

register = template.Library()

SOON = 2  # working days before its limit from which a case counts as urgent


def _day(value: date | datetime | None) -> date | None:
    """The day in the reader's zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _today(zone: str | None = None) -> date:
    return clock.today(zone or timezone.get_current_timezone_name())


def _written(day: date, pattern: str) -> str:
    return _in_words(day, pattern, get_language())


@lru_cache(maxsize=4096)
def _in_words(day: date, pattern: str, _language: str | None) -> str:
    """A page of lists writes hundreds of days, and mostly the same ones."""
    return formatted(day, pattern)


def _with_year(day: date, pattern: str) -> str:
    """The year is said only when it is not this one."""
    return _written(day, pattern if day.year == _today().year else f"{pattern} Y")


@register.filter
def day(value) -> str:
    """Kamis, 26 November"""
    return _with_year(_day(value), "l, j F") if value else ""


@register.filter
def day_short(value) -> str:
    """26 Nov"""
    return _with_year(_day(value), "j M") if value else ""


@register.filter
def day_full(value) -> str:
    """26 November 2026"""
    return _written(_day(value), "j F Y") if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """16.40 WITA"""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{formatted(local, 'H.i' if get_language() == 'id' else 'H:i')} {local.tzname()}"


@register.filter
def instant(value: datetime | None) -> str:
    """Sen 23 Nov 16.40 WITA"""
    return f"{_with_year(_day(value), 'D j M')} {hour(value)}" if value else ""


@register.simple_tag
def period(start: date | None, end: date | None) -> str:
    """26–28 November 2026, or the one end that is known."""
    start, end = _day(start), _day(end)
    if not start and not end:
        return _("no dates recorded")
    if not end:
        return _("since %(day)s") % {"day": day_full(start)}
    if not start:
        return _("until %(day)s") % {"day": day_full(end)}
    if start == end:
        return day_full(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_full(end)}"
    return f"{_written(start, 'j F' if start.year == end.year else 'j F Y')} – {day_full(end)}"


def span_short(start: date, end: date) -> str:
    """17 Nov – 12 Des, or 17 Nov 2026 – 12 Jun 2028"""
    start, end = _day(start), _day(end)
    if start == end:
        return day_short(end)
    if start.year != end.year:
        return f"{_written(start, 'j M Y')} – {_written(end, 'j M Y')}"
    return f"{_written(start, 'j M')} – {day_short(end)}"


@register.filter(name="working_days")
def in_working_days(count: int) -> str:
    """5 hari kerja"""
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


@register.filter
def working_days_late(due_on: date | None, zone: str | None = None) -> str:
    """lewat 3 hari kerja; empty while the limit, a day in the zone, is kept"""
    today = _today(zone)
    if not due_on or today <= due_on:
        return ""
    count = working_days.working_days_between(due_on, today)
    if not count:
        return _("past the limit")
    return ngettext("%(count)d working day late", "%(count)d working days late", count) % {"count": count}


@register.filter
def due_in(due_on: date | None, zone: str | None = None) -> str:
    """hari ini, besok, 4 hari kerja lagi, lewat 3 hari kerja"""
    if not due_on:
        return ""
    today = _today(zone)
    count = working_days.working_days_between(today, due_on)
    if due_on < today:
        return working_days_late(due_on, zone)
    if (due_on - today).days < 2:
        return _("tomorrow") if due_on > today else _("today")
    if not count:
        return _("at the latest on %(day)s") % {"day": day(due_on)}
    return ngettext("%(count)d working day left", "%(count)d working days left", count) % {"count": count}


@register.filter
def urgency(due_on: date | None, zone: str | None = None) -> str:
    """late, soon or calm: the class of a task"""
    today = _today(zone)
    if not due_on:
        return "calm"
    if due_on < today:
        return "late"
    return "soon" if working_days.working_days_between(today, due_on) <= SOON else "calm"
