"""Versions of one document: who sent which when, what the files are by count, size and fingerprint, and what changed.

The text of two Word files can be compared; of other kinds only the facts are said, and that it is so.
"""

import zipfile
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

import pikepdf
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import worddiff
from casework.filetypes import BY_CONTENT_TYPE, DOCX, PDF
from casework.models import Document
from casework.templatetags.files import file_size

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_XML = 8 * 1024 * 1024  # a body of 2,000 pages is smaller


@dataclass
class Version:
    """One version as its list shows it."""

    document: Document

    @property
    def is_kept(self) -> bool:
        """Taken out of the case's list, a file is no longer handed out; its facts stay."""
        return self.document.removed_at is None

    @property
    def size(self) -> str:
        return file_size(self.document.size)

    @property
    def fingerprint(self) -> str:
        return self.document.sha256

    @cached_property
    def pages(self) -> str:
        """How many pages a PDF has; empty for other kinds and for what cannot be read."""
        if BY_CONTENT_TYPE.get(self.document.content_type) is not PDF:
            return ""
        try:
            with self.document.file.open("rb") as file, pikepdf.open(file) as opened:
                count = len(opened.pages)
        except (OSError, pikepdf.PdfError):
            return ""
        return ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}

    @cached_property
    def paragraphs(self) -> list[str] | None:
        """The text of a Word file by paragraphs; None for other kinds, what cannot be read, and what was taken out."""
        if not self.is_kept or BY_CONTENT_TYPE.get(self.document.content_type) is not DOCX:
            return None
        try:
            with self.document.file.open("rb") as file, zipfile.ZipFile(file) as packed:
                if packed.getinfo("word/document.xml").file_size > MOST_XML:
                    return None
                body = packed.read("word/document.xml")
        except (OSError, KeyError, zipfile.BadZipFile):
            return None
        return _paragraphs(body)


def _paragraphs(body: bytes) -> list[str] | None:
    """No document of an office declares entities; one that does is left alone."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 (entities are refused above)
    except ElementTree.ParseError:
        return None
    return ["".join(run.text or "" for run in part.iter(f"{WORD}t")) for part in root.iter(f"{WORD}p")]


def chain(document: Document) -> list[Version]:
    """All versions of the line a document belongs to, newest first; one question."""
    rows = document.case.documents.filter(kind=document.kind).select_related("uploaded_by", "uploaded_for")
    by_key = {row.pk: row for row in rows}
    heirs = {row.replaces_id: row for row in by_key.values() if row.replaces_id}
    first = by_key[document.pk]
    while first.replaces_id in by_key:
        first = by_key[first.replaces_id]
    line = [first]
    while line[-1].pk in heirs:
        line.append(heirs[line[-1].pk])
    return [Version(row) for row in reversed(line)]


@dataclass
class FileComparison:
    """Two versions: facts that differ, and where both are Word files their text word by word."""

    old: Version
    new: Version

    @cached_property
    def facts(self) -> list[dict]:
        rows = [
            (_("File name"), self.old.document.name, self.new.document.name),
            (_("Size"), self.old.size, self.new.size),
            (_("Pages"), self.old.pages, self.new.pages),
            (_("Fingerprint (SHA-256)"), self.old.fingerprint, self.new.fingerprint),
        ]
        return [{"label": label, "old": old, "new": new, "same": old == new} for label, old, new in rows if old or new]

    @property
    def is_same(self) -> bool:
        """Byte by byte."""
        return self.old.fingerprint == self.new.fingerprint

    @cached_property
    def text(self) -> list[list[worddiff.Piece]] | None:
        """Paragraphs that differ, word by word; None when the text cannot be compared."""
        old, new = self.old.paragraphs, self.new.paragraphs
        return None if old is None or new is None else list(worddiff.paragraphs(old, new))

    @property
    def why_no_text(self) -> str:
        if self.text is not None:
            return ""
        if not (self.old.is_kept and self.new.is_kept):
            return _("One of these files was taken out of the list; its text is not shown any more.")
        return _("The text of these files cannot be compared here: only that of two Word files (DOCX) can. Open both.")
