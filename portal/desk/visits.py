"""When a person last looked at a desk: what came since is new, and the welcome shows until it is put away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from portal.models import DeskVisit
from regions import clock

# A look within half an hour belongs to the same visit, so that turning back to the desk does not use up what is new.
LOOK = """INSERT INTO portal_deskvisit AS visit (user_id, position_id, seen_at) VALUES (%s, %s, %s)
ON CONFLICT (user_id, position_id) DO UPDATE SET
 looked_before = CASE WHEN visit.seen_at < excluded.seen_at - interval '30 minutes'
  THEN visit.seen_at ELSE visit.looked_before END,
 seen_at = excluded.seen_at
RETURNING looked_before, welcomed_at"""


@dataclass(frozen=True)
class Visit:
    """`since`: when the visit before this one ended; None on the first. `welcome`: it was not put away yet."""

    since: datetime | None = None
    welcome: bool = False

    def is_new(self, at: datetime) -> bool:
        return self.since is not None and at > self.since


def look(actor: Actor) -> Visit:
    """The desk is being seen now: remember it, and say when it was seen before; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [actor.user.pk, actor.position.pk, clock.now()])
        since, welcomed = cursor.fetchone()
    return Visit(since, welcomed is None)


def put_away_welcome(actor: Actor) -> None:
    """For good, for this person in this position."""
    now = clock.now()
    fields = {"welcomed_at": now}
    DeskVisit.objects.update_or_create(
        user=actor.user, position=actor.position, defaults=fields, create_defaults=fields | {"seen_at": now}
    )
