"""Input common to every move: the reason, the version of the page, and the form's one-time key."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.keys import HiddenNumberField, KeyField, new_key
from regions.templatetags.dates import day


class MoveForm(forms.Form):
    """A move's own fields; subclasses add what the move needs and return it from `move_data`."""

    comment = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False, strip=True
    )
    version = HiddenNumberField()
    key = KeyField()

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
        self.build()
        self.order_fields([name for name in self.fields if name != "comment"] + ["comment"])
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def build(self):
        """Subclasses add the fields that depend on the object."""

    def move_data(self) -> dict:
        """What `perform` hands to the move's effect."""
        common = {"comment", "version", "key"}
        return {name: value for name, value in self.cleaned_data.items() if name not in common}


class AssignForm(forms.Form):
    """To whom a turn is given; the reason is asked for when it is taken from somebody."""

    position = forms.TypedChoiceField(
        label=_("Give to"), coerce=int, error_messages={"required": _("Choose to whom the turn is given.")}
    )
    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Kept in the history, e.g. “on leave until 4 December”."),
    )
    key = KeyField()

    def __init__(self, *args, actor, turn, people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [("", _("Choose")), *people]
        self.fields["key"].initial = new_key
        if turn.is_pool:
            self.fields["comment"].label = _("Note (optional)")
        else:
            self.fields["comment"].required = True
            self.fields["comment"].error_messages["required"] = _("Say why: the reason is kept in the history.")
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def act_data(self) -> dict:
        return {"position": self.cleaned_data["position"], "reason": self.cleaned_data["comment"]}


class SnoozeForm(forms.Form):
    """Until when the holder of a turn wants no reminders, and why."""

    until = forms.DateField(
        label=_("Remind me again from"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose the day from which you want to be reminded again."),
            "invalid": _("Write the day as year-month-day, for example 2026-11-26."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history; everybody who may see the case reads it."),
        error_messages={"required": _("Write why, for example “waiting for the budget office's answer”.")},
    )

    def __init__(self, *args, limits, **kwargs):
        super().__init__(*args, **kwargs)
        first, last = limits
        days = {"type": "date", "min": first.isoformat(), "max": last.isoformat()}
        self.fields["until"].widget = forms.DateInput(format="%Y-%m-%d", attrs=days)
        self.fields["until"].initial = first
        self.fields["until"].help_text = _("From %(first)s to %(last)s.") % {"first": day(first), "last": day(last)}
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
