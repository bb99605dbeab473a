"""Hands the story's mail to the mail server through the outbox, each message at its own hour."""

from itertools import groupby

from django.db import connection

from casework import outbox
from casework.models import Message
from regions import clock


def deliver_as_it_was() -> int:
    """What was queued in the story is sent with the clock held where it was queued; how many went.

    Stops when no server is there: then the worker sends them as soon as there is one. Runs after the story is
    committed, because the outbox commits each step of its own.
    """
    _commit_without_waiting_for_the_disk()
    queued = Message.objects.filter(status=Message.Status.QUEUED, attempts=0).order_by("next_attempt_at", "pk")
    hours = groupby(queued.values_list("next_attempt_at", flat=True), key=lambda at: at.replace(minute=0, second=0))
    sent = 0
    for _hour, instants in hours:
        batch = list(instants)
        with clock.at(batch[-1]):
            went = outbox.deliver(limit=len(batch))
        sent += went
        if not went:
            break
    return sent


def _commit_without_waiting_for_the_disk() -> None:
    """Thousands of small commits of a demonstration; should the machine die, a mail may be sent twice, no more."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
