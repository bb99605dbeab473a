"""What a file really is: told from its bytes, never from its name, and refused when it could hurt whoever opens it."""

import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import pikepdf
import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEAD = 4096
TAIL = 65_557  # the longest end record a zip may have, comment included
NAME_LENGTH = 200
MAX_ENTRIES = 5_000
MAX_UNPACKED = 100 * 1024 * 1024
MACROS = ("xl/vbaProject.bin", "word/vbaProject.bin")
ACTS = ("/JavaScript", "/Launch")  # what a PDF may be told to do; going to a page is no act


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be attached: its content type, and the endings its name may have (the first is ours)."""

    content_type: str
    endings: tuple[str, ...]
    inline: bool = False


PDF = FileType("application/pdf", (".pdf",), inline=True)
PNG = FileType("image/png", (".png",), inline=True)
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), inline=True)
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",))
ALLOWED = (PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG)

BY_CONTENT_TYPE = {kind.content_type: kind for kind in ALLOWED}
ENDINGS = tuple(ending for kind in ALLOWED for ending in kind.endings)

NOT_ALLOWED = _("Send a PDF, Word (DOCX), Excel (XLSX), OpenDocument (ODT, ODS), JPEG or PNG file.")
DAMAGED = _("This file is damaged or not what its name says. Open it, save it again and send the new file.")


def inspect(file) -> FileType:
    """The type of an uploaded file; raises ValidationError with a sentence for the sender."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    try:
        kind = BY_CONTENT_TYPE.get(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError) as error:
        raise ValidationError(NOT_ALLOWED, code="type") from error
    if kind is PDF:
        _check_pdf(file, head)
    elif kind in (PNG, JPEG):
        _check_picture(file, kind)
    else:
        raise ValidationError(NOT_ALLOWED, code="type")
    return kind


def _tail(file, length: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - length))
    tail = file.read(length)
    file.seek(0)
    return tail


def _check_pdf(file, head: bytes) -> None:
    """A plain PDF from its first byte to its last mark: nothing before it, no archive in its clothes."""
    if not head.startswith(b"%PDF-") or b"%%EOF" not in _tail(file, 1024) or zipfile.is_zipfile(file):
        raise ValidationError(DAMAGED, code="damaged")
    file.seek(0)
    try:
        with pikepdf.open(file, attempt_recovery=False) as pdf:
            acts = _acts_by_itself(pdf)
            sound = len(pdf.pages) > 0 and not pdf.get_warnings()
    except pikepdf.PasswordError as error:
        raise ValidationError(_("This PDF asks for a password. Send it without one."), code="password") from error
    except Exception as error:  # a parser of strange bytes may fail in any way; each means: not a sound PDF
        raise ValidationError(DAMAGED, code="damaged") from error
    if acts:
        raise ValidationError(
            _("This PDF does something by itself when it is opened. Print it into a new PDF and send that."),
            code="acts",
        )
    if not sound:
        raise ValidationError(DAMAGED, code="damaged")
    file.seek(0)


def _acts_by_itself(pdf: pikepdf.Pdf) -> bool:
    """Whether a program runs without anybody pressing anything: with the document, or with one of its pages."""
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        return True
    told = [pdf.Root.get("/OpenAction")]
    for part in (pdf.Root, *(page.obj for page in pdf.pages)):
        told += list(dict(part.get("/AA", {})).values())
    return any(isinstance(act, pikepdf.Dictionary) and act.get("/S") in ACTS for act in told)


def _check_picture(file, kind: FileType) -> None:
    ending = b"IEND\xaeB`\x82" if kind is PNG else b"\xff\xd9"
    if ending not in _tail(file, 1024) or zipfile.is_zipfile(file):
        raise ValidationError(DAMAGED, code="damaged")
    file.seek(0)


def _packed(file) -> FileType:
    """An office document is a zip; only its directory is read, so that nothing is unpacked before it is weighed."""
    _weigh_directory(_tail(file, TAIL))
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _office_type(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    file.seek(0)
    return kind


def _weigh_directory(tail: bytes) -> None:
    """Refuse a directory so long that reading it alone would take time (or one in the zip64 form)."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise ValidationError(DAMAGED, code="damaged")
    if struct.unpack("<H", tail[at + 10 : at + 12])[0] > MAX_ENTRIES:
        raise _too_large_inside()


def _too_large_inside() -> ValidationError:
    return ValidationError(
        _("Unpacked, this file is far larger than any document. Take out large pictures or empty rows; send it again."),
        code="unpacked",
    )


def _office_type(archive: zipfile.ZipFile) -> FileType:
    names = {entry.filename for entry in archive.infolist()}
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        raise _too_large_inside()
    if names.intersection(MACROS):
        raise ValidationError(_("This file holds macros. Save it without macros and send it again."), code="macros")
    if "[Content_Types].xml" in names:
        for marker, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
            if marker in names:
                return kind
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        kind = BY_CONTENT_TYPE.get(archive.read("mimetype").decode("ascii", "replace").strip())
        if kind in (ODT, ODS):
            return kind
    raise ValidationError(NOT_ALLOWED, code="type")


def name_as_sent(name: str) -> str:
    """A file name without path, control and direction marks."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split()).strip(". ")


def clean_name(name: str, kind: FileType) -> str:
    """A file name as it is kept: at most 200 characters, with the ending its bytes have."""
    words = name_as_sent(name)
    ending = PurePosixPath(words).suffix.lower()
    stem = words[: -len(ending)] if ending in kind.endings else words
    ending = ending if ending in kind.endings else kind.endings[0]
    return f"{stem[: NAME_LENGTH - len(ending)].rstrip() or 'dokumen'}{ending}"
