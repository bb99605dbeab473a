"""What the filters of every list share: a word they do not understand is as if it were not there."""

from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.core.cache import caches
from django.db.models import Q, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.fulltext import plain, words_of
from accounts.models import Institution
from casework.listing import ORDER
from casework.models import CaseText

COLUMNS, DENSITY, VIEW, CHOSEN = "kolom", "rapat", "tampilan", "baris"
REGIONS_KEPT = 60  # seconds
FEW = 2_000  # keys


def choice(label, **kwargs):
    return filters.ChoiceFilter(label=label, empty_label=_("All"), **kwargs)


def text(label, placeholder):
    widget = forms.TextInput(attrs={"placeholder": placeholder, "type": "search"})
    return filters.CharFilter(label=label, method="having_text", max_length=100, widget=widget)


def view(presets):
    """The filter behind the links above the list."""
    named = [(preset.word, preset.label) for preset in presets]
    return choice(_("View"), method="in_view", widget=forms.HiddenInput, choices=named)


@dataclass(frozen=True)
class Said:
    """Where some words stand: keys of the cases and of the institutions that say them, however they are written."""

    words: str
    case_keys: list[int]
    offices: list[int]

    def in_case(self, case: str = "") -> Q:
        """Rows whose case says the words in number or title; `case` is the field that leads to it.

        Few keys are looked up. What many cases say is met soon in any order, so there each row is asked.
        """
        path = f"{case}__" if case else ""
        if len(self.case_keys) <= FEW:
            return Q(**{f"{path}pk__in": self.case_keys})
        return Q(**{f"{path}text__plain__contains": plain(self.words)})


def _said(words: str) -> Said:
    """One query. A sign alone says nothing, and finds nothing."""
    if not words_of(words):
        return Said(words, [], [])
    texts = {"case": CaseText.objects, "office": Institution.objects.with_text()}
    found = {kind: rows.filter(plain__contains=plain(words)).order_by() for kind, rows in texts.items()}
    parts = [rows.annotate(said_by=Value(kind)).values_list("said_by", "pk")[: FEW + 1] for kind, rows in found.items()]
    keys = {kind: [] for kind in texts}
    for kind, key in parts[0].union(*parts[1:], all=True):
        keys[kind].append(key)
    return Said(words, keys["case"], keys["office"])


def _regions(actor) -> list[tuple[str, str]]:
    """Asked once a minute: which provinces an office answers for changes on few days of a year."""
    if actor is None:
        return []
    return caches["process"].get_or_set(
        f"regions-{actor.position.pk}",
        lambda: list(regions_of(actor).order_by("name").values_list("pk", "name")),
        REGIONS_KEPT,
    )


class ListFilter(filters.FilterSet):
    """Filters that drop each word of the address they do not understand, and keep order and columns while filtering.

    Subclasses know the reader as `self.actor`.
    """

    def __init__(self, data, queryset, *, actor):
        self.actor = actor
        super().__init__(data, queryset)
        unknown = [name for name in self.form.errors if name in data]
        if unknown:
            data = data.copy()
            for name in unknown:
                del data[name]
            del self._form  # kept by the library; it would show the old words and their errors again
            super().__init__(data, queryset)
        self.is_valid()
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    @cached_property
    def said(self) -> Said:
        """Where the words of the search stand; looked up once, however often the rows are asked for."""
        return _said(self.form.cleaned_data["q"])

    def unchanged(self, rows, name, value):
        return rows

    urut = filters.CharFilter(method="unchanged", widget=forms.HiddenInput)
    kolom = filters.CharFilter(method="unchanged", widget=forms.HiddenInput)
    rapat = filters.CharFilter(method="unchanged", widget=forms.HiddenInput)

    @property
    def form(self):
        if not hasattr(self, "_form"):
            for name, choices in self.choices().items():
                super().form.fields[name].choices = choices
        return super().form

    def get_form_class(self):
        """Written once for each list; the library would write one for each request."""
        if "written" not in vars(type(self)):
            type(self).written = super().get_form_class()
        return self.written

    def choices(self) -> dict[str, list]:
        """What only this reader may choose from, by the filter's name: the provinces of the own office."""
        return {"provinsi": _regions(self.actor)} if "provinsi" in self.filters else {}

    @property
    def active(self) -> list[str]:
        """The filters that are set and understood, the view among them."""
        silent = {ORDER, COLUMNS, DENSITY}
        cleaned = self.form.cleaned_data
        return [name for name in self.form.fields if name not in silent and cleaned.get(name) not in (None, "", [])]

    @property
    def count_set(self) -> int:
        """How many filters are set, for the button behind which they fold on a phone."""
        return len([name for name in self.active if name != VIEW])

    def without(self, name: str):
        """The rows there would be if this one filter were taken off."""
        return self._with(other for other in self.filters if other != name)

    def only(self, name: str):
        """The rows there would be if all others were taken off."""
        return self._with([name])

    def _with(self, names):
        rows = self.queryset.all()
        for name in names:
            rows = self.filters[name].filter(rows, self.form.cleaned_data.get(name))
        return rows
