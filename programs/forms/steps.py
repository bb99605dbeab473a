"""One form per step of a proposal, made from the lists in `programs.steps`; everything may be empty in a draft."""

from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.workflow import Refused
from programs.forms.fields import (
    LARGEST_SMALL,
    LARGEST_WHOLE,
    DayField,
    FiscalYearField,
    WholeNumberField,
    YearNumberField,
)
from programs.forms.words import words_for
from programs.kinds import Kind
from programs.models import DETAIL_OF_KIND, Proposal
from programs.services.drafts import save_step
from programs.steps import common_fields, own_fields
from regions.models import Regency
from regions.templatetags.dates import day_full

LONGEST = 10_000  # signs in a text of its own; a page of paper has about 3,000
HALF = (DayField, WholeNumberField, forms.ChoiceField)  # two of them stand side by side on a wide page
HALF_NAMES = {"contact_name", "contact_phone", "lsp_licence", "industry_code", "intake", "npsn", "licence_number"}
TALL = {"aim": 5, "question": 3, "unit_codes": 4}


class StepForm(forms.Form):
    """The fields of one step for the proposal's kind, filled with what is stored.

    `for_kind` is the kind the page was made for: when somebody changed it meanwhile, own fields are shown, not saved.
    """

    for_kind = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, proposal: Proposal, step: str):
        self.proposal, self.step = proposal, step
        self.kind = _kind_of_page(data, proposal)
        self.own = own_fields(self.kind, step)
        super().__init__(data, initial=self.stored() | {"for_kind": self.kind})
        for name in self.names:
            self.fields[name] = field = _field(proposal, self.kind, name, own=name in self.own)
            field.width = "col-md-6" if isinstance(field, HALF) or name in HALF_NAMES else "col-12"
        self._fix_what_the_offer_says()

    def stored(self) -> dict:
        """What the database holds for the fields of this page."""
        return {name: _stored(self.proposal, name, self.kind if name in self.own else None) for name in self.names}

    @property
    def names(self) -> tuple[str, ...]:
        return (*common_fields(self.step), *self.own)

    @property
    def kind_was_changed(self) -> bool:
        return bool(self.own or own_fields(self.proposal.kind, self.step)) and self.kind != self.proposal.kind

    def groups(self) -> list[tuple[str, list]]:
        """The fields as the page shows them: the common ones, then those of the kind under its name."""
        common = [self[name] for name in common_fields(self.step)]
        own = [self[name] for name in self.own]
        return [("", common), *([(str(Kind(self.kind).label), own)] if own else [])]

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The planned end lies before the start."))
            data["ends_on"] = None
        if self.kind_was_changed:
            self.add_error(
                None, _("Somebody changed the kind of programme meanwhile. Copy what you need, then reload.")
            )
        return data

    def values(self) -> dict:
        """What can be saved: every field that could be read, whatever is wrong with the others."""
        skipped = self.own if self.kind_was_changed else ()
        return {
            name: self.cleaned_data[name]
            for name in self.names
            if name in self.cleaned_data and name not in skipped and not self.fields[name].disabled
        }

    def write(self, values: dict, *, actor) -> Proposal:
        return save_step(self.proposal, self.step, values, actor=actor, version=self.proposal.case.version)

    def refuse(self, refusal: Refused) -> None:
        """The database's own objection, at its field; that field stays unsaved."""
        name = refusal.field if refusal.field in self.fields else None
        for reason in refusal.reasons:
            self.add_error(name, reason)

    def error_words(self) -> dict[str, list[str]]:
        """Errors by the name of the control they stand at; "" stands for the whole form."""
        return {"" if name == NON_FIELD_ERRORS else name: list(errors) for name, errors in self.errors.items()}

    def shown(self, name: str) -> str:
        """A stored value in words."""
        return in_words(self.fields[name], self.initial.get(name))

    def _fix_what_the_offer_says(self):
        for name in {"kind", "fiscal_year"} & set(self.fields):
            field = self.fields[name]
            if self.proposal.offer_id:
                field.disabled, field.help_text = True, _("Set by the offer.")
            elif name == "kind" and self.proposal.submissions:
                field.disabled, field.help_text = True, _("The kind stays as it was submitted.")


