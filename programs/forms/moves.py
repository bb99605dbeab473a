"""What each move of a proposal needs besides its reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import positions_with
from accounts.models import Position
from accounts.roles import Role
from casework import documents
from casework.forms import MoveForm
from programs import sharing
from programs.forms.acts import PositionChoice, in_office
from programs.forms.fields import DayField, FiscalYearField, WholeNumberField
from programs.guards import open_round
from programs.kinds import WRITTEN
from programs.models import CheckAnswer
from programs.money import MoneyField, rupiah
from regions import clock, working_days
from regions.whole_numbers import whole_number

NOTES = 3  # rows for notes at first; a button adds more without a script
MOST_NOTES = 30
REVISION_DAYS = 10


class ReturnForm(MoveForm):
    """Notes, each on the step it concerns, and the last day for the revision."""

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    deadline = DayField(
        label=gettext_lazy("Last day for the revision"),
        help_text=gettext_lazy(
            "Usually ten working days, until the end of that day; on a day off it moves to the next working day."
        ),
    )

    def build(self):
        today = clock.today(self.obj.case.owner.timezone)
        self.fields["deadline"].initial = working_days.add_working_days(today, REVISION_DAYS)
        found = [] if self.is_bound else self._found_by_check()
        self.count = self._count(len(found))
        for row in range(self.count):
            self._add_row(row)
        for row, (step, text) in enumerate(found):
            self.initial |= {f"step_{row}": step, f"text_{row}": text}

    def _found_by_check(self) -> list[tuple[str, str]]:
        """What the checklist under way says is not met, so that nobody writes it twice."""
        current = open_round(self.obj)
        unmet = current.answers.filter(result=CheckAnswer.Result.NOT_MET) if current else CheckAnswer.objects.none()
        rows = unmet.select_related("item").order_by("item__order", "item__pk")
        return [(answer.item.step, answer.note) for answer in rows][:MOST_NOTES]

    def _count(self, least: int) -> int:
        """As many rows as were shown, and some more when the button for more was pressed."""
        shown = whole_number(self.data.get("rows", "")) or least
        return min(MOST_NOTES, max(NOTES, shown) + (NOTES if "more" in self.data else 0))

    def _add_row(self, row: int):
        steps = [("", _("Step"))] + [(step.value, step.label) for step in WRITTEN]
        number = {"number": row + 1}
        self.fields[f"step_{row}"] = forms.ChoiceField(
            label=_("Note %(number)d: step") % number, choices=steps, required=False
        )
        self.fields[f"text_{row}"] = forms.CharField(
            label=_("Note %(number)d: what must be mended") % number,
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
            required=False,
        )

    @property
    def notes(self) -> list:
        """Bound fields of each row, for the template."""
        return [(self[f"step_{row}"], self[f"text_{row}"]) for row in range(self.count)]

    def clean(self):
        data = super().clean()
        for row in range(self.count):
            if data.get(f"text_{row}") and not data.get(f"step_{row}"):
                self.add_error(f"step_{row}", _("Choose the step this note concerns."))
            if data.get(f"step_{row}") and not data.get(f"text_{row}"):
                self.add_error(f"text_{row}", _("Write what must be mended, or leave the whole row empty."))
        return data

    def move_data(self) -> dict:
        data = self.cleaned_data
        pairs = [(data[f"step_{row}"], data[f"text_{row}"]) for row in range(self.count)]
        return {"notes": [pair for pair in pairs if all(pair)], "deadline": data["deadline"]}


class PassOnForm(MoveForm):
    recommendation = forms.CharField(
        label=gettext_lazy("Recommendation for the centre"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=gettext_lazy("What the UPT knows of place, body and need, e.g. “room and 20 laptops are ready”."),
    )


class DeferForm(MoveForm):
    fiscal_year = FiscalYearField(
        label=gettext_lazy("Fiscal year it is deferred to"),
        help_text=gettext_lazy("The province then confirms its figures for that year."),
    )

    def build(self):
        earliest = max(self.obj.fiscal_year or 0, clock.today().year) + 1
        years = [(year, str(year)) for year in range(earliest, earliest + 5)]
        self.fields["fiscal_year"].choices = years


class FileField(forms.FileField):
    """A document, looked at before anything is done with it."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file:
            documents.check(file)
        return file


class ReportForm(MoveForm):
    """People, money per source against its ceiling, a few sentences and the file."""

    people_reached = WholeNumberField(
        label=gettext_lazy("People reached"), help_text=gettext_lazy("Everybody who took part, e.g. 118.")
    )
    people_passed = WholeNumberField(
        label=gettext_lazy("People who passed"),
        help_text=gettext_lazy("Of those, who passed or is competent, e.g. 101."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary of results"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=gettext_lazy(
            "What was reached, what was not and why, e.g. “two batches moved to June after the flood”."
        ),
    )
    file = FileField(label=gettext_lazy("Report file"), help_text=gettext_lazy("The signed report, e.g. as PDF."))

    def build(self):
        self.shares = [share for share in sharing.shares(self.obj.cost_lines.all()) if share.cash]
        for index, share in enumerate(self.shares):
            self.fields[f"spent_{index}"] = MoneyField(
                label=_("Spent: %(party)s (Rp)") % {"party": share.label},
                help_text=_("At most the ceiling, %(ceiling)s.") % {"ceiling": rupiah(share.cash)},
            )
        spent = [name for name in self.fields if name.startswith("spent_")]
        self.order_fields(["people_reached", "people_passed", *spent])

    def clean(self):
        data = super().clean()
        if (data.get("people_passed") or 0) > (data.get("people_reached") or 0) and "people_reached" in data:
            self.add_error("people_passed", _("More people passed than were reached."))
        for index, share in enumerate(self.shares):
            if (data.get(f"spent_{index}") or 0) > share.cash:
                text = _("%(party)s spent more than planned (pagu).") % {"party": share.label}
                self.add_error(f"spent_{index}", ValidationError(text))
        return data

    def move_data(self) -> dict:
        data = self.cleaned_data
        names = ("people_reached", "people_passed", "summary", "file")
        spent = {share.key: data[f"spent_{index}"] for index, share in enumerate(self.shares)}
        return {name: data[name] for name in names} | {"spent": spent}


class AssignForm(MoveForm):
    """To which verifier of the UPT the head gives a proposal that nobody has taken."""

    position = PositionChoice(
        label=gettext_lazy("Verifier"), queryset=Position.objects.none(), empty_label=gettext_lazy("Choose")
    )

    def build(self):
        self.fields["position"].queryset = in_office(positions_with(Role.VERIFIER, self.actor.institution))


MOVE_FORMS = {
    "assign": AssignForm,
    "return": ReturnForm,
    "pass_on": PassOnForm,
    "defer": DeferForm,
    "report": ReportForm,
}
