"""Fields that read what people really type: whole numbers with points, "120 orang", ISO days, years."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.money import grouped
from regions import clock

_WHOLE = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+")
_VOLUME = re.compile(r"([\d.,]+)\s*(.*)", re.DOTALL)
LARGEST_SMALL, LARGEST_WHOLE = 32_767, 2_147_483_647  # what the two integer columns hold
FIRST_YEAR, LAST_YEAR = 2000, 2100
UNIT_LENGTH = 40
YEARS_AHEAD = 5


def whole(text: str, most: int = LARGEST_WHOLE) -> int:
    """`1.200` and `1200` are one thousand two hundred; `1,5` is no whole number."""
    plain = text.strip()
    if not _WHOLE.fullmatch(plain):
        raise ValidationError(_("Write a whole number, e.g. 120."), code="invalid")
    digits = plain.replace(".", "").lstrip("0") or "0"
    if len(digits) > len(str(most)) or int(digits) > most:
        raise ValidationError(_("At most %(most)s."), code="too_large", params={"most": grouped(most)})
    return int(digits)


class WholeInput(forms.TextInput):
    """Numeric keys on a phone; large numbers are shown with points."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return grouped(value) if isinstance(value, int) else super().format_value(value)


class WholeNumberField(forms.Field):
    """A count as people write it."""

    widget = WholeInput

    def __init__(self, *, most: int = LARGEST_WHOLE, **kwargs):
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value) -> int | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else whole(str(value), self.most)


class YearNumberField(WholeNumberField):
    """A year is never written with a point."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(most=LAST_YEAR, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


class VolumeInput(forms.TextInput):
    """Quantity and unit shown as one: "1.200 orang"."""

    def format_value(self, value):
        return volume_words(*value) if isinstance(value, tuple) else super().format_value(value)


class VolumeField(forms.Field):
    """How much of what, as one entry: "120 orang" becomes (120, "orang"); the unit may still be missing."""

    widget = VolumeInput

    def to_python(self, value) -> tuple[int | None, str]:
        if value in self.empty_values:
            return None, ""
        if isinstance(value, tuple):
            return value
        ProhibitNullCharactersValidator()(str(value))  # the unit is kept as typed
        parts = _VOLUME.fullmatch(str(value).strip())
        if not parts:
            raise ValidationError(_("Write how many of what, e.g. “120 people”."), code="invalid")
        quantity, unit = whole(parts[1]), " ".join(parts[2].split())
        if quantity < 1:
            raise ValidationError(_("The quantity is a whole number from 1."), code="invalid")
        if len(unit) > UNIT_LENGTH:
            raise ValidationError(_("The unit is one or two words, e.g. “people”."), code="invalid")
        return quantity, unit


def volume_words(quantity: int | None, unit: str) -> str:
    return " ".join(part for part in ("" if quantity is None else grouped(quantity), unit) if part)


class DayField(forms.DateField):
    """A day from the browser's own calendar; typed by hand only as 2027-03-15, because 01/02 is two days."""

    default_error_messages = {"invalid": gettext_lazy("Write the day as year-month-day, e.g. 2027-03-15.")}

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%d"], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs
        )

    def validate(self, value: date | None):
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(_("Is the year right?"), code="year")


class FiscalYearField(forms.TypedChoiceField):
    """This fiscal year and the next ones; a year already chosen stays choosable."""

    def __init__(self, *, chosen: int | None = None, **kwargs):
        this_year = clock.today().year
        years = sorted({*range(this_year, this_year + YEARS_AHEAD + 1), *([chosen] if chosen else [])})
        choices = [("", _("Choose")), *((year, str(year)) for year in years)]
        super().__init__(choices=choices, coerce=int, empty_value=None, **kwargs)
