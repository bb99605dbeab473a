"""The story's files: small real documents made in code, a page of PDF, a sheet of XLSX, a letter of DOCX."""

import io
import zipfile
from xml.sax.saxutils import escape

import pikepdf
from django.core.files.base import ContentFile
from openpyxl import Workbook

PAGE = (0, 0, 595, 842)  # A4 in points
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(name: str, heading: str, lines: list[str]) -> ContentFile:
    """One page: a heading and lines of text."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array(PAGE),
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        Contents=document.make_stream(_written(heading, lines)),
    )
    document.pages.append(pikepdf.Page(page))
    kept = io.BytesIO()
    document.save(kept, static_id=True)
    return ContentFile(kept.getvalue(), name=name)


def _written(heading: str, lines: list[str]) -> bytes:
    text = [b"BT /F1 14 Tf 56 780 Td", _shown(heading), b"/F1 10.5 Tf 0 -30 Td 16 TL"]
    for line in _wrapped(lines):
        text += [_shown(line), b"T*"]
    return b"\n".join([*text, b"ET"])


def _wrapped(lines: list[str], width: int = 88) -> list[str]:
    rows: list[str] = []
    for line in lines:
        row = ""
        for word in line.split():
            if row and len(row) + len(word) >= width:
                rows.append(row)
                row = ""
            row = f"{row} {word}".strip()
        rows.append(row)
    return rows


def _shown(text: str) -> bytes:
    plain = text.replace("–", "-").encode("cp1252", "replace")
    return b"(" + plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj"


def docx(name: str, heading: str, paragraphs: list[str]) -> ContentFile:
    """A plain Word document."""
    rows = [f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>{_run(heading)}</w:r></w:p>']
    rows += [f"<w:p><w:r>{_run(text)}</w:r></w:p>" for text in paragraphs]
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{WORDS}"><w:body>{"".join(rows)}</w:body></w:document>'
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", body)
    return ContentFile(kept.getvalue(), name=name)


def _run(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def xlsx(name: str, header: list[str], rows: list[list]) -> ContentFile:
    """One sheet with a head and rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("RAB")
    for row in [header, *rows]:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return ContentFile(kept.getvalue(), name=name)
