"""The list of cooperation documents, as a page and as CSV."""

from datetime import date, datetime

from django.db.models import DateField, Min, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from agreements.course import state_label
from agreements.forms.filters import AgreementFilter
from agreements.models import Agreement, Party
from agreements.policies import may_open
from agreements.presets import PRESETS, counts
from casework.brief import brief
from casework.listing import Listing, Order, address, chips, cleaned, csv_response
from casework.models import Turn
from regions.templatetags.dates import day_full

NEVER = Value(date(9999, 12, 31), output_field=DateField())
_due = (
    Turn.objects.open()
    .filter(case=OuterRef("case"))
    .order_by()
    .values("case")
    .annotate(first=Min("due_on"))
    .values("first")
)
ORDERS = (
    Order("baru", "case__opened_at", datetime, descending_first=True),
    Order("judul", "case__title"),
    Order("batas", Coalesce(Subquery(_due), NEVER), date),
    Order("berakhir", Coalesce("ends_on", NEVER), date),
)
HEADS = (
    (_("Document"), "judul"),
    (_("Province"), ""),
    (_("Kind"), ""),
    (_("Stage"), ""),
    (_("Turn"), ""),
    (_("Due"), "batas"),
    (_("Ends"), "berakhir"),
)


class Filtered:
    """What the reader may see of the documents, narrowed by the address."""

    @cached_property
    def params(self):
        return cleaned(self.request.GET)

    @cached_property
    def filter(self) -> AgreementFilter:
        rows = Agreement.objects.visible_to(self.request.actor).with_case()
        return AgreementFilter(self.params, rows, request=self.request)

    @property
    def found(self):
        turns = Turn.objects.open().with_holders()
        parties = Party.objects.select_related("institution")
        return self.filter.qs.prefetch_related(Prefetch("case__turns", turns), Prefetch("parties", parties))


class ListView(Filtered, TemplateView):
    template_name = "agreements/list.html"

    def get_context_data(self, **kwargs):
        counted = counts(self.request.actor)
        count = self.filter.qs.count() if self.filter.count_set else counted.get(self._view or "all", 0)
        listing = Listing(self.found, self.params, ORDERS, count=count)
        for row in listing.rows:
            row.brief = brief(list(row.case.turns.all()), self.request.actor)
            row.state_label = state_label(row)
        return super().get_context_data(
            listing=listing,
            heads=[listing.head(label, word) for label, word in HEADS],
            filter=self.filter,
            chips=chips(self.filter.form, self.params),
            presets=self._presets(counted),
            actions=self._actions(),
            csv_url=f"{reverse('agreements:export')}?{self.params.urlencode()}",
            filtered=bool(self.filter.count_set or self._view),
            **kwargs,
        )

    @property
    def _view(self) -> str:
        return self.filter.form.cleaned_data.get("tampilan", "")

    def _presets(self, counted: dict) -> list[dict]:
        every = {"label": _("All"), "url": "?", "count": counted.get("all", 0), "current": not self._view}
        return [every] + [
            {
                "label": preset.label,
                "url": address(self.params, tampilan=preset.word),
                "count": counted.get(preset.word, 0),
                "current": preset.word == self._view,
            }
            for preset in PRESETS
        ]

    def _actions(self) -> list[dict]:
        if not may_open(self.request.actor, None):
            return []
        return [{"label": _("New document"), "url": reverse("agreements:open"), "kind": "primary"}]


class ExportView(Filtered, View):
    """The same rows, all of them, in the order chosen."""

    HEAD = (
        _("Number"),
        _("Title"),
        _("Kind"),
        _("Province"),
        _("Parties"),
        _("Stage"),
        _("Turn"),
        _("Due"),
        _("In force from"),
        _("In force until"),
    )

    def get(self, request):
        rows = Listing(self.found, self.params, ORDERS).sorted.iterator(chunk_size=500)
        return csv_response("naskah.csv", self.HEAD, (self._cells(row) for row in rows))

    def _cells(self, row: Agreement) -> list:
        held = brief(list(row.case.turns.all()), self.request.actor)
        return [
            row.case.number,
            row.case.title,
            row.get_kind_display(),
            row.case.province.name if row.case.province else "",
            "; ".join(party.institution.name for party in row.parties.all()),
            row.case.status_label,
            held.whose,
            held.due_on.isoformat() if held.due_on else "",
            day_full(row.starts_on),
            day_full(row.ends_on),
        ]
