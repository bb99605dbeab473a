"""The clock's hand for cooperation documents: one service call, which may run twice without harm."""

from celery import shared_task

from agreements.services import clockwork
from casework.runs import recorded


@shared_task(name="agreements.tasks.sweep")
def sweep() -> None:
    recorded("agreements.sweep", clockwork.sweep)
