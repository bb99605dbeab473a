"""The log of the clock's sweeps: what each run found, or why it failed."""

import logging
from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from casework.models import SweepRun
from regions import clock

CAUSE_LIMIT = 2000
logger = logging.getLogger(__name__)


def recorded(name: str, sweep: Callable[[], int]) -> int:
    """Run a sweep and write down what came of it; a failure is written down and raised again."""
    started_at = clock.now()
    try:
        found = sweep()
    except Exception as error:
        _write(name, started_at, 0, _cause(error))
        raise
    _write(name, started_at, found, "")
    return found


def each(items: Iterable, act: Callable[..., int]) -> int:
    """Act on every item, whatever becomes of the others, and sum up; raises ExceptionGroup at the end if some failed.

    What fails every minute must not keep away what comes after it.
    """
    done, failures = 0, []
    for item in items:
        try:
            done += act(item)
        except Exception as error:
            logger.exception("%s failed for %r", act.__qualname__, item)
            failures.append(error)
    if failures:
        raise ExceptionGroup("some failed", failures)
    return done


def _cause(error: BaseException) -> str:
    inner = getattr(error, "exceptions", ())
    text = "; ".join(map(_cause, inner)) if inner else f"{type(error).__name__}: {error}"
    return text[:CAUSE_LIMIT]


def _write(name: str, started_at, found: int, cause: str) -> None:
    """A run like the last one of this day (nothing found, or the same failure) is counted in its row."""
    on, ended = clock.day_of(started_at), clock.now()
    last = SweepRun.objects.filter(name=name, on=on).order_by("-pk")
    alike = SweepRun.objects.filter(name=name, on=on, found=0, cause="") if not cause else last[:1]
    same = [row.pk for row in alike if not found and row.found == 0 and row.cause == cause]
    if same and SweepRun.objects.filter(pk=same[0]).update(runs=F("runs") + 1, finished_at=ended):
        return
    try:
        with transaction.atomic():
            SweepRun.objects.create(
                name=name, on=on, started_at=started_at, finished_at=ended, found=found, cause=cause
            )
    except IntegrityError:  # another process wrote the day's quiet row at this very moment
        quiet = SweepRun.objects.filter(name=name, on=on, found=0, cause="")
        quiet.update(runs=F("runs") + 1, finished_at=ended)
