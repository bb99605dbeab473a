"""Databases of the two sizes that are measured, made once beside the one the tests use and kept for the next round."""

import os
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import environ
import psycopg2
from psycopg2 import sql

SIZES = {"tenth": 0.1, "nation": 1.0}
KEPT = os.environ.get("PACE_KEPT")  # 1: while a test is written, take what the last run has left
MANAGE = [sys.executable, "manage.py"]
STEPS = (["migrate", "-v0"], ["createcachetable"], ["load_reference", "-v0"], ["collectstatic", "--noinput", "-v0"])


def environment(name: str, home: Path) -> dict[str, str]:
    """What a process needs to work on this size; `home` keeps its files."""
    return os.environ | {
        "DATABASE_URL": f"{os.environ['DATABASE_URL']}_{name}",
        "SINERGI_HOME": str(home),
        "SINERGI_DEMONSTRATION": "1",
        "PROVINCE_SHARE": "0",  # whoever measures asks more than a province
        "SECRET_KEY": os.environ.get("SECRET_KEY", "of-this-measurement-only-" * 3),
    }


def make(name: str, home: Path) -> dict[str, str]:
    """The environment of a database of this size, filled when it is not there yet, brought to the present shape."""
    there = environment(name, home)
    new = _create(there["DATABASE_URL"])
    if KEPT and not new:
        return there
    for step in STEPS:
        subprocess.run([*MANAGE, *step], env=there, check=True, stdout=subprocess.DEVNULL)
    if new:
        subprocess.run([*MANAGE, "seed_demo", "--scale", str(SIZES[name])], env=there, check=True)
    return there


def copy(name: str, of: str, home: Path) -> dict[str, str]:
    """The environment of a fresh copy of a database that has been made, for whoever changes what it holds."""
    there = environment(name, home)
    wanted, model = (sql.Identifier(named(environment(one, home)["DATABASE_URL"])["NAME"]) for one in (name, of))
    with _server(there["DATABASE_URL"]) as cursor:
        if KEPT:
            return there
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(wanted))
        # Files are copied without passing through the log.
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(wanted, model))
    return there


def named(url: str) -> dict:
    return environ.Env.db_url_config(url)


def _create(url: str) -> bool:
    """Whether the database had to be created."""
    name = named(url)["NAME"]
    with _server(url) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return True


@contextmanager
def _server(url: str):
    """Beside all databases: one is made outside any transaction, and while nobody is in it."""
    there = named(url)
    link = psycopg2.connect(
        dbname="postgres",
        user=there["USER"],
        password=there["PASSWORD"] or None,
        host=there["HOST"] or None,
        port=there["PORT"] or None,
    )
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        yield cursor
