"""The story's time: events in working hours of working days, counted back from the first start, told in order."""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from regions import clock, working_days

MORNING, EVENING = time(8, 20), time(15, 40)


@dataclass(frozen=True)
class Beat:
    """One act of a life, so many working days before the day of the first start."""

    act: str
    ago: int


def beats(script: str) -> list[Beat]:
    """Read "write 3 submit 1 take 2": each number is the working days until the next act, the last until today.

    `start@40` fixes an act at 40 working days ago; what stands before it is laid back from there.
    """
    found: list[Beat] = []
    ago = 0
    for word in reversed(script.split()):
        if word.isdigit():
            ago += int(word)
            continue
        act, _sign, fixed = word.partition("@")
        if fixed and int(fixed) < ago:
            raise ValueError(f"{word} comes later than what follows it in: {script}")
        ago = int(fixed) if fixed else ago
        found.append(Beat(act, ago))
    return found[::-1]


class Diary:
    """Gives each act of one life an instant: in its office's working hours, after the act before it."""

    def __init__(self, seed: str):
        self.chance = random.Random(seed)
        self.last: datetime | None = None

    def instant(self, day: date, zone: str) -> datetime:
        opening = datetime.combine(day, MORNING, ZoneInfo(zone))
        closing = datetime.combine(day, EVENING, ZoneInfo(zone))
        at = opening + (closing - opening) * self.chance.random()
        if self.last is not None and (at <= self.last or self.last.astimezone(at.tzinfo).date() == day):
            at = self.last + timedelta(minutes=self.chance.randint(9, 40))
        self.last = at.replace(second=self.chance.randrange(60), microsecond=0)
        return self.last


def tell(lives: Iterable[Iterator[datetime]], say: Callable[[str], None]) -> int:
    """Let all lives happen in the order of time, each event with the clock held at its instant; how many events.

    A life yields the instant of its next event and acts when it is asked for the one after.
    """
    heap = [(first, order, life) for order, life in enumerate(lives) if (first := next(life, None))]
    heapq.heapify(heap)
    told, month = 0, ""
    while heap:
        at, order, life = heapq.heappop(heap)
        if f"{at:%Y-%m}" != month:
            month = f"{at:%Y-%m}"
            say(month)
        with clock.at(at), working_days.spell():
            following = next(life, None)
        told += 1
        if following is not None:
            heapq.heappush(heap, (following, order, life))
    return told


def on_days(days: Iterable[date], hour: time, act: Callable[[], object]) -> Iterator[datetime]:
    """A life that does the same on each of these days at an hour in Jakarta."""
    for day in days:
        yield datetime.combine(day, hour, ZoneInfo(clock.AGENCY_ZONE))
        act()
