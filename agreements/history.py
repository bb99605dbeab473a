"""What a document's history says of changed fields: rows as PostgreSQL kept them, by the line that tells of them.

Every line of a document's trail carries how far its rows had been kept by then; what changed since the line before
belongs to it. So a change is told with who made it, and one made outside the pages is told too, without a name.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from agreements.models import Agreement
from casework.history import Change, Unsigned
from casework.models import Case, TrailEntry
from programs.summary import value_words

MARK = "rows"  # in a trail line's particulars: the newest kept row of the document, and of its parties
FIELDS = "fields"  # in a trail line's particulars: what changed in other tables, as {"title": [old, new]}
DOCUMENT = ("starts_on", "ends_on", "place", "council_number", "council_decided_on", "terminated_on")
PARTY = (
    "office",
    "signing_position",
    "authority",
    "authority_number",
    "authority_from",
    "authority_until",
    "document_number",
    "document_year",
)


def mark(case: Case) -> dict:
    """How far rows have been kept now; written into every line of a document's trail."""
    mine = OuterRef("pk")
    newest = [_newest(_rows("AgreementEvent", pgh_obj__case=mine)), _newest(_rows("PartyEvent", agreement__case=mine))]
    return {MARK: [pk or 0 for pk in Case.objects.filter(pk=case.pk).values_list(*newest).get()]}


def _newest(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by("-pgh_id").values("pgh_id")[:1])


def _rows(name: str, **which) -> QuerySet:
    return apps.get_model("agreements", name)._base_manager.filter(**which)


@dataclass(frozen=True)
class Kept:
    """Changes that one kept row shows against the row before it; `table` as in MARK."""

    table: int
    row: object
    changes: list[Change]


def changes(agreement: Agreement) -> tuple[dict[int, list[Change]], list[Unsigned]]:
    """By the line of the trail, and what no line tells of. Asks three questions."""
    lines = [entry for entry in agreement.case.trail.order_by("pk").only("pk", "params", "case_id") if _marked(entry)]
    found: dict[int, list[Change]] = {entry.pk: told for entry in lines if (told := _of_line(entry))}
    unsigned = []
    for kept in _kept(agreement):
        at = bisect_left([entry.params[MARK][kept.table] for entry in lines], kept.row.pgh_id)
        if at < len(lines):
            found.setdefault(lines[at].pk, []).extend(kept.changes)
        else:
            unsigned.append(Unsigned(kept.row.pgh_created_at, kept.row.pgh_id, kept.changes))
    return found, unsigned


def _marked(entry: TrailEntry) -> bool:
    return MARK in entry.params


def _of_line(entry: TrailEntry) -> list[Change]:
    """Title and linked proposals stand in other tables than the rows that are kept."""
    labels = {"title": _("Title"), "proposals": _("Linked proposals")}
    told = entry.params.get(FIELDS, {})
    return [Change(labels[name], old, new) for name, (old, new) in told.items() if name in labels]


def _kept(agreement: Agreement) -> Iterator[Kept]:
    rows = _rows("AgreementEvent", pgh_obj=agreement.pk).order_by("pgh_id")
    yield from _differences(0, rows, DOCUMENT)
    beside = ("institution", "office", "signing_position__institution")
    yield from _differences(1, _rows("PartyEvent", agreement=agreement.pk).select_related(*beside), PARTY)


def _differences(table: int, rows: QuerySet, names: tuple[str, ...]) -> Iterator[Kept]:
    before: dict[int, object] = {}
    for row in rows.order_by("pgh_id"):
        was = before.get(row.pgh_obj_id)
        before[row.pgh_obj_id] = row
        differing = [name for name in names if was is not None and _value(was, name) != _value(row, name)]
        if differing:
            yield Kept(table, row, [_change(was, row, name) for name in differing])


def _change(was, row, name: str) -> Change:
    return Change(_label(row, name), _words(was, name), _words(row, name))


def _value(row, name: str):
    return getattr(row, row._meta.get_field(name).attname)


def _words(row, name: str) -> str:
    if row._meta.get_field(name).is_relation:
        return str(getattr(row, name) or "")
    return value_words(row, name)


def _label(row, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)
    label = label[:1].upper() + label[1:]
    return f"{row.institution.short_name}: {label}" if hasattr(row, "institution_id") else label
