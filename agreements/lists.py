"""The list of cooperation documents, described once: scope, filters, columns, orders, views."""

from datetime import date, datetime

from django.db.models import Prefetch, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.course import state_label
from agreements.forms.filters import AgreementFilter
from agreements.models import Party
from agreements.presets import PRESETS, counts, in_sight
from casework.brief import brief
from casework.columns import Column
from casework.listing import LAST, Order
from casework.lists import ListKind
from casework.models import Turn
from programs.lists import by_last_day


def _parties(agreement) -> str:
    return ", ".join(str(party) for party in agreement.parties.all())


def _under(agreement) -> str:
    return " · ".join(filter(None, [agreement.case.number, _parties(agreement)]))


class AgreementList(ListKind):
    """Every cooperation document within the reader's sight."""

    word, label, page, file = "naskah", _("Cooperation documents"), "agreements:list", "agreements:export"
    filter_class, presets, default_order = AgreementFilter, PRESETS, "baru"
    tie, acts = "case_id", ("ingatkan", "serahkan")
    columns = (
        Column("nomor", _("Number"), lambda row: row.case.number, "brief", shown=False),
        Column(
            "judul", _("Document"), lambda row: row.case.title, "title", Order("judul", "case__title"), under=_under
        ),
        Column("provinsi", _("Province"), lambda row: row.case.province.name if row.case.province else None, "brief"),
        Column("jenis", _("Kind"), lambda row: row.get_kind_display(), "brief"),
        Column("pihak", _("Parties"), _parties, shown=False),
        Column("tahap", _("Stage"), state_label, "status", family=lambda row: row.case.status_family),
        Column("giliran", _("Turn"), lambda row: row.turn.whose, "turn"),
        Column("batas", _("Due"), lambda row: row.turn.due_on, "due", by_last_day()),
        Column(
            "baru",
            _("Begun on"),
            lambda row: row.case.opened_at,
            "day",
            Order("baru", "case__opened_at", datetime, descending_first=True),
            shown=False,
        ),
        Column("mulai", _("In force from"), lambda row: row.starts_on, "day", shown=False),
        Column(
            "berakhir",
            _("Ends"),
            lambda row: row.ends_on,
            "day",
            Order("berakhir", Coalesce("ends_on", Value(LAST)), date),
            tone=lambda row: "soon" if row.is_expiring else "",
        ),
    )

    def sight(self, actor):
        return in_sight(actor)

    def load(self, rows, actor):
        turns, parties = Turn.objects.open().with_holders(), Party.objects.select_related("institution")
        return rows.with_case().prefetch_related(Prefetch("case__turns", turns), Prefetch("parties", parties))

    def dress(self, row, actor):
        row.turn = brief(list(row.case.turns.all()), actor)

    def counts(self, actor):
        return counts(actor)

    def noun(self, count):
        return ngettext("document", "documents", count)


AGREEMENTS = AgreementList()
