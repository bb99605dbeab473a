"""The filters of the list of cooperation documents."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party
from agreements.presets import PRESETS, in_preset
from casework.filters import ListFilter, choice, text, view
from casework.states import AGREEMENT_STATES


class AgreementFilter(ListFilter):
    q = text(_("Search in documents"), _("title, number, party"))
    provinsi = choice(_("Province"), field_name="case__province")
    jenis = choice(_("Kind"), field_name="kind", choices=Agreement.Kind.choices)
    tahap = choice(
        _("Stage"), field_name="case__status", choices=[(code, state.label) for code, state in AGREEMENT_STATES.items()]
    )
    tampilan = view(PRESETS)

    class Meta:
        model = Agreement
        fields: list[str] = []

    def having_text(self, rows, name, value):
        told = Q(institution__in=self.said.offices) | Q(document_number__icontains=value)
        return rows.filter(self.said.in_case("case") | Exists(Party.objects.filter(told, agreement=OuterRef("pk"))))

    def in_view(self, rows, name, value):
        return in_preset(rows, value, self.actor)
