"""What the clock does to cooperation documents: brings them into force on their day, lets them expire after it."""

import logging

from agreements.models import Agreement
from agreements.services import ends
from casework.locks import alone
from casework.reminders import fire, look_if_due
from casework.workflow import Refused, perform
from regions import clock

log = logging.getLogger(__name__)


def sweep() -> int:
    """Moves whose day has come, then reminders of ends; one process at a time, and twice does no harm."""
    with alone("agreements.sweep") as mine:
        return move_by_clock() + look_if_due("agreements.ends", lambda: fire(ends.candidates())) if mine else 0


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
