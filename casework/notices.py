"""Telling people: a line in the inbox, and a message in the outbox, in the same transaction as what happened."""

from accounts.access import holders_of, positions_with
from accounts.models import User
from casework.models import Case, Notice, Turn
from regions import clock


def people_of(turn: Turn) -> list[User]:
    """Who answers for a turn today: the holders of its position, or of every position in its pool."""
    positions = [turn.position] if turn.position_id else positions_with(turn.pool_role, turn.institution)
    return [holding.user for position in positions for holding in holders_of(position)]


def tell(case: Case, kind: str, recipients, *, url: str = "", **params) -> list[Notice]:
    """One notice per person (once each); mail follows through the outbox."""
    people = {user.pk: user for user in recipients if user.is_active}
    return [
        Notice.objects.create(recipient=user, case=case, kind=kind, params=params, url=url, at=clock.now())
        for user in people.values()
    ]


def tell_of_move(obj, row, *, actor, comment: str = "") -> list[Notice]:
    """Tell whoever holds the case now, and whom the move names besides; never the one who made it."""
    kind = f"{obj.workflow.kind}.{row.name}"
    people = [
        user for turn in obj.case.turns.open().select_related("position", "institution") for user in people_of(turn)
    ]
    people += list(row.tells(obj))
    told = [user for user in people if actor is None or user.pk != actor.user.pk]
    return tell(obj.case, kind, told, url=obj.get_absolute_url(), comment=comment)
