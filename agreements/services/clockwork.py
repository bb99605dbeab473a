"""What the clock does to cooperation documents: brings them into force on their day, lets them expire after it."""

import logging
from datetime import timedelta

from agreements.models import Agreement
from agreements.services import ends
from casework.locks import alone
from casework.models import SweepRun
from casework.reminders import delivers_anywhere, fire
from casework.runs import recorded
from casework.workflow import Refused, perform
from regions import clock

log = logging.getLogger(__name__)
ALL_ENDS, AN_HOUR = "agreements.ends", timedelta(hours=1)


def sweep() -> int:
    """Moves whose day has come, then reminders of ends; one process at a time, and twice does no harm."""
    with alone("agreements.sweep") as mine:
        return move_by_clock() + remind() if mine else 0


def remind() -> int:
    """What is new in every sweep; once an hour all, for whoever joined a document or was missed when others heard."""
    now = clock.now()
    if not delivers_anywhere(now):
        return 0
    lately = SweepRun.objects.filter(name=ALL_ENDS, cause="", finished_at__gt=now - AN_HOUR, finished_at__lte=now)
    if lately.exists():
        return fire(ends.candidates(fresh=True))
    return recorded(ALL_ENDS, lambda: fire(ends.candidates()))


def move_by_clock() -> int:
    """Every move whose day has come, however late the clock wakes; how many were made.

    Each move is its own transaction, so one document never holds up another. Beginnings come first: a document
    whose whole term passed while the clock slept begins and ends in the same run.
    """
    return _begin() + _end()


def _begin() -> int:
    due = Agreement.objects.in_state("partly_signed").begun_by(clock.today())
    return sum(_move(agreement, "bring_into_force") for agreement in due.with_case().order_by("pk"))


def _end() -> int:
    due = Agreement.objects.in_force().past(clock.today())
    return sum(_move(agreement, "expire") for agreement in due.with_case().order_by("pk"))


def _move(agreement: Agreement, name: str) -> int:
    """Made, or not: a missing condition, and a person or a second clock that was faster, are no error."""
    try:
        perform(agreement, name, actor=None)
    except Refused:
        return 0
    except Exception:
        log.exception("the clock could not %s %s", name, agreement)
        return 0
    return 1
