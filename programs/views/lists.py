"""The list of proposals, as a page and as CSV."""

from datetime import date, datetime

from django.db.models import Count, DateField, Min, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from casework.brief import brief
from casework.listing import Listing, Order, address, chips, cleaned, csv_response
from casework.models import Turn
from programs.forms.filters import ProposalFilter
from programs.models import Proposal
from programs.policies import drafts
from programs.presets import PRESETS, counts

NEVER = Value(date.max, output_field=DateField())


def _first_due() -> Coalesce:
    """The nearest last day of a case's open turns; what nobody waits for comes last."""
    turns = Turn.objects.open().filter(case=OuterRef("case")).order_by().values("case").annotate(first=Min("due_on"))
    return Coalesce(Subquery(turns.values("first")), NEVER)


ORDERS = (
    Order("baru", "case__opened_at", datetime, descending_first=True),
    Order("judul", "case__title"),
    Order("nomor", Coalesce("case__number", Value(""))),
    Order("provinsi", "case__province__name"),
    Order("batas", _first_due(), date),
    Order("nilai", "total", int, descending_first=True),
)
COLUMNS = (
    (_("Proposal"), "judul"),
    (_("Province"), "provinsi"),
    (_("Kind"), ""),
    (_("Stage"), ""),
    (_("Turn"), ""),
    (_("Last day"), "batas"),
)
CSV_HEAD = (
    _("Number"),
    _("Title"),
    _("Proposing body"),
    _("Province"),
    _("Kind"),
    _("Fiscal year"),
    _("Stage"),
    _("Turn"),
    _("Last day"),
    _("First submitted on"),
    _("Value (Rp)"),
)


class FilteredProposals:
    """What page and CSV share: the same scope, the same filters, the same order, all from the address."""

    @cached_property
    def params(self):
        return cleaned(self.request.GET)

    @cached_property
    def filter(self) -> ProposalFilter:
        visible = Proposal.objects.visible_to(self.request.actor).filter(case__kind="proposal")
        return ProposalFilter(self.params, visible, request=self.request)

    def rows(self) -> QuerySet:
        turns = Turn.objects.open().select_related("institution", "position")
        return self.filter.qs.with_case().prefetch_related(Prefetch("case__turns", turns))

    def listing(self, count: int = 0) -> Listing:
        return Listing(self.rows(), self.params, ORDERS, tie="case_id", count=count)

    def brief(self, proposal):
        return brief(list(proposal.case.turns.all()), self.request.actor)


class ProposalListView(FilteredProposals, TemplateView):
    template_name = "programs/list.html"

    def get_context_data(self, **kwargs):
        found = self.filter.qs.aggregate(count=Count("pk"), total=Sum("total"))
        listing = self.listing(found["count"])
        return super().get_context_data(
            filter=self.filter,
            found=found,
            chips=chips(self.filter.form, self.params),
            presets=self.presets(),
            heads=[listing.head(label, word) for label, word in COLUMNS],
            value_head=listing.head(_("Value (Rp)"), "nilai", end=True),
            rows=[(proposal, self.brief(proposal)) for proposal in listing.rows],
            listing=listing,
            csv_query=self.params.urlencode(),
            filtered=bool(self.filter.count_set or self.filter.form.cleaned_data.get("tampilan")),
            may_draft=drafts(self.request.actor, None),
            **kwargs,
        )

    def presets(self) -> list[dict]:
        """The views, each with its number; a view starts without other filters, so that the number is true."""
        current, number = self.filter.form.cleaned_data.get("tampilan"), counts(self.request.actor)
        everything = {"label": _("All"), "url": address(QueryDict()), "current": not current}
        return [everything] + [
            {
                "label": preset.label,
                "url": f"?tampilan={preset.word}",
                "count": number.get(preset.word, 0),
                "current": preset.word == current,
            }
            for preset in PRESETS
        ]


class ProposalCsvView(FilteredProposals, View):
    """All rows the filters leave, streamed."""

    def get(self, request):
        proposals = self.listing().sorted.iterator(chunk_size=500)
        return csv_response("usulan.csv", CSV_HEAD, (self.cells(proposal) for proposal in proposals))

    def cells(self, proposal) -> list:
        case, turn = proposal.case, self.brief(proposal)
        submitted = proposal.first_submitted_at
        return [
            case.number,
            case.title,
            proposal.body.name,
            case.province.name,
            proposal.get_kind_display(),
            proposal.fiscal_year,
            case.status_label,
            turn.whose,
            turn.due_on.isoformat() if turn.due_on else None,
            localtime(submitted).date().isoformat() if submitted else None,
            proposal.total,
        ]
