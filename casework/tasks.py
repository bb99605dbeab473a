"""The clock's hand: each task makes one service call and may run twice without harm."""

from celery import shared_task

from casework import outbox, reminders, vacancies
from casework.runs import recorded


@shared_task(name="casework.tasks.deliver")
def deliver() -> None:
    outbox.deliver()


@shared_task(name="casework.tasks.sweep")
def sweep() -> None:
    recorded("casework.vacancies", vacancies.sweep)
    recorded("casework.reminders", reminders.sweep)
