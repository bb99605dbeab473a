"""What a coordinator writes about an offer."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.keys import HiddenNumberField, KeyField, new_key
from programs.forms.fields import DayField, FiscalYearField, WholeNumberField
from programs.kinds import Kind
from programs.models import Offer
from programs.services.offers import FIELDS, FIXED_ONCE_PUBLISHED
from regions.templatetags.dates import day_full


class KeyedForm(forms.Form):
    """Version of the page and one-time key of an act on an offer."""

    version = HiddenNumberField(required=False)
    key = KeyField()

    def __init__(self, *args, actor, offer: Offer | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.offer = actor, offer
        self.fields["key"].initial = new_key
        self.fields["version"].initial = offer.version if offer else None
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def act_data(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def show_stored(self) -> None:
        """Somebody else was faster: forms that could overwrite say what stands there now."""


class OfferForm(KeyedForm):
    """Everything an offer says; what provinces have seen of kind and year stays."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What is offered and when, e.g. “Vocational School Graduate Academy 2027”."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of programme"),
        choices=[("", gettext_lazy("Choose")), *Kind.choices],
        help_text=gettext_lazy("Proposals written from it are of this kind, e.g. certification."),
    )
    seats = WholeNumberField(label=gettext_lazy("Seats"), help_text=gettext_lazy("People in all, e.g. 240."))
    opens_on = DayField(
        label=gettext_lazy("Opens on"),
        help_text=gettext_lazy("The first day on which a proposal may be written from it."),
    )
    closes_on = DayField(
        label=gettext_lazy("Closes on"), help_text=gettext_lazy("The last day on which a proposal may be submitted.")
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        help_text=gettext_lazy("Who may take part, what the province provides, e.g. “rooms and transport”."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer = self.offer
        self.fields["fiscal_year"] = FiscalYearField(
            label=_("Fiscal year"),
            chosen=offer and offer.fiscal_year,
            help_text=_("The year in which it is carried out and paid, e.g. 2027."),
        )
        self.order_fields(["title", "kind", "fiscal_year", "seats", "opens_on", "closes_on", "conditions"])
        self.helper.layout = self._layout()
        if offer:
            self._fill(offer)

    def _layout(self) -> Layout:
        thirds = Row(*(Column(name, css_class="col-md-4") for name in ("seats", "opens_on", "closes_on")))
        halves = Row(*(Column(name, css_class="col-md-6") for name in ("kind", "fiscal_year")))
        return Layout("version", "key", "title", halves, thirds, "conditions")

    def _fill(self, offer: Offer) -> None:
        for name in FIELDS:
            self.fields[name].initial = getattr(offer, name)
        for name in FIXED_ONCE_PUBLISHED if offer.published_at else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("This stays as it was published.")

    def clean(self):
        data = super().clean()
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("The last day lies before the first."))
        if data.get("seats") == 0:
            self.add_error("seats", _("Write how many seats, at least 1."))
        return data

    def act_data(self) -> dict:
        return {"values": {name: self.cleaned_data[name] for name in FIELDS}, "version": self.cleaned_data["version"]}

    def show_stored(self) -> None:
        """At each field that somebody else has changed meanwhile: what stands there now."""
        for name in FIELDS:
            stored, field = getattr(self.offer, name), self.fields[name]
            if name in self.cleaned_data and self.cleaned_data[name] != stored:
                self.add_error(name, _("Now stands here: %(stored)s") % {"stored": _in_words(field, stored)})


def _in_words(field, value) -> str:
    named = {str(key): label for key, label in getattr(field, "choices", [])}
    return day_full(value) if isinstance(value, date) else str(named.get(str(value), value))


class WithdrawOfferForm(KeyedForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=gettext_lazy("Whoever has a draft from this offer reads it."),
    )
