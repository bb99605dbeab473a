"""Carries database and files into one folder with checksums, while the portal goes on.

First the database's snapshot, then the files. A file's bytes are written before its row, never rewritten, and never
taken away while the row stands; so whatever file a row of the snapshot names is there when it is copied afterwards.
The other way round a file that came in between would be a row without its bytes. Files that came after the snapshot
are not in it and not copied. Files of lists can be made again and stay behind.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction

from portal.keeping import facts, programs
from portal.keeping.errors import Unkept
from portal.keeping.progress import Progress

MANIFEST, SUMS, DUMP, FILES = "manifest.json", "SHA256SUMS", "database.dump", "files"


@dataclass
class Backup:
    """A backup in the making, beside its place; it is moved there whole as the last step."""

    target: Path
    stdout: object
    sums: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)

    def make(self) -> dict:
        """All of it; what the manifest says."""
        if self.target.exists():
            raise Unkept(f"{self.target} exists already; a backup is never written over another")
        self.folder.mkdir(parents=True, mode=0o700)
        try:
            with transaction.atomic(durable=True):
                snapshot = self.begin_snapshot()
                manifest, named = self.facts(), list(facts.stored_files())
                self.dump(snapshot, len(manifest["rows"]))
            manifest["files"] = self.copy_files(named)
            self.seal(manifest)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return manifest

    @property
    def folder(self) -> Path:
        return self.target.with_name(self.target.name + ".unfinished")

    def begin_snapshot(self) -> str:
        """One view of the database for rows, counts and names of files; other processes may look through it too."""
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            return cursor.fetchone()[0]

    def facts(self) -> dict:
        return {
            "format": facts.FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": facts.version(),
            "server": facts.server_version(),
            "migrations": facts.applied_migrations(),
            "rows": facts.row_counts(),
        }

    def dump(self, snapshot: str, tables: int) -> None:
        path, progress = self.folder / DUMP, Progress(self.stdout, "tables", tables)

        def told(line: str) -> None:
            if "dumping contents of table" in line:
                progress.at(progress.count + 1)

        options = ["--format=custom", "--no-owner", "--no-privileges", "--verbose"]
        programs.run("pg_dump", *options, f"--snapshot={snapshot}", f"--file={path}", told=told)
        self.sums[DUMP] = facts.digest(path)
        progress.done(path.stat().st_size)

    def copy_files(self, named: list[tuple[str, int, str]]) -> dict:
        """What cannot be read or is not what its row says does not stop the rest, and is told at the end."""
        progress, copied, size = Progress(self.stdout, "files", len(named)), 0, 0
        for number, (name, expected_size, expected) in enumerate(named, 1):
            try:
                length, digest = self._copy(name)
            except OSError as error:
                self.damaged.append(f"{name}: {error.strerror or error}")
                continue
            if (length, digest) != (expected_size, expected):
                self.damaged.append(f"{name}: is not what was sent in (size or SHA-256 differ)")
            copied, size = copied + 1, size + length
            progress.at(number)
        progress.done(size)
        return {"count": copied, "bytes": size, "damaged": self.damaged}

    def _copy(self, name: str) -> tuple[int, str]:
        path, digest = self.folder / FILES / name, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as source, path.open("wb") as target:
            for chunk in source.chunks(facts.CHUNK):
                digest.update(chunk)
                target.write(chunk)
        self.sums[f"{FILES}/{name}"] = digest.hexdigest()
        return path.stat().st_size, digest.hexdigest()

    def seal(self, manifest: dict) -> None:
        """The manifest, then the sums (as `sha256sum --check` reads them), then on the disk, then in its place."""
        path = self.folder / MANIFEST
        path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
        self.sums[MANIFEST] = facts.digest(path)
        lines = [f"{digest}  {name}\n" for name, digest in sorted(self.sums.items())]
        (self.folder / SUMS).write_text("".join(lines))
        os.sync()
        self.folder.rename(self.target)
