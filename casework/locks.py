"""The one place that takes locks, so that a test can show what happens without them."""

import zlib
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import QuerySet


def locked(rows: QuerySet) -> QuerySet:
    """The same rows, held against every other transaction until this one ends. Lock first, then look.

    Rows that only refer to a held one may come meanwhile: whoever holds a turn and writes what hangs on its case must
    not wait for whoever holds the case and waits for the turn.
    """
    return rows.select_for_update(of=("self",), no_key=True)


@contextmanager
def alone(name: str):
    """Whether this process is the only one inside; the database frees the place of one that died. Never waits."""
    key = [zlib.crc32(name.encode())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", key)
        got = cursor.fetchone()[0]
    try:
        yield got
    finally:
        if got:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", key)
