"""One file for one kind of document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import documents
from casework.filetypes import ENDINGS
from casework.keys import KeyField, new_key
from programs.services.papers import KINDS


class PaperForm(forms.Form):
    """Choose a file; what it may be is told before it is sent, and checked by its bytes after."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS], widget=forms.HiddenInput)
    key = KeyField()
    file = forms.FileField(
        label=_("File"),
        max_length=None,
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, auto_id=f"id_{kind}_%s", use_required_attribute=False, **kwargs)
        self.kind = kind
        self.fields["kind"].initial, self.fields["key"].initial = kind, new_key
        self.fields["file"].widget.attrs |= {"accept": ",".join(ENDINGS), "class": "form-control"}

    def clean_file(self):
        file = self.cleaned_data["file"]
        documents.check(file)
        return file
