"""Writing the trail: one line, in the same transaction as what it tells of."""

from casework.models import Case, TrailEntry
from regions import clock


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
        params=params,
        user=actor.user if actor else None,
        position=actor.position if actor else None,
        actor_name=actor.display_name if actor else "",
        actor_position=actor.position_label if actor else "",
    )
