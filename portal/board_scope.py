"""Which cases a board or a place's page counts: the reader's sight, narrowed by year, kind, UPT and province."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Institution
from agreements.models import Agreement
from casework.models import Case, Turn
from casework.policies import Policy
from programs.forms.filters import fiscal_years
from programs.kinds import Kind
from programs.models import Offer, Proposal

KINDS_OF_OFFICE = (Institution.Kind.AGENCY, Institution.Kind.UPT, Institution.Kind.AUDIT)

reads_board = Policy(
    lambda actor, obj: actor.institution.kind in KINDS_OF_OFFICE,
    _("the centre, the UPT and auditors; a province has its own page"),
)


class BoardFilter(forms.Form):
    """Year, kind, UPT, province; a word it does not know is as if it were not there."""

    ta = forms.ChoiceField(label=_("Fiscal year"), required=False)
    jenis = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    upt = forms.ChoiceField(label=_("UPT"), required=False)
    provinsi = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, params, provinces):
        """`provinces` know the UPT that serves them (`served`)."""
        super().__init__(params)
        everything = [("", _("All"))]
        self.fields["ta"].choices = everything + fiscal_years()
        self.fields["upt"].choices = everything + sorted(
            {(province.upt_code, province.upt_name) for province in provinces if province.upt_code}
        )
        self.fields["provinsi"].choices = everything + [(province.code, province.name) for province in provinces]
        for bound in self.fields.values():
            bound.widget.attrs["class"] = "form-select"

    def chosen(self) -> dict:
        """The words it understands."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Scope:
    """What is counted for one reader. A draft that never left its body is nobody's figure."""

    actor: Actor
    chosen: dict = field(default_factory=dict)

    def narrowed(self, **chosen) -> "Scope":
        return Scope(self.actor, self.chosen | chosen)

    def proposals(self) -> QuerySet[Proposal]:
        found = Proposal.objects.visible_to(self.actor).filter(case__shared_at__isnull=False)
        return self._by_place(found).filter(**self._of_programme())

    def agreements(self) -> QuerySet[Agreement]:
        """Those whose term touches the year or, on the way, that were opened in it."""
        found = self._by_place(Agreement.objects.visible_to(self.actor))
        if year := self.chosen.get("ta"):
            term = Q(starts_on__year__lte=year, ends_on__year__gte=year)
            found = found.alias(opened=ExtractYear("case__opened_at"))
            found = found.filter(term | Q(starts_on__isnull=True, opened=year))
        if kind := self.chosen.get("jenis"):
            found = found.filter(pk__in=Agreement.objects.filter(proposals__kind=kind).values("pk"))
        return found

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(
            Q(pk__in=self.proposals().values("case")) | Q(pk__in=self.agreements().values("case"))
        )

    def turns(self, **of_case) -> QuerySet[Turn]:
        """Turns on those cases; the time a body took over its own draft is nobody else's business."""
        found = self._by_place(Turn.objects.visible_to(self.actor)).filter(**of_case)
        found = found.exclude(status="draft", case__kind="proposal")
        if not self._of_programme():
            return found.filter(Q(case__kind="agreement") | Q(case__shared_at__isnull=False))
        proposals, agreements = (
            rows.filter(**of_case).values("case") for rows in (self.proposals(), self.agreements())
        )
        return found.filter(Q(case__in=proposals) | Q(case__in=agreements))

    def open_turns(self) -> QuerySet[Turn]:
        """Whose cases are open too, which is said so that an index of open cases serves."""
        return self.turns(case__closed_at__isnull=True).open()

    def offers(self) -> QuerySet[Offer]:
        return Offer.objects.filter(published_at__isnull=False, **self._of_programme())

    def _by_place(self, found: QuerySet) -> QuerySet:
        if upt := self.chosen.get("upt"):
            found = found.filter(case__upt=upt)
        if province := self.chosen.get("provinsi"):
            found = found.filter(case__province=province)
        return found

    def _of_programme(self) -> dict:
        words = {"ta": "fiscal_year", "jenis": "kind"}
        return {column: self.chosen[word] for word, column in words.items() if word in self.chosen}
