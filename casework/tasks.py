"""The clock's hand: each task makes one service call and may run twice without harm."""

from celery import shared_task

from casework import bulk, digests, exports, outbox, reminders, strays, vacancies
from casework.bell import ring
from casework.runs import each, recorded


@shared_task(name="casework.tasks.deliver")
def deliver() -> None:
    if outbox.deliver():  # more may wait than one batch; the next is not left to the clock
        ring()


@shared_task(name="casework.tasks.sweep")
def sweep() -> None:
    each((vacancies, reminders, digests), _recorded)


@shared_task(name="casework.tasks.make_export")
def make_export(pk: int) -> None:
    exports.make(pk)


@shared_task(name="casework.tasks.carry_out_bulk")
def carry_out_bulk(pk: int) -> None:
    bulk.carry_out(pk)


@shared_task(name="casework.tasks.sweep_lists")
def sweep_lists() -> None:
    each((exports, bulk), _recorded)


@shared_task(name="casework.tasks.sweep_strays")
def sweep_strays() -> None:
    recorded("casework.strays", strays.sweep)


def _recorded(module) -> int:
    return recorded(module.__name__, module.sweep)
