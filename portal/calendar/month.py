"""One month of the calendar as weeks from Monday to Sunday, with days off and what falls on each day."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS

from portal.calendar.events import KINDS, Event
from regions import clock, working_days

MONDAY_FIRST = Calendar(0)
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
SHOWN = 4  # events a day of the grid names before it says how many more


@dataclass(frozen=True)
class Day:
    """One field of the grid."""

    on: date
    inside: bool
    today: bool
    off: str
    events: list[Event] = field(default_factory=list)

    @property
    def shown(self) -> list[Event]:
        return self.events[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.events) - SHOWN, 0) + not_told(self.events)

    @property
    def worked(self) -> bool:
        return self.on.weekday() < 5 and not self.off


@dataclass(frozen=True)
class Month:
    """A month that a reader looks at; an unknown one is this month."""

    year: int
    month: int
    today: date

    @classmethod
    def of(cls, params: QueryDict, zone: str | None) -> "Month":
        today = clock.today(zone)
        asked = MONTH.fullmatch(params.get("bulan", ""))
        return cls(int(asked[1]), int(asked[2]), today) if asked else cls(today.year, today.month, today)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        after = self.first.replace(day=28) + timedelta(days=4)
        return Month(after.year, after.month, self.today)

    @property
    def previous(self) -> "Month":
        before = self.first - timedelta(days=1)
        return Month(before.year, before.month, self.today)

    @property
    def word(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def name(self) -> str:
        return formatted(self.first, "F Y")

    @property
    def is_this(self) -> bool:
        return (self.year, self.month) == (self.today.year, self.today.month)

    @property
    def shown(self) -> tuple[date, date]:
        """From the Monday of its first week to the Sunday of its last."""
        rows = MONDAY_FIRST.monthdatescalendar(self.year, self.month)
        return rows[0][0], rows[-1][-1]

    def has(self, on: date) -> bool:
        return self.first <= on <= self.last

    def weeks(self, events: list[Event]) -> list[list[Day]]:
        """Also what falls on the days of its neighbours: on the last of a month tomorrow is seen."""
        rows = MONDAY_FIRST.monthdatescalendar(self.year, self.month)
        off = working_days.days_off(*self.shown)
        of_day: dict[date, list[Event]] = {}
        for event in events:
            of_day.setdefault(event.on, []).append(event)
        return [
            [Day(on, on.month == self.month, on == self.today, off.get(on, ""), of_day.get(on, [])) for on in week]
            for week in rows
        ]


def weekdays() -> list[str]:
    return [str(WEEKDAYS[number]) for number in range(7)]


def not_told(events: list[Event]) -> int:
    """How many fall on the same days besides."""
    return sum(event.more for event in events)


def in_all(events: list[Event]) -> int:
    return len(events) + not_told(events)


def counted(events: list[Event]) -> list[tuple[str, str, int]]:
    """Each kind with its label and how many events it has."""
    of_kind = {kind: [event for event in events if event.kind == kind] for kind in KINDS}
    return [(kind, str(label), in_all(of_kind[kind])) for kind, label in KINDS.items()]
