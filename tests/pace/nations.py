"""Databases of the two sizes that are measured, made once beside the one the tests use and kept for the next round."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import environ
import psycopg2
from psycopg2 import sql

SIZES = {"tenth": 0.1, "nation": 1.0}
MANAGE = [sys.executable, "manage.py"]
STEPS = (["migrate", "-v0"], ["createcachetable"], ["load_reference", "-v0"], ["collectstatic", "--noinput", "-v0"])


def environment(name: str, home: Path) -> dict[str, str]:
    """What a process needs to work on this size; `home` keeps its files."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return os.environ | {
        "DATABASE_URL": f"{url}/sinergi_{name}",
        "SINERGI_HOME": str(home),
        "SINERGI_DEMONSTRATION": "1",
        "PROVINCE_SHARE": "0",  # whoever measures asks more than a province
        "SECRET_KEY": os.environ.get("SECRET_KEY", "of-this-measurement-only-" * 3),
    }


def make(name: str, home: Path) -> dict[str, str]:
    """The environment of a database of this size, filled when it is not there yet, brought to the present shape."""
    there = environment(name, home)
    new = _create(there["DATABASE_URL"])
    for step in STEPS:
        subprocess.run([*MANAGE, *step], env=there, check=True, stdout=subprocess.DEVNULL)
    if new:
        subprocess.run([*MANAGE, "seed_demo", "--scale", str(SIZES[name])], env=there, check=True)
    return there


def _create(url: str) -> bool:
    """Whether the database had to be created."""
    wanted = environ.Env.db_url_config(url)
    link = psycopg2.connect(
        dbname="postgres",
        user=wanted["USER"],
        password=wanted["PASSWORD"] or None,
        host=wanted["HOST"] or None,
        port=wanted["PORT"] or None,
    )
    link.autocommit = True  # a database is created outside any transaction
    with closing(link), link.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted["NAME"]])
        if cursor.fetchone():
            return False
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(wanted["NAME"])))
    return True
