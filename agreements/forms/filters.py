"""The filters of the list of cooperation documents."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from agreements.models import Agreement, Party
from agreements.presets import PRESETS, in_preset
from casework.states import AGREEMENT_STATES
from programs.forms.filters import ListFilter


def _choice(label, **kwargs):
    return filters.ChoiceFilter(label=label, empty_label=_("All"), **kwargs)


class AgreementFilter(ListFilter):
    q = filters.CharFilter(
        label=_("Search in documents"),
        method="having_text",
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("title, number, party"), "type": "search"}),
    )
    provinsi = _choice(_("Province"), field_name="case__province")
    jenis = _choice(_("Kind"), field_name="kind", choices=Agreement.Kind.choices)
    tahap = _choice(
        _("Stage"), field_name="case__status", choices=[(code, state.label) for code, state in AGREEMENT_STATES.items()]
    )
    tampilan = _choice(
        _("View"),
        method="in_view",
        widget=forms.HiddenInput,
        choices=[(preset.word, preset.label) for preset in PRESETS],
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def get_form_class(self):
        """The provinces to choose from are those of the reader's office."""
        if not hasattr(self.request, "_regions"):
            actor = self.request.actor
            self.request._regions = list(regions_of(actor).order_by("name")) if actor else []
        self.filters["provinsi"].extra["choices"] = [(region.pk, region.name) for region in self.request._regions]
        return super().get_form_class()

    def having_text(self, rows, name, value):
        named = Party.objects.filter(agreement=OuterRef("pk")).filter(
            Q(institution__name__icontains=value)
            | Q(institution__short_name__icontains=value)
            | Q(document_number__icontains=value)
        )
        return rows.filter(Q(case__title__icontains=value) | Q(case__number__icontains=value) | Exists(named))

    def in_view(self, rows, name, value):
        return in_preset(rows, value, self.request.actor)
