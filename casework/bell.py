"""Wakes the delivery of mail after a commit; the rows are the truth, so a bell that does not ring loses nothing."""

from celery import current_app
from django.db import transaction

# Seconds. Thousands of letters written at once ring thousands of times; a bell nobody heard in time is thrown away, or
# whatever else the worker has to do would wait behind them. The clock pokes meanwhile.
STALE_AFTER = 60


def ring() -> None:
    """Once per transaction, however many messages it queued. A dead broker never makes an error of a saved change."""
    waiting = (entry[1] for entry in transaction.get_connection().run_on_commit)
    if _ring not in waiting:
        transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    current_app.send_task("casework.tasks.deliver", expires=STALE_AFTER)
