"""Which states a case has been in, in order of time, and how long it stayed: read from its trail."""

from dataclasses import dataclass
from datetime import date

from casework.models import Case
from regions import clock, working_days


@dataclass(frozen=True)
class Stay:
    """One stay in one state; `until` is None where the case is now. Days are days in the owner's zone."""

    status: str
    zone: str
    since: date
    until: date | None = None

    @property
    def days(self) -> int:
        """Working days from arrival until it was left, or until today."""
        return working_days.working_days_between(self.since, self.until or clock.today(self.zone))


def stays(case: Case) -> list[Stay]:
    """Every stay, oldest first; the last one is where the case stands."""
    zone, found = case.owner.timezone, []
    entries = sorted(case.trail.all(), key=lambda entry: (entry.at, entry.pk))
    status, since = None, case.opened_at
    for entry in entries:
        after = entry.to_status
        if not after or after == status or (status is None and entry.from_status == after):
            continue
        origin = status or entry.from_status
        if origin:
            found.append(Stay(origin, zone, clock.day_of(since, zone), clock.day_of(entry.at, zone)))
        status, since = after, entry.at
    return [*found, Stay(status or case.status, zone, clock.day_of(since, zone))]
