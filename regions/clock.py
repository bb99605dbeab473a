"""The product's one clock: every today and now of the domain comes from here.

Three things can move it: `at` holds it still in this thread (tests, the demonstration's
history), the offset file shifts every process of a demonstration or test, and otherwise it
is the system's time. Production has no offset file; a system check refuses one.
"""

import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

AGENCY_ZONE = "Asia/Jakarta"

_held: ContextVar[datetime | None] = ContextVar("clock_held", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _held.get() or datetime.now(UTC) + offset()


def today(zone: str | None = None) -> date:
    """The day it is now in a zone; without one, in the agency's."""
    return day_of(now(), zone)


def day_of(instant: datetime, zone: str | None = None) -> date:
    """The day on which an instant falls in a zone."""
    return instant.astimezone(ZoneInfo(zone or AGENCY_ZONE)).date()


@contextmanager
def at(instant: datetime):
    """Hold the clock at an aware instant inside this block."""
    if instant.tzinfo is None:
        raise ValueError("the clock needs an instant with a time zone")
    token = _held.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def offset() -> timedelta:
    """How far the offset file shifts this clock; looked at each time, so all processes agree."""
    path = settings.CLOCK_OFFSET_FILE
    if not path:
        return timedelta()
    try:
        file = os.stat(path)
        return _read(path, file.st_ino, file.st_mtime_ns)
    except FileNotFoundError:
        return timedelta()


@lru_cache(maxsize=1)
def _read(path: str, _number: int, _changed: int) -> timedelta:
    """What stands in the file of this number and change; `shift` makes a new one each time."""
    return timedelta(seconds=float(Path(path).read_text() or 0))


def shift(by: timedelta) -> None:
    """Shift the clock of all processes; replaced in one step, so none reads half a number."""
    path = Path(settings.CLOCK_OFFSET_FILE)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(str(by.total_seconds()))
    draft.replace(path)
