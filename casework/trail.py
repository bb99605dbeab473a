"""Writing the trail: one line, in the same transaction as what it tells of."""

from collections.abc import Callable

from casework.models import Case, TrailEntry
from regions import clock

# What a room adds to the particulars of every line of its cases, e.g. how far its rows have been kept.
_MARKS: dict[str, Callable[[Case], dict]] = {}


def register_mark(kind: str, mark: Callable[[Case], dict]) -> None:
    """Called from a room's AppConfig.ready."""
    _MARKS[kind] = mark


def record(
    case: Case, action: str, *, actor, comment: str = "", from_status: str = "", to_status: str = "", **params
) -> TrailEntry:
    """Write one line of a case's history. `actor=None` is the clock. Parameters must be JSON."""
    return TrailEntry.objects.create(
        case=case,
        at=clock.now(),
        action=action,
        comment=comment,
        from_status=from_status,
        to_status=to_status or from_status,
        params=params | _MARKS.get(case.kind, _unmarked)(case),
        user=actor.user if actor else None,
        position=actor.position if actor else None,
        actor_name=actor.display_name if actor else "",
        actor_position=actor.position_label if actor else "",
    )


def _unmarked(case: Case) -> dict:
    return {}
