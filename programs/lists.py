"""The lists of proposals and of offers, each described once: scope, filters, columns, orders, views."""

from datetime import date, datetime

from django.db.models import Min, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Institution
from casework.brief import brief
from casework.columns import Column
from casework.listing import LAST, Order, grouped
from casework.lists import ListKind
from casework.models import Turn
from casework.policies import sees_narrowly
from programs.forms.filters import OfferFilter, ProposalFilter
from programs.models import Offer, Proposal
from programs.money import grouped as grouped_rupiah
from programs.offering import window
from programs.policies import drafts
from programs.presets import OFFER_PRESETS, PRESETS, counts, offer_counts, offer_presets, standing
from programs.seating import of_body, with_seats


def first_due(case: str = "case") -> Coalesce:
    """The nearest last day of a case's open turns; what nobody waits for comes last."""
    turns = Turn.objects.open().filter(case=OuterRef(case)).order_by().values("case").annotate(first=Min("due_on"))
    return Coalesce(Subquery(turns.values("first")), Value(LAST))


def by_last_day(case: str = "case") -> Order:
    """Cases that nobody waits for come last: none that is closed has an open turn."""
    is_open = "closed_at__isnull" if case == "pk" else f"{case}__closed_at__isnull"
    return Order("batas", first_due(case), date, ahead=Q(**{is_open: True}))


def _under(proposal) -> str:
    number, year = proposal.case.number or _now("Draft"), proposal.fiscal_year
    return f"{number} · {_now('FY %(year)s') % {'year': year}}" if year else number


class ProposalList(ListKind):
    """Every proposal within the reader's sight."""

    word, label, page, file = "usulan", _("Proposals"), "programs:list", "programs:list_csv"
    filter_class, presets, default_order = ProposalFilter, PRESETS, "baru"
    tie, money, acts = "case_id", "total", ("ingatkan", "serahkan")
    columns = (
        Column(
            "nomor",
            _("Number"),
            lambda row: row.case.number,
            "brief",
            Order("nomor", Coalesce("case__number", Value(""))),
            shown=False,
        ),
        Column(
            "judul", _("Proposal"), lambda row: row.case.title, "title", Order("judul", "case__title"), under=_under
        ),
        Column("badan", _("Proposing body"), lambda row: row.body.name, "brief", shown=False),
        Column(
            "provinsi",
            _("Province"),
            lambda row: row.case.province.name if row.case.province else None,
            "brief",
            Order("provinsi", "case__province__name"),
        ),
        Column("jenis", _("Kind"), lambda row: row.get_kind_display(), "brief"),
        Column("ta", _("Fiscal year"), lambda row: row.fiscal_year, shown=False),
        Column(
            "tahap", _("Stage"), lambda row: row.case.status_label, "status", family=lambda row: row.case.status_family
        ),
        Column("giliran", _("Turn"), lambda row: row.turn.whose, "turn"),
        Column("batas", _("Last day"), lambda row: row.turn.due_on, "due", by_last_day()),
        Column(
            "baru",
            _("Begun on"),
            lambda row: row.case.opened_at,
            "day",
            Order("baru", "case__opened_at", datetime, descending_first=True),
            shown=False,
        ),
        Column("diajukan", _("First submitted on"), lambda row: row.first_submitted_at, "day", shown=False),
        Column("peserta", _("Participants"), lambda row: row.participants, "number", say=grouped, shown=False),
        Column(
            "nilai",
            _("Value (Rp)"),
            lambda row: row.total,
            "number",
            Order("nilai", "total", int, descending_first=True),
            say=grouped_rupiah,
        ),
    )

    def sight(self, actor):
        return Proposal.objects.visible_to(actor).filter(case__kind="proposal")

    def load(self, rows, actor):
        turns = Turn.objects.open().select_related("institution", "position")
        return rows.with_case().prefetch_related(Prefetch("case__turns", turns))

    def dress(self, row, actor):
        row.turn = brief(list(row.case.turns.all()), actor)
        if sees_narrowly(actor, row.case):
            row.total = None  # what others pay is not a partner's affair

    def columns_for(self, actor):
        """Neither by a sum nor by an order does a partner learn what others pay."""
        return tuple(column for column in self.columns if column.word != "nilai" or self.tells_worth(actor))

    def tells_worth(self, actor):
        return actor is None or actor.institution.kind not in Institution.PARTNERS

    def counts(self, actor):
        return counts(actor)

    def noun(self, count):
        return ngettext("proposal", "proposals", count)


class OfferList(ListKind):
    """Every offer: published ones for all, drafts for those who write them."""

    word, label, page, file = "tawaran", _("Offers"), "programs:offers", "programs:offers_csv"
    filter_class, presets, default_order = OfferFilter, OFFER_PRESETS, "jendela"
    columns = (
        Column(
            "judul", _("Offer"), lambda row: row.title, "title", Order("judul", "title"), under=lambda row: row.under
        ),
        Column("jenis", _("Kind"), lambda row: row.get_kind_display(), "brief"),
        Column("ta", _("Fiscal year"), lambda row: row.fiscal_year, shown=False),
        Column("buka", _("Opens on"), lambda row: row.opens_on, "day", shown=False),
        Column(
            "tutup",
            _("Last day"),
            lambda row: row.closes_on,
            "day",
            Order("tutup", "closes_on", date, descending_first=True),
            tone=lambda row: row.window.tone,
        ),
        Column(
            "jendela",
            _("Window"),
            lambda row: row.window.status,
            "status",
            Order("jendela", "standing", int),
            family=lambda row: row.window.family,
        ),
        Column("kuota", _("Seats"), lambda row: row.seats, "number", say=grouped, shown=False),
        Column(
            "kursi",
            _("Seats left"),
            lambda row: row.seats_left,
            "number",
            Order("kursi", "seats_left", int, descending_first=True),
            say=grouped,
        ),
        Column("syarat", _("Conditions"), lambda row: row.conditions, shown=False),
    )

    def sight(self, actor):
        return Offer.objects.visible_to(actor)

    def load(self, rows, actor):
        """Whoever proposes also sees how many proposals his own body has from each."""
        rows = with_seats(rows).annotate(standing=standing(actor))
        return rows.annotate(own=of_body(OuterRef("pk"), actor.institution)) if drafts(actor, None) else rows

    def dress(self, row, actor):
        row.window, own = window(row, actor), getattr(row, "own", 0)
        words = [_now("FY %(year)s") % {"year": row.fiscal_year}]
        if row.window.near:
            words.append(row.window.near)
        if own:
            count = ngettext("%(count)d proposal of your body", "%(count)d proposals of your body", own)
            words.append(count % {"count": own})
        row.under = " · ".join(words)

    def presets_for(self, actor):
        return offer_presets(actor)

    def counts(self, actor):
        return offer_counts(actor)

    def noun(self, count):
        return ngettext("offer", "offers", count)


PROPOSALS, OFFERS = ProposalList(), OfferList()
