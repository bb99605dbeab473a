"""Reading and revising the ladder: on which day a rung stands, what comes after it, and new versions of a rung."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.forms.models import model_to_dict

from casework.locks import locked
from casework.models import LadderStep, Turn
from regions import clock, working_days

A_DAY = timedelta(days=1)


def rung_day(due_on: date, offset: int) -> date:
    """The day of a rung so many working days from a last day; the last day's own rung never comes after it."""
    if offset == 0 and not working_days.is_working_day(due_on):
        return working_days.add_working_days(due_on, -1)
    return working_days.add_working_days(due_on, offset)


def latest_due(offset: int, today: date) -> date:
    """The mirror of `rung_day`: the latest last day whose rung has come by today. Rungs are found by this range."""
    if offset > 0:
        return working_days.add_working_days(today + A_DAY, -offset) - A_DAY
    if offset == 0:
        return working_days.next_working_day(today) - A_DAY
    return working_days.add_working_days(today, -offset)


@dataclass(frozen=True)
class Stage:
    """All rungs of one turn that stand on the same day; `number` of `count` is how people speak of it."""

    number: int
    count: int
    day: date
    steps: tuple[LadderStep, ...]


def due_steps() -> list[LadderStep]:
    """The rungs in force that count from a turn's last day."""
    return list(LadderStep.objects.in_force().filter(basis=LadderStep.Basis.DUE))


def stages(turn: Turn, steps: Iterable[LadderStep]) -> list[Stage]:
    """The ladder of one turn in order of days; empty when it has no last day. `turn.case` is loaded."""
    if turn.due_on is None:
        return []
    own = [step for step in steps if step.lifecycle == turn.case.kind and step.status in ("", turn.status)]
    own = [step for step in own if not stood_before(step, turn)]
    own.sort(key=lambda step: (step.offset, step.pk))
    days = [(offset, tuple(group)) for offset, group in groupby(own, key=lambda step: step.offset)]
    return [
        Stage(number, len(days), rung_day(turn.due_on, offset), group)
        for number, (offset, group) in enumerate(days, start=1)
    ]


def stood_before(step: LadderStep, turn: Turn) -> bool:
    """Whether the rung's hour lies before the turn began, so that it never speaks for this turn.

    A forewarning on the very day of arrival says nothing new either.
    """
    day, arrived = rung_day(turn.due_on, step.offset), clock.day_of(turn.entered_at, turn.timezone)
    if step.offset < 0:
        return day <= arrived
    return working_days.opening(working_days.working_day_from(day), turn.timezone) < turn.entered_at


def next_stage(turn: Turn, steps: Iterable[LadderStep], after: date) -> Stage | None:
    """The first stage that stands on a later day than this one."""
    return next((stage for stage in stages(turn, steps) if stage.day > after), None)


FIELDS = ("lifecycle", "status", "basis", "offset", "audience")


def add(*, code: str = "", **fields) -> LadderStep:
    """A new rung, in force from now."""
    return LadderStep.objects.create(code=code or uuid.uuid4().hex, active_from=clock.now(), **fields)


@transaction.atomic
def revise(step: LadderStep, **changes) -> LadderStep:
    """Edit a rung: the version in force is retired and a new one takes its place under the same code."""
    current = _retire(step.code)
    fields = model_to_dict(current, fields=FIELDS) | changes
    return add(code=current.code, version=current.version + 1, **fields)


@transaction.atomic
def retire(step: LadderStep) -> None:
    """Take a rung off the ladder; what it told stays in the history."""
    _retire(step.code)


def _retire(code: str) -> LadderStep:
    current = locked(LadderStep.objects.in_force().filter(code=code)).get()
    current.retired_at = clock.now()
    current.save(update_fields=["retired_at"])
    return current
