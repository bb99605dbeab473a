"""Rows as a file that a spreadsheet opens: CSV and XLSX, where nothing that somebody typed becomes a formula.

CSV begins with the mark by which Excel knows UTF-8, and takes the semicolon for a reader of Indonesian, whose Excel
expects it, the comma for one of English. A text that a spreadsheet would take for a formula gets an apostrophe before
it. In XLSX such a text is a text cell as it stands; days and figures are days and figures, and the head stays in sight.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import IO

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL = 32_767  # characters; Excel calls a file broken that has more
WIDEST, NARROWEST = 60, 12
FORMULA = ("=", "+", "-", "@")


class _Line:
    """A file that only hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_text(value):
    """A cell of CSV that no spreadsheet takes for a formula; figures stay figures, days are written year first."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).date().isoformat()
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.lstrip()[:1] in FORMULA or text[:1] in ("\t", "\r", "\n") else text


def csv_lines(head: Iterable, rows: Iterable[Iterable], language: str, zone) -> Iterator[str]:
    """Line by line; language and zone are handed over, for it may be read after the request has ended."""
    writer = csv.writer(_Line(), delimiter=";" if language == "id" else ",")
    with translation.override(language), timezone.override(zone):
        yield "\ufeff" + writer.writerow([str(label) for label in head])
        for row in rows:
            yield writer.writerow([as_text(cell) for cell in row])


def csv_response(filename: str, head: Iterable, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """Rows as they come from the database."""
    lines = csv_lines(list(map(str, head)), rows, translation.get_language(), timezone.get_current_timezone())
    response = StreamingHttpResponse(lines, content_type=CONTENT_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def write_xlsx(file: IO[bytes], title: str, head: Iterable, rows: Iterable[Iterable]) -> None:
    """Row by row, so that a long list needs no more memory than a short one."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_sheet_name(title))
    sheet.freeze_panes = "A2"
    labels = [str(label) for label in head]
    for place, label in enumerate(labels):
        width = min(max(len(label) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = 40 if place == 1 else width
    sheet.append([_bold(sheet, label) for label in labels])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def write_csv(file: IO[bytes], _title: str, head: Iterable, rows: Iterable[Iterable]) -> None:
    zone = timezone.get_current_timezone()
    for line in csv_lines(head, rows, translation.get_language(), zone):
        file.write(line.encode())


WRITERS: dict[str, Callable] = {"csv": write_csv, "xlsx": write_xlsx}


def _sheet_name(title: str) -> str:
    return "".join(char for char in title if char not in r"[]:*?/\\")[:31] or "Sinergi"


def _bold(sheet, label: str) -> WriteOnlyCell:
    cell = _text(sheet, label)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, int):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "#,##0" if abs(value) >= 10_000 else "0"
        return cell
    return _text(sheet, str(value))


def _text(sheet, text: str) -> WriteOnlyCell:
    """Said to be text, so that "=1+1" is two characters more than a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
