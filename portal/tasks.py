"""The clock's hand for what several rooms share; each task may run twice without harm."""

from celery import shared_task

from casework.runs import recorded
from portal.board import count
from portal.board_kept import renew
from portal.handover import provinces
from portal.kept_pages import changes


@shared_task(name="portal.tasks.sweep")
def sweep() -> None:
    recorded("portal.handovers", provinces.sweep)
    recorded("portal.changes", changes.forget)


@shared_task(name="portal.tasks.renew_board")
def renew_board() -> None:
    """The figures of the board that take long, counted again before anybody has to wait for them."""
    recorded("portal.board", lambda: renew(count))
