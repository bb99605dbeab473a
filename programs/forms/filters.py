"""The filters of the lists of proposals and offers; what they do not understand is as if it were not there."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.filters import ListFilter, choice, text, view
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
        return rows.filter(
            Q(case__title__icontains=value)
            | Q(case__number__icontains=value)
            | Q(body__name__icontains=value)
            | Q(body__short_name__icontains=value)
        )

    def in_view(self, rows, name, value):
        return in_preset(rows, value, self.actor)


class OfferFilter(ListFilter):
    OPEN, COMING, CLOSED, DRAFT = "buka", "datang", "tutup", "draf"

    q = text(_("Search in offers"), _("title, conditions"))
    jenis = choice(_("Kind"), field_name="kind", choices=Kind.choices)
    ta = choice(_("Fiscal year"), field_name="fiscal_year", choices=fiscal_years)
    jendela = choice(
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
        if not publishes(self.actor, None):
            window = self.filters["jendela"].extra
            window["choices"] = [choice for choice in window["choices"] if choice[0] != self.DRAFT]
        return super().get_form_class()

    def having_text(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(conditions__icontains=value))

    def in_window(self, rows, name, value):
        today = clock.today(self.actor.timezone if self.actor else None)
        published = Q(published_at__isnull=False, withdrawn_at__isnull=True)
        windows = {
            self.OPEN: published & Q(opens_on__lte=today, closes_on__gte=today),
            self.COMING: published & Q(opens_on__gt=today),
            self.CLOSED: Q(withdrawn_at__isnull=False) | (published & Q(closes_on__lt=today)),
            self.DRAFT: Q(published_at__isnull=True),
        }
        return rows.filter(windows[value])
