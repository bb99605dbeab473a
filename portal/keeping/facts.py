"""What a backup says of itself: when, of which version, how many rows; read again before and after a restore."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from casework.models import Document

FORMAT = 1
CHUNK = 1024 * 1024


def version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def applied_migrations() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def tables() -> list[str]:
    """Every table of this database, whoever made it, with its schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def row_counts() -> dict[str, int]:
    """Counted, not estimated: this is what a restore is held against."""
    counts = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0]


def stored_files() -> Iterator[tuple[str, int, str]]:
    """Name, size and SHA-256 of each file that a row names and that cannot be made again."""
    files = Document.objects.order_by("file").distinct("file")
    return files.values_list("file", "size", "sha256").iterator(chunk_size=2000)


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
