"""What a person chooses about mail: a way for each group of notices, the hour of the daily mail, and quiet time."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.keys import KeyField, new_key
from casework.models import MailChoices

GROUPS = ("turns", "reminders", "decisions", "conversation", "ends", "people", "exports", "alarms")
HINTS = {
    "turns": gettext_lazy("Also when a colleague hands a case to you. Your desk shows it in any case."),
    "reminders": gettext_lazy(
        "Before and after the last day, and when somebody asks you to act. A late case of your own always reaches you: "
        "the next to be told is your superior, and that must not come as a surprise."
    ),
    "decisions": gettext_lazy("Moves, returns and decisions on cases that somebody else holds now."),
    "conversation": gettext_lazy("Messages in cases you follow, and when somebody names you."),
    "ends": gettext_lazy("A document of yours runs out, or has run out without a successor."),
    "people": gettext_lazy("Invitations, endings, acting holders, provinces that pass to another Balai."),
    "exports": gettext_lazy("Large files are made in the background."),
    "alarms": gettext_lazy("Nobody answers for a case. This cannot be switched off: somebody must know."),
}
HOURS = [(hour, f"{hour:02d}.00") for hour in range(5, 22)]
CLOCK_FACE = {"invalid": gettext_lazy("Write an hour, for example 18:00.")}


def _hour(label) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=CLOCK_FACE)


class ChoicesForm(forms.ModelForm):
    digest_hour = forms.TypedChoiceField(label=gettext_lazy("Hour of the daily mail"), coerce=int, choices=HOURS)
    quiet_from = _hour(gettext_lazy("Quiet from"))
    quiet_until = _hour(gettext_lazy("Quiet until"))
    key = KeyField()

    class Meta:
        model = MailChoices
        fields = [*GROUPS, "digest_hour", "quiet_from", "quiet_until", "quiet_days_off"]
        help_texts = HINTS
        labels = {"quiet_days_off": gettext_lazy("Quiet on weekends, holidays and cuti bersama too")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        for name in GROUPS:
            described = f"id_{name}_hint"
            self.fields[name].widget.attrs |= {"class": "form-select", "aria-describedby": described}
        self.fields["digest_hour"].help_text = _("On working days, by the zone your pages are shown in.")
        self.fields["quiet_from"].help_text = _("Leave both empty for no quiet time.")
        self.fields["quiet_until"].help_text = _("Earlier than the beginning means the next morning.")
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self):
        values = super().clean()
        first, last = values.get("quiet_from"), values.get("quiet_until")
        broken = {"quiet_from", "quiet_until"} & set(self.errors)
        if not broken and (first is None) != (last is None):
            missing = "quiet_until" if last is None else "quiet_from"
            self.add_error(missing, _("Give both hours, for example 18:00 and 07:00, or neither."))
        elif first is not None and first == last:
            self.add_error("quiet_until", _("The two hours must differ."))
        return values
