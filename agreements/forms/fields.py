"""Fields that several forms of this room share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import documents


class DayField(forms.DateField):
    """A day, written in the browser's own calendar and sent as ISO, so that 01/02 is never ambiguous."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        kwargs = {"widget": widget, "input_formats": ["%Y-%m-%d"]} | kwargs
        super().__init__(error_messages={"invalid": _("Choose a day, e.g. 2026-12-31.")}, **kwargs)


class UploadField(forms.FileField):
    """A file, checked by its bytes as every document of a case is."""

    def __init__(self, **kwargs):
        super().__init__(max_length=255, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data:
            documents.check(data)
        return file


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
