"""Opening, closing and handing on turns; and how long each party has held a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from accounts.models import Institution, Position
from accounts.roles import Role
from casework.models import Allowance, Case, Turn
from regions import clock, working_days


@dataclass(frozen=True)
class Seat:
    """Who must act next: a position, or the pool of an office's role; with working days allowed or a fixed last day."""

    seat: str
    institution: Institution
    position: Position | None = None
    pool_role: Role | str = ""
    allowance: int | None = None
    due_on: date | None = None


def allowance_for(case: Case, *, resubmitted: bool = False) -> int | None:
    """Working days the case's present state may be held, as the administrator set them; None: no limit."""
    row = Allowance.objects.filter(lifecycle=case.kind, status=case.status).first()
    if row is None:
        return None
    return row.after_resubmission if resubmitted and row.after_resubmission is not None else row.working_days


def open_turn(case: Case, seat: Seat) -> Turn:
    """Hand the case to a seat from now on; the last day is counted in the zone of the office that holds it."""
    now, zone = clock.now(), seat.institution.timezone
    due_on = seat.due_on
    if due_on is None and seat.allowance is not None:
        due_on = working_days.due_on(now, seat.allowance, zone)
    return Turn.objects.create(
        case=case,
        seat=seat.seat,
        status=case.status,
        institution=seat.institution,
        position=seat.position,
        pool_role="" if seat.position else str(seat.pool_role),
        entered_at=now,
        allowance=seat.allowance,
        due_on=due_on,
        timezone=zone,
    )


def close_turns(case: Case, seats: Iterable[str] | None = None) -> int:
    """End the case's open turns (all, or only these seats); how many were open."""
    turns = case.turns.open()
    if seats is not None:
        turns = turns.filter(seat__in=list(seats))
    return turns.update(closed_at=clock.now())


def hand_on(turn: Turn, *, position: Position | None = None, pool_role: Role | str = "", seat: str = "") -> Turn:
    """Give an open turn to another position or pool of the same institution; the last day stays.

    With `seat` something else is to be done than before.
    """
    Turn.objects.filter(pk=turn.pk).update(closed_at=clock.now())
    return Turn.objects.create(
        case=turn.case,
        seat=seat or turn.seat,
        status=turn.status,
        institution=turn.institution,
        position=position,
        pool_role="" if position else str(pool_role),
        entered_at=clock.now(),
        counted_from=turn.began_at,
        allowance=turn.allowance,
        due_on=turn.due_on,
        timezone=turn.timezone,
    )


@dataclass(frozen=True)
class Held:
    """How many working days one institution has held a case, over all its turns."""

    institution: Institution
    days: int


def held_by(case: Case, turns: Iterable[Turn] | None = None) -> list[Held]:
    """Working days each institution has held the case, longest first; an open turn counts until today.

    Two turns of one institution that overlap (two reviewers) count their common days once. A page that has read
    all turns (with their institutions) hands them over.
    """
    spans: dict[Institution, list[tuple[date, date]]] = {}
    for turn in case.turns.select_related("institution") if turns is None else turns:
        zone = turn.timezone
        until = clock.day_of(turn.closed_at, zone) if turn.closed_at else clock.today(zone)
        spans.setdefault(turn.institution, []).append((clock.day_of(turn.entered_at, zone), until))
    held = [Held(institution, _working_days_covered(periods)) for institution, periods in spans.items()]
    return sorted(held, key=lambda row: -row.days)


def _working_days_covered(periods: list[tuple[date, date]]) -> int:
    """Working days in the union of periods, each counted from the day after its start."""
    days, reached = 0, date.min
    for start, end in sorted(periods):
        start = max(start, reached)
        if end > start:
            days += working_days.working_days_between(start, end)
            reached = end
    return days


def recompute_open_dues() -> int:
    """After the calendar or an allowance changed, count the last day of every open turn again; how many moved."""
    moved = 0
    for turn in Turn.objects.open().filter(allowance__isnull=False):
        due_on = working_days.due_on(turn.began_at, turn.allowance, turn.timezone)
        if due_on != turn.due_on:
            moved += Turn.objects.filter(pk=turn.pk).exclude(due_on=due_on).update(due_on=due_on)
    return moved


def touch(case: Case) -> None:
    """Raise the case's version: whoever holds an older page must look again."""
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
