"""Money is whole rupiah: the one parser of what people type, the one formatter of what they read, the form field."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# A thousand trillion rupiah: far above any budget, far below what the database holds, even summed over many rows.
LARGEST = 10**15

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)")
_SIGN = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_ENDING = re.compile(r",(?:-|00?)$")
_SCALES = (
    (10**12, gettext_lazy("trillion")),
    (10**9, gettext_lazy("billion")),
    (10**6, gettext_lazy("million")),
)


def parse(text: str) -> int:
    """`1.500.000`, `1500000`, `Rp 1.500.000` and `1.500.000,-` are rupiah; `1.500` is one thousand five hundred.

    Raises ValidationError with what to write instead.
    """
    plain = _ENDING.sub("", _SIGN.sub("", " ".join(str(text).split())))
    if plain.startswith(("-", "−", "(")):
        raise ValidationError(_("An amount of money cannot be negative."), code="negative")
    if _PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        if len(digits.lstrip("0")) > len(str(LARGEST)) or int(digits) > LARGEST:
            raise ValidationError(_("This amount is too large to be true."), code="too_large")
        return int(digits)
    if re.fullmatch(r"[\d.]+,\d+", plain):
        raise ValidationError(_("Write whole rupiah, without cents, e.g. 1.500.000."), code="cents")
    raise ValidationError(_("Write whole rupiah with points between thousands, e.g. 1.500.000."), code="invalid")


def rupiah(amount: int | None) -> str:
    """Rp1.240.000.000"""
    return "" if amount is None else f"{'−' if amount < 0 else ''}Rp{grouped(abs(amount))}"


def grouped(amount: int) -> str:
    """1.240.000.000, in both languages: money of Indonesia is written the Indonesian way."""
    return f"{amount:,}".replace(",", ".")


def rupiah_short(amount: int | None) -> str:
    """Rp62,4 miliar, for headings; below a million the whole amount."""
    if amount is None:
        return ""
    for scale, word in _SCALES:
        tenths = (abs(amount) * 10 + scale // 2) // scale
        if tenths >= 10:
            whole, tenth = divmod(tenths, 10)
            mark = "," if (get_language() or "id").startswith("id") else "."
            number = f"{grouped(whole)}{mark}{tenth}" if tenth else grouped(whole)
            return f"{'−' if amount < 0 else ''}Rp{number} {word}"
    return rupiah(amount)


class MoneyInput(forms.TextInput):
    """Numeric keys on a phone; a saved amount is shown with its points."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return grouped(value) if isinstance(value, int) else super().format_value(value)


class MoneyField(forms.Field):
    """Whole rupiah as people write them."""

    widget = MoneyInput

    def to_python(self, value) -> int | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else parse(value)
