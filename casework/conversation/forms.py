"""What people write in a conversation, and how it is checked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework import documents
from casework.conversation.markup import LONGEST
from casework.filetypes import name_as_sent
from casework.keys import HiddenNumberField, KeyField, new_key
from casework.listing import clean
from casework.models import Thread

MOST_FILES = 5
Reach = Thread.Visibility


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Up to five files, each looked into as any document of a case is."""

    def clean(self, data, initial=None):
        files = [file for file in (data or []) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Attach at most %(most)d files to one message."), params={"most": MOST_FILES})
        if wrong := [error for file in files for error in _wrong(file)]:
            raise ValidationError(wrong)
        return files


def _wrong(file) -> list[ValidationError]:
    """What speaks against one of several files, with its name before it."""
    try:
        documents.check(file)
    except ValidationError as error:
        return [ValidationError(f"“{name_as_sent(file.name)}”: {said}", code=error.code) for said in error.messages]
    return []


class MessageForm(forms.Form):
    """A message: its words, its files, its one-time key. `name` tells several of them on one page apart,
    `keep` the unsent words of several people at one computer.
    """

    body = forms.CharField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        error_messages={
            "required": _("Write the message, for example “The budget is attached, please look at line 4”.")
        },
    )
    files = ManyFilesField(
        label=_("Files (at most 5)"),
        required=False,
        widget=ManyFilesInput(attrs={"class": "form-control"}),
        help_text=_("Only who reads the message can open them. PDF, Word, Excel, OpenDocument, JPEG or PNG."),
    )
    key = KeyField()

    def __init__(self, *args, name: str, user, **kwargs):
        self.name, self.keep = name, f"{name}:{user.pk}"
        super().__init__(*args, auto_id=f"{name}-%s", **kwargs)
        self.fields["key"].initial = new_key

    def clean_body(self):
        return clean(self.cleaned_data["body"]).replace("\r\n", "\n")

    def said(self) -> dict:
        """What the service is handed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class OpeningForm(MessageForm):
    """The first message: who reads it is chosen before it is written; nothing is chosen beforehand where one may."""

    reach = forms.ChoiceField(
        label=_("Who reads it?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _("Choose who reads this message."),
            "invalid_choice": _("Choose who reads this message."),
        },
    )
    field_order = ["reach", "body", "files"]

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = choices
        if len(choices) == 1:
            self.fields["reach"].initial = choices[0][0]


class EditForm(MessageForm):
    """A message changed; `seen` is how many earlier versions its writer knew of."""

    seen = HiddenNumberField(min_value=0, max_value=10_000)
    files = None
