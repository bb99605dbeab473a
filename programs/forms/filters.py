"""The filters of the lists of proposals and offers; what they do not understand is as if it were not there."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import regions_of
from casework.states import PROPOSAL_STATES
from programs.kinds import Kind
from programs.models import Offer, Proposal
from programs.policies import publishes
from programs.presets import PRESETS, in_preset
from regions import clock

YEARS_BACK, YEARS_AHEAD = 4, 3


def fiscal_years() -> list[tuple[str, str]]:
    """The years a list is filtered by, newest first."""
    this = clock.today().year
    return [(str(year), str(year)) for year in range(this + YEARS_AHEAD, this - YEARS_BACK, -1)]


def _choice(label, **kwargs):
    return filters.ChoiceFilter(label=label, empty_label=_("All"), **kwargs)


def _text(label, placeholder):
    widget = forms.TextInput(attrs={"placeholder": placeholder, "type": "search"})
    return filters.CharFilter(label=label, method="having_text", max_length=100, widget=widget)


class ListFilter(filters.FilterSet):
    """Filters that drop each word of the address they do not understand, and keep order and view while filtering."""

    urut = filters.CharFilter(method="unchanged", widget=forms.HiddenInput)

    def __init__(self, data, queryset, *, request):
        super().__init__(data, queryset, request=request, prefix=None)
        unknown = [name for name in self.form.errors if name in data]
        if unknown:
            data = data.copy()
            for name in unknown:
                del data[name]
            super().__init__(data, queryset, request=request, prefix=None)
        self.is_valid()
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def unchanged(self, rows, name, value):
        return rows

    @property
    def count_set(self) -> int:
        """How many filters are set, for the button behind which they fold on a phone."""
        visible = [field.name for field in self.form.visible_fields()]
        return sum(bool(self.form.cleaned_data.get(name)) for name in visible)


class ProposalFilter(ListFilter):
    q = _text(_("Search in proposals"), _("title, number, proposing body"))
    provinsi = _choice(_("Province"), field_name="case__province")
    jenis = _choice(_("Kind"), field_name="kind", choices=Kind.choices)
    ta = _choice(_("Fiscal year"), field_name="fiscal_year", choices=fiscal_years)
    tahap = _choice(
        _("Stage"), field_name="case__status", choices=[(code, state.label) for code, state in PROPOSAL_STATES.items()]
    )
    tampilan = _choice(
        _("View"),
        method="in_view",
        widget=forms.HiddenInput,
        choices=[(preset.word, preset.label) for preset in PRESETS],
    )

    class Meta:
        model = Proposal
        fields: list[str] = []

    def get_form_class(self):
        """The provinces to choose from are those of the reader's office."""
        chosen = [(region.pk, region.name) for region in self._regions()]
        self.filters["provinsi"].extra["choices"] = chosen
        return super().get_form_class()

    def _regions(self):
        actor = self.request.actor
        if not hasattr(self.request, "_regions"):
            self.request._regions = list(regions_of(actor).order_by("name")) if actor else []
        return self.request._regions

    def having_text(self, rows, name, value):
        return rows.filter(
            Q(case__title__icontains=value)
            | Q(case__number__icontains=value)
            | Q(body__name__icontains=value)
            | Q(body__short_name__icontains=value)
        )

    def in_view(self, rows, name, value):
        return in_preset(rows, value, self.request.actor)


class OfferFilter(ListFilter):
    OPEN, COMING, CLOSED, DRAFT = "buka", "datang", "tutup", "draf"

    q = _text(_("Search in offers"), _("title, conditions"))
    jenis = _choice(_("Kind"), field_name="kind", choices=Kind.choices)
    ta = _choice(_("Fiscal year"), field_name="fiscal_year", choices=fiscal_years)
    jendela = _choice(
        _("Window"),
        method="in_window",
        choices=[
            (OPEN, pgettext_lazy("offer", "Open")),
            (COMING, pgettext_lazy("offer", "Not yet open")),
            (CLOSED, _("Closed or withdrawn")),
            (DRAFT, pgettext_lazy("offer", "Draft")),
        ],
    )

    class Meta:
        model = Offer
        fields: list[str] = []

    def get_form_class(self):
        """Drafts are not even named to those who never see one."""
        if not publishes(self.request.actor, None):
            window = self.filters["jendela"].extra
            window["choices"] = [choice for choice in window["choices"] if choice[0] != self.DRAFT]
        return super().get_form_class()

    def having_text(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(conditions__icontains=value))

    def in_window(self, rows, name, value):
        today = clock.today(self.request.actor.timezone if self.request.actor else None)
        published = Q(published_at__isnull=False, withdrawn_at__isnull=True)
        windows = {
            self.OPEN: published & Q(opens_on__lte=today, closes_on__gte=today),
            self.COMING: published & Q(opens_on__gt=today),
            self.CLOSED: Q(withdrawn_at__isnull=False) | (published & Q(closes_on__lt=today)),
            self.DRAFT: Q(published_at__isnull=True),
        }
        return rows.filter(windows[value])
