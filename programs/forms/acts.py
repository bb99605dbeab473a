"""Input of the acts on a proposal that are not moves: to whom, whereto, figures, budget documents."""

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import positions_with
from accounts.models import Holding, Institution, Position
from accounts.roles import Role
from casework.keys import HiddenNumberField, KeyField, new_key
from programs.forms.costs import EXAMPLES
from programs.forms.fields import DayField, WholeNumberField
from programs.models import CostLine, Proposal
from regions import clock
from regions.models import Upt


class ActForm(forms.Form):
    """An act's own fields, the version of the page it was made from, and a one-time key."""

    version = HiddenNumberField(required=False)
    key = KeyField()

    def __init__(self, *args, actor, proposal: Proposal, **kwargs):
        self.actor, self.proposal = actor, proposal
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        if "version" in self.fields:
            self.fields["version"].initial = proposal.case.version
        self.build()
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def build(self):
        """Subclasses fill in what depends on the proposal."""

    def act_data(self) -> dict:
        """What the service is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class ReasonForm(ActForm):
    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Kept in the history; everybody who may see the case reads it."),
    )

    def act_data(self) -> dict:
        data = super().act_data()
        return {"reason": data.pop("comment"), **data}


class PartnersForm(ActForm):
    """Which partner institutions take part; those named already are marked."""

    partners = forms.ModelMultipleChoiceField(
        Institution.objects.none(), label=_("Partners"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def build(self):
        named = [row.institution_id for row in self.proposal.case.participants.all()]
        known = Institution.objects.filter(kind__in=Institution.PARTNERS)
        self.fields["partners"].queryset = known.filter(Q(is_active=True) | Q(pk__in=named)).order_by("name")
        self.fields["partners"].initial = named


class PositionChoice(forms.ModelChoiceField):
    """A position, named with whoever holds it today."""

    def label_from_instance(self, position: Position) -> str:
        return named(position)


def named(position: Position) -> str:
    """Rahmawati Siregar · Verifikator, Balai Banjarmasin"""
    people = ", ".join(holding.user.full_name for holding in getattr(position, "held_today", []))
    return f"{people} · {position}" if people else str(position)


def in_office(positions):
    """Positions somebody holds today, each with its holders in `held_today`."""
    held = Holding.objects.on(clock.today()).select_related("user")
    filled = positions.filter(pk__in=held.order_by().values("position")).select_related("institution")
    return filled.prefetch_related(Prefetch("holdings", held, to_attr="held_today"))


class ReassignForm(ReasonForm):
    position = PositionChoice(label=_("Verifier"), queryset=Position.objects.none(), empty_label=_("Choose"))
    field_order = ["position", "comment"]

    def build(self):
        office = self.actor.institution
        verifiers = in_office(positions_with(Role.VERIFIER, office)).exclude(pk=self.proposal.verifier_id)
        self.fields["position"].queryset = verifiers


class TransferForm(ReasonForm):
    upt = forms.ModelChoiceField(
        label=_("UPT that should handle it"),
        queryset=Upt.objects.none(),
        empty_label=_("Choose"),
        help_text=_("The page Regions says which UPT serves which province on any day."),
    )
    field_order = ["upt", "comment"]

    def build(self):
        self.fields["upt"].queryset = Upt.objects.exclude(pk=self.proposal.case.upt_id)


class FiguresForm(ActForm):
    """What the province asks and gives in the new fiscal year; costs keep their amounts and move to that year."""

    participants = WholeNumberField(
        label=_("Participants"), help_text=_("As many as the new year's budget allows, e.g. 120.")
    )
    starts_on = DayField(label=_("Planned start"), help_text=_("The first day of the activity itself."))
    ends_on = DayField(label=_("Planned end"), help_text=_("The last day of the activity itself."))

    def build(self):
        self.fields["participants"].initial = self.proposal.participants


class BudgetForm(ActForm):
    """One field per cost line paid in cash: the budget document (DIPA or DPA) it is paid from."""

    def build(self):
        self.lines = [line for line in self.proposal.cost_lines.all() if line.form == CostLine.Form.CASH]
        for line in self.lines:
            self.fields[f"line_{line.pk}"] = forms.CharField(
                label=f"{line.item} · {line.get_source_display()}",
                initial=line.budget_document,
                max_length=120,
                required=False,
                help_text=EXAMPLES["budget_document"],
            )

    def act_data(self) -> dict:
        numbers = {line.pk: self.cleaned_data[f"line_{line.pk}"] for line in self.lines}
        return {"numbers": numbers, "version": self.cleaned_data["version"]}
