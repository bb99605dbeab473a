"""Fields that several forms of this room share."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import documents

# No document of the Republic is older, and none is agreed for longer; it keeps slips of the pen out.
FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2100, 12, 31)
WITHIN = _("Choose a day between 1945 and 2100.")


class DayField(forms.DateField):
    """A day, written in the browser's own calendar and sent as ISO, so that 01/02 is never ambiguous."""

    def __init__(self, **kwargs):
        limits = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        within = [MinValueValidator(FIRST_DAY, WITHIN), MaxValueValidator(LAST_DAY, WITHIN)]
        super().__init__(
            widget=forms.DateInput(attrs=limits, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Choose a day, e.g. 2026-12-31.")},
            validators=within,
            **kwargs,
        )


class UploadField(forms.FileField):
    """A file, checked by its bytes as every document of a case is."""

    def __init__(self, **kwargs):
        super().__init__(max_length=255, allow_empty_file=True, **{"help_text": lazy(_kinds_of_file, str)()} | kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data:
            documents.check(data)
        return file


def _kinds_of_file() -> str:
    limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
    return gettext("PDF, Word, Excel, OpenDocument, JPEG or PNG, up to %(limit)s MB each") % {"limit": limit}


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
