"""What the ladder would send from now until a day if nothing changed: the sweep's own candidates, grouped as it tells.

There is no rule of its own here but one: when the sweep, poked every minute, first may tell what has fallen due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from casework import reminders
from casework.reminders import Candidate, Due, delivers_now
from regions import clock, working_days


@dataclass(frozen=True)
class Planned:
    """One message to one person: when, and how many lower rungs it stands for."""

    at: datetime
    due: Due
    merged: int


def planned(candidates: Iterable[Candidate], until: date) -> list[Planned]:
    """Every message these candidates would cause until the end of a day, nearest first."""
    now, sent = clock.now(), {}
    for due in reminders.ahead(candidates):
        at = _told_at(due, now)
        if clock.day_of(at, due.unit.timezone) <= until:
            sent.setdefault((due.candidate.case.pk, due.to.user.pk, at), []).append(due)
    messages = [Planned(at, max(dues, key=lambda due: due.rank), len(dues) - 1) for (*_who, at), dues in sent.items()]
    return sorted(messages, key=lambda row: (row.at, row.due.candidate.case.pk, row.due.to.user.full_name))


def _told_at(due: Due, now: datetime) -> datetime:
    """A rung of the past that is not told yet goes out at once, or when the next working day begins."""
    zone = due.unit.timezone
    if due.due_at > now:
        return due.due_at
    if delivers_now(now, zone):
        return now
    day = clock.day_of(now, zone)
    early = now < working_days.opening(day, zone)
    return working_days.opening(
        working_days.working_day_from(day) if early else working_days.next_working_day(day), zone
    )
