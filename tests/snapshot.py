"""Brings the test database back to its reference rows after a test that really committed.

Django's own flush truncates, which the append-only tables refuse, and leaves the reference
data gone. Here every table is emptied with triggers silent and refilled from a copy kept in
the schema `snapshot`.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

SCHEMA = "snapshot"


def take() -> None:
    """Copy every table that has rows now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables(cursor, "public"):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')


def restore() -> None:
    with connection.cursor() as cursor:
        kept = set(_tables(cursor, SCHEMA))
        statements = []
        for table in _tables(cursor, "public"):
            statements.append(f'DELETE FROM public."{table}"')
            if table in kept:
                columns = ", ".join(_written_columns(cursor, table))
                statements.append(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM {SCHEMA}."{table}"')
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(";\n".join(statements))
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
    ContentType.objects.clear_cache()


def restore_if_any() -> None:
    """A kept database (--reuse-db) may hold what a test cut short has left."""
    with connection.cursor() as cursor:
        known = _tables(cursor, SCHEMA)
    if known:
        restore()


def _tables(cursor, schema: str) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations' ORDER BY 1",
        [schema],
    )
    return [row[0] for row in cursor.fetchall()]


def _written_columns(cursor, table: str) -> list[str]:
    """Without the columns PostgreSQL computes itself."""
    cursor.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [f'public."{table}"'],
    )
    return [row[0] for row in cursor.fetchall()]