def _kind_of_page(data, proposal: Proposal) -> str:
    wished = data.get("for_kind", proposal.kind) if data is not None else proposal.kind
    return wished if wished in Kind.values or wished == "" else proposal.kind


def in_words(field: forms.Field, value) -> str:
    """What a reader sees of a value: the label of a choice, a day as it is said, numbers with points."""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = {getattr(place, "pk", place) for place in value}
        return ", ".join(str(place) for place in field.queryset if place.pk in chosen)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return day_full(value) if isinstance(value, date) else str(field.widget.format_value(value))


def _stored(proposal: Proposal, name: str, own_kind: str | None):
    """One value, whichever of the three tables it stands in."""
    if own_kind:
        return getattr(getattr(proposal, DETAIL_OF_KIND[own_kind].RELATED_NAME, None), name, None)
    if name == "title":
        return proposal.case.title
    if name == "regencies":
        return [regency.pk for regency in proposal.regencies.all()]
    return getattr(proposal, name)


def _model_field(kind: str, name: str, own: bool) -> models.Field:
    model = DETAIL_OF_KIND[kind] if own else Case if name == "title" else Proposal
    return model._meta.get_field(name)


def _field(proposal: Proposal, kind: str, name: str, *, own: bool) -> forms.Field:
    source, words = _model_field(kind, name, own), words_for(kind, name)
    common = {"required": False, "label": words.label or _sentence_case(source.verbose_name), "help_text": words.help}
    if name == "fiscal_year":
        return FiscalYearField(chosen=proposal.fiscal_year, **common)
    if name == "regencies":
        places = Regency.objects.filter(province=proposal.case.province_id).order_by("name")
        return forms.ModelMultipleChoiceField(places, widget=forms.CheckboxSelectMultiple, **common)
    if source.choices:
        return forms.ChoiceField(choices=[("", _("Choose")), *source.choices], **common)
    return _typed_field(source, common)


def _typed_field(source: models.Field, common: dict) -> forms.Field:
    if source.name.endswith("_year"):
        return YearNumberField(**common)
    if isinstance(source, models.PositiveSmallIntegerField):
        return WholeNumberField(most=LARGEST_SMALL, **common)
    if isinstance(source, models.PositiveIntegerField):
        return WholeNumberField(most=LARGEST_WHOLE, **common)
    if isinstance(source, models.DateField):
        return DayField(**common)
    if isinstance(source, models.TextField):
        rows = forms.Textarea(attrs={"rows": TALL.get(source.name, 3)})
        return forms.CharField(max_length=LONGEST, widget=rows, **common)
    patterns = [check for check in source.validators if isinstance(check, RegexValidator)]
    return forms.CharField(max_length=source.max_length, validators=patterns, **common)


def _sentence_case(label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


class NoteAnswers(forms.Form):
    """An answer box for each note of the last return that concerns this step."""

    def __init__(self, data=None, *, notes):
        self.notes = {f"note_{note.pk}": note for note in notes}
        super().__init__(data, initial={name: note.answer for name, note in self.notes.items()})
        for name in self.notes:
            self.fields[name] = forms.CharField(
                label=_("Your answer"),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "form": "draft", "class": "form-control"}),
                help_text=_("Say what you changed, e.g. “Added the schedule of batch 3.”"),
            )

    def pairs(self):
        """Each note with its answer box."""
        return [(note, self[name]) for name, note in self.notes.items()]

    def changed(self) -> list[tuple]:
        """Notes whose answer was typed anew."""
        return [(self.notes[name], self.cleaned_data[name]) for name in self.changed_data if name in self.cleaned_data]
