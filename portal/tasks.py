"""The clock's hand for what several rooms share; each task may run twice without harm."""

from celery import shared_task

from casework.runs import recorded
from portal.handover import provinces


@shared_task(name="portal.tasks.sweep")
def sweep() -> None:
    recorded("portal.handovers", provinces.sweep)
