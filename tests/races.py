"""Letting people act at the same instant; each test of this kind has a twin that shows what the lock prevents."""

import threading
import time

from django.db import IntegrityError, connection, connections

from casework.workflow import Refused

PATIENCE = 30  # seconds; only a race that hangs needs them


def unlocked(rows):
    return rows


def race(*acts) -> list:
    """Run acts at once: each has begun its transaction and read before any writes, unless a lock keeps it waiting."""
    results, backends = [None] * len(acts), [None] * len(acts)
    arrived = [False] * len(acts)  # at its first write, or at its end

    def kept_waiting(cursor) -> set[int]:
        """The database sessions that stand before a lock now."""
        cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted")
        return {pid for (pid,) in cursor.fetchall()}

    def others_have_read(cursor) -> bool:
        waiting = [backend for backend, there in zip(backends, arrived, strict=True) if not there]
        return not waiting or (None not in waiting and set(waiting) <= kept_waiting(cursor))

    def meet(index):
        def before(execute, sql, params, many, context):
            backends[index] = backends[index] or connection.connection.info.backend_pid
            if sql.startswith(("UPDATE", "INSERT")) and not arrived[index]:
                arrived[index], until = True, time.monotonic() + PATIENCE
                with connection.connection.cursor() as cursor:
                    while not others_have_read(cursor) and time.monotonic() < until:
                        time.sleep(0.01)
            return execute(sql, params, many, context)

        return before

    def run(index, act):
        try:
            with connection.execute_wrapper(meet(index)):
                results[index] = act()
        except (Refused, IntegrityError) as error:
            results[index] = error
        finally:
            arrived[index] = True
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(results, kind) -> int:
    return sum(isinstance(result, kind) for result in results)
