"""Input common to every move: the reason, the version of the page, and the form's one-time key."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.keys import new_key


class MoveForm(forms.Form):
    """A move's own fields; subclasses add what the move needs and return it from `move_data`."""

    comment = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False, strip=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, obj, actor, transition, **kwargs):
        self.obj, self.actor, self.transition = obj, actor, transition
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = obj.case.version
        self.fields["key"].initial = new_key
        if transition.needs_comment:
            self.fields["comment"].required = True
            self.fields["comment"].help_text = _("Kept in the history; everybody who may see the case reads it.")
        else:
            self.fields["comment"].label = _("Note (optional)")
        self.order_fields([name for name in self.fields if name != "comment"] + ["comment"])
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def move_data(self) -> dict:
        """What `perform` hands to the move's effect."""
        common = {"comment", "version", "key"}
        return {name: value for name, value in self.cleaned_data.items() if name not in common}
