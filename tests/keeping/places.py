"""Empty places to restore into: a database and a data folder of their own, and manage.py run on them."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg2
from django.db import connection

from portal.launcher.processes import CHECKOUT
from tests import workers
from tests.hands import database_url


@contextlib.contextmanager
def empty_database(word: str) -> Iterator[str]:
    """The address of a database that holds nothing; it is dropped at the end."""
    name = f"{workers.database()}_{word}"
    try:
        _drop(name)
        _command(f'CREATE DATABASE "{name}"')
        yield database_url().rsplit("/", 1)[0] + f"/{name}"
    finally:
        _drop(name)


def counted(address: str, tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table of another database has."""
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("user", "password", "host", "port") if parameters.get(key)}
    with contextlib.closing(psycopg2.connect(dbname=address.rsplit("/", 1)[1], **wanted)) as other:
        found = {}
        for table in tables:
            with other.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                found[table] = cursor.fetchone()[0]
        return found


def _drop(name: str) -> None:
    _command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _command(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def manage(home: Path, address: str, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": address, "SINERGI_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )
