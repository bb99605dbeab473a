"""Sheets of paper as PDF: letterhead, facts, tables and places to sign, set by typst from plain data.

What people wrote reaches the template as JSON only, so that nothing of it is ever read as markup.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import agency
from accounts.models import Holding, Institution, Position
from accounts.roles import Role
from regions import clock
from regions.models import UptName
from regions.templatetags.dates import day_full, hour

TEMPLATES = Path(settings.BASE_DIR, "templates", "typst")
LONG_WORD = re.compile(r"\S{18,}")  # may break after its strokes and points, so that it stays in its column
MARKS, UNBROKEN = re.compile(r"(?<=[/._-])(?=[^\s/._-])"), re.compile(r"[^\s\u200b]{18}")
MAY_BREAK = "\u200b"
LONG = 700  # signs from which on a row may break between two pages
DOTS = "." * 34


@dataclass(frozen=True)
class Column:
    """A column of a table: head, share of the width, numbers at the right edge.

    A share of 0 is as wide as its content; not for tables with groups or sums, whose labels would widen it.
    """

    label: str
    width: int = 0
    end: bool = False


@dataclass(frozen=True)
class Seat:
    """A place to sign: what stands above it, the position, the name (or dots), and what stands below."""

    above: str
    position: str
    name: str = ""
    below: str = ""


@dataclass
class Sheet:
    """One sheet: whose letterhead, what it is called, of which case, how it stands, and its blocks in order."""

    owner: Institution
    title: str
    number: str
    subject: str
    state: str
    address: str
    blocks: list[dict] = field(default_factory=list)

    def facts(self, rows: Iterable[tuple[str, object]], title: str = "") -> None:
        shown = [[_plain(label), _plain(value)] for label, value in rows if value not in (None, "")]
        self._add("facts", title, bool(shown), rows=shown)

    def table(self, title: str, columns: Sequence[Column], rows: Sequence[dict], note: str = "") -> None:
        """Nothing is shown of a table without rows; see `line`, `group`, `total`."""
        self._add("table", title, bool(rows), columns=[asdict(each) for each in columns], rows=list(rows), note=note)

    def text(self, title: str, text: str) -> None:
        self._add("text", title, bool(text), text=_plain(text))

    def signing(self, *seats: Seat) -> None:
        self._add("signing", "", bool(seats), seats=[asdict(seat) for seat in seats])

    def _add(self, kind: str, title: str, wanted: bool, **block) -> None:
        if wanted:
            self.blocks.append({"kind": kind, "title": title, **block})


def line(*cells) -> dict:
    """A row of a table."""
    shown = [_plain(cell) for cell in cells]
    return {"kind": "line", "span": 1, "cells": shown, "long": max(map(len, shown)) > LONG}


def group(label: str) -> dict:
    """A row that names those below it; it comes again on the next page."""
    return line(label) | {"kind": "group"}


def total(label: str, *cells, span: int, last: bool = False) -> dict:
    """A sum: its label over the first `span` columns, then the others' cells."""
    row = line(label, *[""] * (span - 1), *cells)
    return row | {"kind": "total" if last else "sum", "span": span}


def moment(instant) -> str:
    """A day in full and the hour below it."""
    return f"{day_full(instant)}\n{hour(instant)}"


def _plain(value) -> str:
    """Text without control signs, that breaks where it must."""
    text = "".join(sign for sign in str(value).replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    return LONG_WORD.sub(lambda found: _breakable(found[0]), text)


def _breakable(word: str) -> str:
    return UNBROKEN.sub(lambda run: run[0] + MAY_BREAK, MARKS.sub(MAY_BREAK, word))


def pdf(sheet: Sheet, *, actor) -> bytes:
    """The sheet as it stands now, made for one reader in his language and zone."""
    data = {
        "lang": get_language() or "id",
        "title": sheet.title,
        "number": sheet.number,
        "subject": _plain(sheet.subject),
        "state": sheet.state,
        "letterhead": letterhead(sheet.owner),
        "printed": _printed(sheet, actor),
        "words": {"page": _("Page"), "of": _("of")},
        "blocks": sheet.blocks,
    }
    source, inputs = TEMPLATES / "sheet.typ", {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(str(source), root=str(TEMPLATES), format="pdf", sys_inputs=inputs, ignore_system_fonts=True)


def _printed(sheet: Sheet, actor) -> str:
    now = timezone.localtime(clock.now())
    words = {
        "address": settings.PUBLIC_URL + sheet.address,
        "day": day_full(now),
        "hour": hour(now),
        "who": f"{actor.display_name}, {actor.position_label}",
        "state": sheet.state,
    }
    text = _("Printed from Sinergi, %(address)s, on %(day)s at %(hour)s by %(who)s. State then: %(state)s.") % words
    return _plain(text)


def letterhead(institution: Institution) -> dict:
    """Over whose name it goes out: a body under its government, an UPT by the name it bears today."""
    names = UptName.objects.on(clock.today()).filter(upt=institution.upt_id)
    dated = names.values_list("name", flat=True).first() if institution.upt_id else None
    over = institution.parent or (agency() if institution.upt_id else None)
    above = over.name if over else ""
    return {"above": above, "name": dated or institution.name, "address": institution.address}


def seat(institution: Institution, role: Role, above: str = "") -> Seat:
    """Where the holder of a role in an institution signs; dots where nobody holds it today."""
    held = Holding.objects.on(clock.today()).filter(
        position__institution=institution, position__roles__contains=[str(role)]
    )
    holding = held.select_related("user", "position").first()
    if holding:
        acting = {"plt": "Plt. ", "plh": "Plh. "}.get(holding.kind, "")
        title = f"{acting}{holding.position.title}\n{institution.short_name},"
        return Seat(above, title, holding.user.full_name, f"NIP {DOTS}")
    title = Position.objects.with_role(role).filter(institution=institution).values_list("title", flat=True).first()
    return Seat(above, f"{title or role.label}\n{institution.short_name},", DOTS, f"NIP {DOTS}")
