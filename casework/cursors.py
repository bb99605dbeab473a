"""Rows that are read one after the other to the end: files of lists, sweeps of the clock.

PostgreSQL plans a cursor as if only its first tenth were wanted, and then chooses what begins soon and ends late.
"""

from django.db.backends.signals import connection_created


def connect() -> None:
    connection_created.connect(_to_the_end, dispatch_uid="casework.cursors")


def _to_the_end(connection, **_kwargs) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET cursor_tuple_fraction = 1")
