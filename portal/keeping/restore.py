"""Brings a backup back: looks at every byte of it first, then files, then the database, then counts again."""

import json
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.keeping import facts, programs
from portal.keeping.backup import DUMP, FILES, MANIFEST, SUMS
from portal.keeping.errors import Unkept
from portal.keeping.progress import Progress
from portal.keeping.settling import settle


def verify(folder: Path, stdout) -> dict:
    """The manifest of a backup that is whole, to the last byte; raises Unkept and names what is not."""
    sums = read_sums(folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()} - {SUMS}
    for name in sorted(set(sums) - there):
        raise Unkept(f"this backup is damaged: {name} is missing")
    for name in sorted(there - set(sums)):
        raise Unkept(f"this backup is damaged: {name} is not in its list {SUMS}")
    for name in (MANIFEST, DUMP):
        if name not in sums:
            raise Unkept(f"this backup is damaged: {SUMS} does not name {name}")
    progress = Progress(stdout, "checksums", len(sums))
    for number, (name, expected) in enumerate(sums.items(), 1):
        try:
            found = facts.digest(folder / name)
        except OSError as error:
            raise Unkept(f"this backup is damaged: {name} cannot be read ({error.strerror})") from error
        if found != expected:
            raise Unkept(f"this backup is damaged: {name} is not what was written (SHA-256 differs)")
        progress.at(number)
    progress.done()
    manifest = json.loads((folder / MANIFEST).read_text())
    if manifest["files"]["count"] != len(sums) - 2:
        raise Unkept(f"this backup is damaged: {SUMS} does not name all files of the manifest")
    return manifest


def read_sums(folder: Path) -> dict[str, str]:
    try:
        text = (folder / SUMS).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise Unkept(f"{folder} is no whole backup: {SUMS} cannot be read") from error
    found = {}
    lines = text.split("\n")
    if lines.pop():
        raise Unkept(f"this backup is damaged: {SUMS} ends in the middle of a line")
    for line in lines:
        digest, gap, name = line.partition("  ")
        if len(digest) != 64 or not gap or not name or ".." in name or name.startswith("/"):
            raise Unkept(f"this backup is damaged: a line of {SUMS} cannot be read")
        found[name] = digest
    return found


def restore(folder: Path, stdout, *, replace: bool = False, send_waiting: bool = False) -> dict:
    """All of it, into an empty database; with `replace` what is there goes, once the backup is known to be whole."""
    manifest = verify(folder, stdout)
    _check_known(manifest)
    _check_free(replace)
    put_files(folder, stdout)
    if replace:
        _empty()
    _put_rows(folder, manifest, stdout)
    _compare(manifest)
    settle(send_waiting=send_waiting)
    return manifest


def _check_known(manifest: dict) -> None:
    """An older backup is brought up to date by `migrate`; a newer one holds what this version does not know."""
    if manifest["format"] != facts.FORMAT:
        raise Unkept(f"this backup has format {manifest['format']}; this version reads {facts.FORMAT}")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest["migrations"]) - known)
    if unknown:
        raise Unkept(
            f"this backup was made by version {manifest['version']}, which is newer: migration {unknown[0]} is unknown"
        )


def _check_free(replace: bool) -> None:
    if facts.tables() and not replace:
        raise Unkept("the database is not empty; say --replace to throw away what it holds")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Unkept(f"{others} other connections use the database: stop web, worker and beat first")


def put_files(folder: Path, stdout) -> None:
    """Files come before the rows that name them. One that is there already is left if it is the same, else mended."""
    root = folder / FILES
    paths = [path for path in sorted(root.rglob("*")) if path.is_file()]
    progress, size = Progress(stdout, "files", len(paths)), 0
    for number, path in enumerate(paths, 1):
        name = path.relative_to(root).as_posix()
        size += path.stat().st_size
        if not _is_there(name, path):
            default_storage.delete(name)
            with path.open("rb") as file:
                kept = default_storage.save(name, File(file))
            if kept != name:
                raise Unkept(f"the storage keeps {name} under another name, {kept}")
        progress.at(number)
    progress.done(size)


def _is_there(name: str, path: Path) -> bool:
    if not default_storage.exists(name) or default_storage.size(name) != path.stat().st_size:
        return False
    with default_storage.open(name) as kept, path.open("rb") as ours:
        return all(ours.read(len(chunk)) == chunk for chunk in kept.chunks(facts.CHUNK))


def _empty() -> None:
    """Away with everything the portal's role made here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT quote_ident(schemaname) FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'"
        )
        schemas = {row[0] for row in cursor.fetchall()}
        for schema in schemas | {"public"}:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("ALTER SCHEMA public OWNER TO pg_database_owner")


def _put_rows(folder: Path, manifest: dict, stdout) -> None:
    """In one transaction: whole or not at all."""
    progress = Progress(stdout, "tables", len(manifest["rows"]))

    def told(line: str) -> None:
        if "processing data for table" in line:
            progress.at(progress.count + 1)

    connection.close()
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments", "--verbose"]
    programs.run("pg_restore", *options, str(folder / DUMP), told=told)
    progress.done()


def _compare(manifest: dict) -> None:
    found, expected = facts.row_counts(), manifest["rows"]
    for table in sorted(set(found) | set(expected)):
        if found.get(table) != expected.get(table):
            raise Unkept(f"{table} has {found.get(table)} rows, the backup says {expected.get(table)}")
