"""The filters of the lists of proposals and offers; what they do not understand is as if it were not there."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.filters import ListFilter, choice, text, view
from casework.states import PROPOSAL_STATES
from programs.kinds import Kind
from programs.models import Offer, Proposal
from programs.presets import OFFER_PRESETS, OFFERS_BY_WORD, PRESETS, in_preset, offer_presets
from regions import clock

YEARS_BACK, YEARS_AHEAD = 4, 3


def fiscal_years() -> list[tuple[str, str]]:
    """The years a list is filtered by, newest first."""
    this = clock.today().year
    return [(str(year), str(year)) for year in range(this + YEARS_AHEAD, this - YEARS_BACK, -1)]


class ProposalFilter(ListFilter):
    q = text(_("Search in proposals"), _("title, number, proposing body"))
    provinsi = choice(_("Province"), field_name="case__province")
    jenis = choice(_("Kind"), field_name="kind", choices=Kind.choices)
    ta = choice(_("Fiscal year"), field_name="fiscal_year", choices=fiscal_years)
    tahap = choice(
        _("Stage"), field_name="case__status", choices=[(code, state.label) for code, state in PROPOSAL_STATES.items()]
    )
    tampilan = view(PRESETS)

    class Meta:
        model = Proposal
        fields: list[str] = []

    def having_text(self, rows, name, value):
        return rows.filter(self.said.in_case("case") | Q(body__in=self.said.offices))

    def in_view(self, rows, name, value):
        return in_preset(rows, value, self.actor)


class OfferFilter(ListFilter):
    q = text(_("Search in offers"), _("title, conditions"))
    jenis = choice(_("Kind"), field_name="kind", choices=Kind.choices)
    ta = choice(_("Fiscal year"), field_name="fiscal_year", choices=fiscal_years)
    tampilan = view(OFFER_PRESETS)

    class Meta:
        model = Offer
        fields: list[str] = []

    def choices(self):
        """Drafts are not even named to those who never see one."""
        return {"tampilan": [(each.word, each.label) for each in offer_presets(self.actor)]}

    def having_text(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(conditions__icontains=value))

    def in_view(self, rows, name, value):
        return rows.filter(OFFERS_BY_WORD[value].condition(self.actor))
