"""What stands in a list's columns, said once: the page's cell, the file's cell, the order, and whether it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.listing import Order
from regions.templatetags.dates import day_short

# A file's cell: text stays text, figures and days keep their kind.
Value = str | int | date | datetime | None


NOWRAP = {"number": " end nowrap", "day": " nowrap"}
WRITTEN_TURN = {"mine": "<b>{}</b>", "untaken": "<i>{}</i>"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the page; `kind` says how it is drawn. It writes itself: a list has hundreds of them, and a template
    for each took a tenth of the page's time. On a phone brief, turn and due join in one line; others say their label.
    """

    kind: str
    text: str = ""
    label: str | Promise = ""
    url: str = ""
    under: str = ""
    tone: str = ""
    none: bool = False

    def __html__(self) -> SafeString:
        none = " none" if self.none else ""
        match self.kind:
            case "title":
                return format_html(
                    '<td><div class="title"><a href="{}">{}</a></div>{}</td>',
                    self.url,
                    self.text or _("untitled"),
                    format_html('<span class="quiet small num">{}</span>', self.under) if self.under else "",
                )
            case "status":
                return format_html("<td>{}</td>", _standing(str(self.text), self.tone))
            case "brief":
                return format_html('<td class="brief{}">{}</td>', none, self.text)
            case "turn":
                written = format_html(WRITTEN_TURN.get(self.tone, "{}"), self.text)
                return format_html('<td class="brief{}">{}</td>', none, written)
            case "due":
                return format_html('<td class="brief num{}">{}</td>', none, self._toned)
        wrap = NOWRAP.get(self.kind, "")
        return format_html('<td data-l="{}" class="num{}{}">{}</td>', self.label, wrap, none, self._toned)

    @property
    def _toned(self) -> str:
        return format_html('<span class="{}-word">{}</span>', self.tone, self.text) if self.tone else self.text


@lru_cache(maxsize=256)
def _standing(label: str, family: str) -> SafeString:
    """A state as every page draws it; there are few states, so that each is drawn once."""
    return render_to_string("components/status.html", {"label": label, "family": family})


@dataclass(frozen=True)
class Column:
    """One column: its word in the address, its head, the value of a row, and how the page says it.

    `kind`: title (a link, with `under` below it; always shown), text, brief (text that joins its neighbours in one
    line on a phone), number (at the right), day, or one of the three that read `row.turn` and the case's state:
    status, turn, due. `say` turns a value into the page's words; `tone` colours it (soon, late).
    """

    word: str
    label: str | Promise
    value: Callable
    kind: str = "text"
    order: Order | None = None
    shown: bool = True
    say: Callable | None = None
    under: Callable | None = None
    family: Callable | None = None
    tone: Callable | None = None

    @property
    def is_fixed(self) -> bool:
        """The column by which a row is known cannot be taken away."""
        return self.kind == "title"

    @property
    def at_end(self) -> bool:
        return self.kind == "number"

    def cell(self, row) -> Cell:
        return DRAWN.get(self.kind, _plain)(self, row)

    def says(self, row) -> str:
        value = self.value(row)
        return self.say(value) if self.say and value is not None else str(value if value is not None else "")


def _plain(column: Column, row) -> Cell:
    text, tone = column.says(row), column.tone(row) if column.tone else ""
    return Cell(column.kind, text or "–", column.label, tone=tone, none=not text)


def _title(column: Column, row) -> Cell:
    under = column.under(row) if column.under else ""
    return Cell("title", column.says(row), column.label, url=row.get_absolute_url(), under=under)


def _status(column: Column, row) -> Cell:
    return Cell("status", column.says(row), column.label, tone=column.family(row))


def _day(column: Column, row) -> Cell:
    value, tone = column.value(row), column.tone(row) if column.tone else ""
    text = column.say(value) if column.say and value else day_short(value)
    return Cell("day", text or "–", column.label, tone=tone, none=not value)


def _turn(column: Column, row) -> Cell:
    turn = row.turn
    tone = "mine" if turn.mine else "untaken" if turn.untaken else ""
    return Cell("turn", turn.whose, column.label, tone=tone, none=turn.whose == "–")


def _due(column: Column, row) -> Cell:
    turn = row.turn
    return Cell("due", turn.due, column.label, tone=turn.tone, none=turn.due == "–")


DRAWN: dict[str, Callable[[Column, object], Cell]] = {
    "title": _title,
    "status": _status,
    "day": _day,
    "turn": _turn,
    "due": _due,
}
