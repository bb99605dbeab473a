"""Letting people act at the same instant; each test of this kind has a twin that shows what the lock prevents."""

import threading
from contextlib import suppress

from django.db import IntegrityError, connection, connections

from casework.workflow import Refused


def unlocked(rows):
    return rows


def race(*acts) -> list:
    """Run acts at once: each has begun its transaction and read before any writes, unless a lock keeps it waiting."""
    both_have_read, results = threading.Barrier(len(acts)), [None] * len(acts)

    def meet(execute, sql, params, many, context):
        """Before its first write a thread waits a moment for the other to have read too."""
        if sql.startswith(("UPDATE", "INSERT")) and not met.get(threading.get_ident()):
            met[threading.get_ident()] = True
            with suppress(threading.BrokenBarrierError):
                both_have_read.wait(timeout=1)
        return execute(sql, params, many, context)

    def run(index, act):
        try:
            with connection.execute_wrapper(meet):
                results[index] = act()
        except (Refused, IntegrityError) as error:
            results[index] = error
        finally:
            connections.close_all()

    met: dict[int, bool] = {}
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(results, kind) -> int:
    return sum(isinstance(result, kind) for result in results)
