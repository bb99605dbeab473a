"""Reminders of one document as its page tells them: what its end and its turns will send, and what was sent."""

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.services import ends
from casework import reminded
from casework.models import LadderStep
from casework.reminders import falls_due_at
from regions import clock
from regions.templatetags.dates import instant


def entries(agreement: Agreement) -> list[dict]:
    """For components/trail.html. A document in force has no turn, so its end is all that is ahead."""
    ahead = _of_the_end(agreement)
    if ahead:
        ahead[0] |= {"group": _("Will be sent"), "strong": True}
    return ahead + reminded.lines(agreement.case)


def _of_the_end(agreement: Agreement) -> list[dict]:
    """Days on which its end is spoken of, each with everybody it tells."""
    told: dict = {}
    for day, step in ends.coming(agreement):
        told.setdefault(day, []).append(str(LadderStep.Audience(step.audience).label))
    return [
        {"title": instant(falls_due_at(day, clock.AGENCY_ZONE)), "note": "; ".join(who)}
        for day, who in sorted(told.items())
    ]
