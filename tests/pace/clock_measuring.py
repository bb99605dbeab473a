"""Measures what the clock does by itself at the size of the nation; prints what it saw as JSON.

Run by tests/pace/clock_round.py in a process of its own, beside a real worker on the same database. The day is a
working day at ten in Jakarta, when every zone may be told, and so late that many reminders have fallen due.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from datetime import time as hour

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()

import psutil
from django.db import connection
from django.db.models import Max

from casework import reminders
from casework.models import Case, Message, Notice, Reminder, SweepRun
from portal.celery import app
from regions import clock, working_days
from tests.pace.test_clock import TASKS

ROUNDS, PATIENCE, MANY = 9, 1800, 12_000


def when_many_are_due() -> None:
    """All processes of this database's home go to the first working day, ten in Jakarta, on which enough is due."""
    day = datetime.now(UTC).date()
    while True:
        day = working_days.next_working_day(day)
        clock.shift(datetime.combine(day, hour(3), UTC) - datetime.now(UTC))
        if len(reminders.find(reminders._due_steps())) > MANY:
            return


class Worker:
    """The real worker's pool, seen from outside: what its children keep to themselves in memory."""

    def __init__(self, pid: int):
        self.process, self.seen = psutil.Process(pid), []

    def look(self, done: int) -> None:
        kept = [child.memory_full_info().uss for child in self.process.children()]
        if kept:  # it may have only just begun
            self.seen.append((done, max(kept) / 1e6))

    def between(self, first: float, last: float) -> float:
        """The most memory a child held while this share of the work was done, in megabytes."""
        whole = self.seen[-1][0]
        return max(memory for done, memory in self.seen if first * whole <= done <= last * whole)

    def do(self, task: str) -> None:
        """Hand a task to the worker and wait until what it recorded says that it is over."""
        before = SweepRun.objects.aggregate(last=Max("finished_at"))["last"] or clock.now()
        app.send_task(task)
        self.wait(lambda: SweepRun.objects.filter(finished_at__gt=before).exists(), Notice.objects.count)

    def wait(self, over: Callable[[], bool], done: Callable[[], int], pause: float = 1.0) -> float:
        """Seconds until it is over; the pool is looked at meanwhile."""
        began, start = time.monotonic(), done()
        while not over():
            assert time.monotonic() - began < PATIENCE, self.seen[-1:]
            self.look(done() - start)
            time.sleep(pause)
        self.look(done() - start)
        return time.monotonic() - began


def telling(worker: Worker) -> dict:
    """Reminders found, merged and written, by the worker, in one sweep."""
    before, told, worker.seen = Reminder.objects.count(), Notice.objects.count(), []
    began = time.monotonic()
    worker.do("casework.tasks.sweep")
    worker.wait(lambda: _ran("casework.digests"), Notice.objects.count)
    return {
        "found": Reminder.objects.count() - before,
        "letters": Notice.objects.count() - told,
        "seconds": time.monotonic() - began,
        "memory": [worker.between(0.2, 0.5), worker.between(0.8, 1.0)],
    }


def _ran(name: str) -> bool:
    return SweepRun.objects.filter(name=name).exists()


def sending(worker: Worker) -> dict:
    """What is left in the outbox handed to the SMTP sink by the worker."""
    waiting = Message.objects.filter(status__in=["queued", "sending"])
    worker.seen, count = [], waiting.count()
    app.send_task("casework.tasks.deliver")
    seconds = worker.wait(lambda: not waiting.exists(), lambda: -waiting.count())
    return {"sent": count, "seconds": seconds, "memory": [worker.between(0.2, 0.5), worker.between(0.8, 1.0)]}


def quiet(task: str) -> dict:
    """One task that finds nothing to do, in this process, often."""
    taken, asked = [], []

    def count(run, *args):
        asked.append(args[0])
        return run(*args)

    for _round in range(ROUNDS):
        began = time.perf_counter()
        app.tasks[task].apply(throw=True)
        taken.append(time.perf_counter() - began)
    with connection.execute_wrapper(count):
        app.tasks[task].apply(throw=True)
    return {"task": task, "seconds": statistics.median(taken), "fastest": min(taken), "queries": len(asked)}


def main(worker_pid: int) -> None:
    app.loader.import_default_modules()
    worker = Worker(worker_pid)
    when_many_are_due()
    SweepRun.objects.all().delete()
    began = time.monotonic()
    worker.do("agreements.tasks.sweep")
    moved = {"moves": SweepRun.objects.get(name="agreements.sweep").found, "seconds": time.monotonic() - began}
    result = {"cases": Case.objects.count(), "agreements": moved}
    for name, act in {"telling": telling, "sending": sending}.items():
        result[name] = act(worker)
        print(name, result[name], file=sys.stderr, flush=True)
    for task in TASKS:  # once for what may still be due; then there is nothing
        app.tasks[task].apply(throw=True)
    began = time.monotonic()
    reminders.look()
    result["look"] = time.monotonic() - began
    result["quiet"] = [quiet(task) for task in TASKS]
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
