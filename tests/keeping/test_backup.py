"""A small round of `make drill`: what is kept comes back, whole or not at all."""

import io
import json
import shutil
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from casework import documents
from casework.models import Document
from portal.keeping import facts, restore
from portal.keeping.backup import DUMP, FILES, MANIFEST, Backup
from portal.keeping.errors import Unkept
from tests import proposals
from tests.keeping.damage import damaged
from tests.keeping.places import counted, empty_database, manage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposer():
    return proposals.cast().proposer


@pytest.fixture
def case(proposer):
    """With two files of its own."""
    return proposals.complete_draft(proposer).case


def in_a_thread(act, *args, **data) -> None:
    """As another process would, on a connection of its own."""

    def run():
        try:
            act(*args, **data)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


class Interrupting(io.StringIO):
    """A terminal that sends a file to a case as soon as a word is said to it."""

    def __init__(self, word: str, case, actor):
        super().__init__()
        self.word, self.case, self.actor = word, case, actor

    def write(self, text: str, ending: str = "\n") -> int:
        if self.word in text:
            in_a_thread(documents.attach, self.case, proposals.pdf("late.pdf"), "other", actor=self.actor)
        return super().write(text + ending)


class FilesFirst(Backup):
    """The wrong order."""

    def make(self) -> dict:
        self.folder.mkdir(parents=True)
        copied = self.copy_files(list(facts.stored_files()))
        with transaction.atomic(durable=True):
            snapshot, manifest = self.begin_snapshot(), self.facts()
            self.dump(snapshot, len(manifest["rows"]))
        self.seal(manifest | {"files": copied})
        return manifest | {"files": copied}


def made(folder, kind=Backup, stdout=None) -> dict:
    return kind(folder, stdout or Interrupting("never said", None, None)).make()


def rows_of_files(manifest: dict) -> int:
    return manifest["rows"]["public.casework_document"]


def test_everything_comes_back_into_nothing_and_is_counted(case, tmp_path):
    manifest = made(tmp_path / "kept")
    assert manifest["rows"]["public.casework_case"] == 1 and manifest["files"]["count"] == Document.objects.count() > 1
    with empty_database("back") as address:
        done = manage(tmp_path / "home", address, "restore", str(tmp_path / "kept"))
        assert done.returncode == 0, done.stderr
        assert "Restored" in done.stdout
        forgotten = {"public.portal_change": 0}  # noted under numbers of transactions that are others here
        assert counted(address, manifest["rows"]) == manifest["rows"] | forgotten
    for document in Document.objects.all():
        assert facts.digest(tmp_path / "home" / "files" / document.file.name) == document.sha256


def test_a_file_that_comes_in_between_is_not_half_in_the_backup(case, proposer, tmp_path):
    manifest = made(tmp_path / "kept", stdout=Interrupting("tables:", case, proposer))
    assert Document.objects.count() == rows_of_files(manifest) + 1
    assert manifest["files"]["count"] == rows_of_files(manifest)


def test_files_before_rows_would_leave_a_row_without_its_file(case, proposer, tmp_path):
    """The twin."""
    manifest = made(tmp_path / "kept", FilesFirst, Interrupting("files:", case, proposer))
    assert manifest["files"]["count"] == rows_of_files(manifest) - 1


def test_a_damaged_backup_is_red_and_names_the_damage(case, tmp_path):
    made(tmp_path / "kept")
    assert restore.verify(tmp_path / "kept", Interrupting("never said", None, None))
    for copy, what in damaged(tmp_path / "kept", tmp_path, 16):
        with pytest.raises(Unkept, match="damaged|no whole backup"):
            restore.verify(copy, Interrupting("never said", None, None))
            pytest.fail(f"not seen: {what}")


def test_what_the_sums_do_not_guard_would_be_restored_damaged(case, tmp_path):
    """The twin: the same damage, past the checksums."""
    made(tmp_path / "kept")
    path = next(path for path in (tmp_path / "kept" / FILES).rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    restore.put_files(tmp_path / "kept", Interrupting("never said", None, None))
    with default_storage.open(path.relative_to(tmp_path / "kept" / FILES).as_posix()) as file:
        assert file.read().endswith(b"?")


def test_a_file_that_was_damaged_before_is_named_and_the_rest_is_kept(case, tmp_path):
    lost, bad, *_rest = Document.objects.order_by("pk")
    default_storage.delete(lost.file.name)
    with default_storage.open(bad.file.name, "wb") as file:
        file.write(b"nothing of the kind")
    backup = Backup(tmp_path / "kept", Interrupting("never said", None, None))
    manifest = backup.make()
    assert {line.split(":")[0] for line in manifest["files"]["damaged"]} == {lost.file.name, bad.file.name}
    assert manifest["files"]["count"] == rows_of_files(manifest) - 1


def test_a_backup_cut_short_is_not_taken_for_one(case, tmp_path):
    class Full(Interrupting):
        def write(self, text, ending="\n"):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        made(tmp_path / "kept", stdout=Full("", None, None))
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_a_full_place_a_newer_version_and_a_busy_database(case, tmp_path):
    quiet = Interrupting("never said", None, None)
    made(tmp_path / "kept")
    with pytest.raises(Unkept, match="never written over another"):
        made(tmp_path / "kept")
    with pytest.raises(Unkept, match="not empty"):
        restore.restore(tmp_path / "kept", quiet)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        with pytest.raises(Unkept, match="1 other connections use the database"):
            restore.restore(tmp_path / "kept", quiet, replace=True)
    other.close()
    newer = Backup(tmp_path / "newer", quiet)
    shutil.copytree(tmp_path / "kept", newer.folder)
    newer.sums = restore.read_sums(newer.folder)
    manifest = json.loads((newer.folder / MANIFEST).read_text())
    newer.seal(manifest | {"migrations": [*manifest["migrations"], "casework.9999_of_tomorrow"]})
    with pytest.raises(Unkept, match="casework.9999_of_tomorrow is unknown"):
        restore.restore(tmp_path / "newer", quiet, replace=True)
    assert (tmp_path / "kept" / DUMP).exists() and Document.objects.exists()
