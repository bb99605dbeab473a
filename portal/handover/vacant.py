"""What nobody answers for: positions without a holder today, and the open turns that wait for them."""

from accounts.models import Holding, Institution, Position
from casework.models import Turn
from regions import clock


def vacant_positions(actor):
    """Positions that nobody holds today, of the institutions an actor looks after."""
    today = clock.today()
    held = Holding.objects.on(today).order_by().values("position")
    found = Position.objects.administered_by(actor).valid_on(today).exclude(pk__in=held)
    return found.select_related("institution").order_by("institution__short_name", "title", "pk")


def vacant_turns(actor):
    """Open turns without anybody, of the institutions an actor looks after.

    An open turn is an open case's, which is said so that an index of open cases serves.
    """
    mine = Institution.objects.administered_by(actor).values("pk")
    vacant = Turn.objects.visible_to(actor).open().vacant_on(clock.today())
    return vacant.filter(institution__in=mine, case__closed_at__isnull=True)
