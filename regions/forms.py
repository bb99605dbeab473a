"""The day for which the coverage page is asked."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """An empty or wrong day shows today; a wrong one says so at the field."""

    pada = forms.DateField(
        label=_("On the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-11-26.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )

    def chosen_day(self) -> date | None:
        return self.cleaned_data["pada"] if self.is_valid() else None
