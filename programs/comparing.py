"""Two versions of one proposal side by side: fields word by word, cost lines with differences in rupiah, documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import worddiff
from casework.models import Document
from casework.templatetags.files import file_size
from programs.forms.fields import volume_words
from programs.kinds import Step
from programs.models import CostLine
from programs.money import rupiah
from programs.versions import Version

DOTS = re.compile(r"(·\s+)?(.*?)(·\s*)?", re.DOTALL)


@dataclass(frozen=True)
class FieldChange:
    """One field that reads differently, word by word."""

    label: str
    step: str
    old: str
    new: str

    @property
    def pieces(self) -> list[worddiff.Piece]:
        return worddiff.compare(self.old, self.new)


@dataclass(frozen=True)
class LineChange:
    """One cost line that came, went or changed; `difference` in rupiah."""

    kind: str  # added | removed | changed
    old: str
    new: str
    before: int
    after: int

    @property
    def pieces(self) -> list[worddiff.Piece]:
        return list(_freed(worddiff.compare(self.old, self.new)))

    @property
    def label(self) -> str:
        return _("Cost line %(word)s") % {"word": self.word}

    @property
    def difference(self) -> str:
        return signed(self.after - self.before)

    @property
    def word(self) -> str:
        return {"added": _("added"), "removed": _("taken out"), "changed": _("changed")}[self.kind]


@dataclass
class Comparison:
    """All that differs between two versions."""

    old: Version
    new: Version
    fields: list[FieldChange] = field(default_factory=list)
    lines: list[LineChange] = field(default_factory=list)
    documents: list[dict] = field(default_factory=list)

    @property
    def difference(self) -> str:
        return signed(self.new.total - self.old.total)

    @property
    def count(self) -> int:
        return len(self.fields) + len(self.lines) + len(self.documents)


def compare(old: Version, new: Version) -> Comparison:
    return Comparison(old, new, _fields(old, new), _lines(old.lines, new.lines), _documents(old, new))


def signed(amount: int) -> str:
    """+Rp1.000, −Rp1.000, or a word when nothing changed."""
    return _("the same") if not amount else f"{'+' if amount > 0 else ''}{rupiah(amount)}"


def _fields(old: Version, new: Version) -> list[FieldChange]:
    """In the order of the newer version; what one of them did not keep cannot be compared."""
    both = [(old.fields[name], entry) for name, entry in new.fields.items() if name in old.fields]
    return [
        FieldChange(now.label, str(Step(now.step).label), was.text, now.text)
        for was, now in both
        if was.text.split() != now.text.split()
    ]


def _lines(old: list[CostLine], new: list[CostLine]) -> list[LineChange]:
    pairs = _paired(old, new)
    found = [LineChange("removed", words(line), "", line.amount, 0) for line in _without(old, pairs)]
    for line in new:
        was = pairs.get(id(line))
        if was is None:
            found.append(LineChange("added", "", words(line), 0, line.amount))
        elif words(was) != words(line):
            found.append(LineChange("changed", words(was), words(line), was.amount, line.amount))
    return found


def _without(old: list[CostLine], pairs: dict) -> list[CostLine]:
    found = {id(line) for line in pairs.values()}
    return [line for line in old if id(line) not in found]


def _paired(old: list[CostLine], new: list[CostLine]) -> dict[int, CostLine]:
    """Which old line a new one continues: the same in all, then by item and funder, by item, by place and funder.

    Lines are written anew at each saving, so no key leads from one to the other.
    """
    pairs: dict[int, CostLine] = {}
    for key in (words, _item_and_source, _item, _place):
        left = {}
        for line in _without(old, pairs):
            left.setdefault(key(line), []).append(line)
        for line in new:
            if id(line) not in pairs and left.get(key(line)):
                pairs[id(line)] = left[key(line)].pop(0)
    return pairs


def _item(line) -> str:
    return " ".join(line.item.casefold().split())


def _item_and_source(line) -> tuple:
    return _item(line), line.source, line.other_party


def _place(line) -> tuple:
    return line.position, line.source


def words(line) -> str:
    """A cost line as one sentence."""
    price = "" if line.unit_price is None else f"× {rupiah(line.unit_price)} = {rupiah(line.amount)}"
    source = CostLine.Source(line.source).label if line.source else ""
    parts = [
        line.item,
        " ".join(part for part in (volume_words(line.quantity, line.unit), price) if part),
        f"{source} {line.other_party}".strip(),
        str(CostLine.Form(line.form).label),
        str(line.fiscal_year or ""),
        line.budget_document,
    ]
    return " · ".join(part for part in parts if part)


def _freed(pieces: list[worddiff.Piece]) -> Iterator[worddiff.Piece]:
    """The dots between the parts of a line, at the ends of what changed, are neither struck out nor underlined."""
    for piece in pieces:
        before, text, after = DOTS.fullmatch(piece.text).groups("")
        found = ("same", before), (piece.kind, text), ("same", after)
        yield from (worddiff.Piece(kind, part) for kind, part in found if part)


def _documents(old: Version, new: Version) -> list[dict]:
    """What was attached, replaced and taken out between the two."""
    gone = [row for row in old.documents if row not in new.documents]
    came = [row for row in new.documents if row not in old.documents]
    every = {row.pk: row for row in (*old.documents, *new.documents)}
    heirs = {row.pk: _ancestor(row, gone, every) for row in came}
    inherited = {was.pk for was in heirs.values() if was}
    found = [_document(row, heirs[row.pk]) for row in came]
    return found + [_taken_out(row) for row in gone if row.pk not in inherited]


def _ancestor(row: Document, gone: list[Document], every: dict) -> Document | None:
    """The document of the older version that this one replaces: by the chain, else the only one of its kind."""
    if row.replaces_id in {old.pk for old in gone}:
        return every[row.replaces_id]
    same = [old for old in gone if old.kind == row.kind]
    return same[0] if len(same) == 1 and row.replaces_id else None


def _document(row: Document, was: Document | None) -> dict:
    compare_url = f"{reverse('casework:versions', args=[row.pk])}?dari={was.pk}&ke={row.pk}" if was else ""
    return {
        "kind": row.get_kind_display(),
        "name": row.name,
        "url": reverse("casework:document", args=[row.pk]),
        "size": file_size(row.size),
        "was": was and {"name": was.name, "size": file_size(was.size), "url": _url(was)},
        "word": _("replaced") if was else _("attached"),
        "compare_url": compare_url,
    }


def _taken_out(row: Document) -> dict:
    return {"kind": row.get_kind_display(), "name": row.name, "url": _url(row), "word": _("taken out"), "was": None}


def _url(row: Document) -> str:
    """A file that was taken out is no longer handed out."""
    return "" if row.removed_at else reverse("casework:document", args=[row.pk])
