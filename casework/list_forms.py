"""Input of what one does with a list: saving a view, and asking for a file."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.keys import KeyField, new_key
from casework.models import SavedView


class KeyForm(forms.Form):
    """Nothing but the one-time key."""

    key = KeyField()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["key"].initial = new_key
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def act_data(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class ViewForm(KeyForm):
    """The name of a saved view, and for whom it is."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=60,
        help_text=_("For example “Late in Kalimantan Utara”."),
        error_messages={"required": _("Write a name, for example “Late in Kalimantan Utara”.")},
    )
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=SavedView.Audience.choices,
        initial=SavedView.Audience.PRIVATE,
        widget=forms.RadioSelect,
        help_text=_("Whoever opens it sees only what they may see anyway."),
    )
    field_order = ["name", "audience", "key"]
