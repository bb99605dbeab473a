"""Input of the hand-over pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Holding, Position, User
from portal.handover.dossier import successors
from portal.handover.people import fitting
from portal.staff.forms import ActForm
from regions import clock


class NoteForm(ActForm):
    """What the successor must know, and who that is."""

    text = forms.CharField(
        label=_("Hand-over note"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is agreed by word only, whom to ask, what comes next. Whoever follows reads it."),
    )
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hand over to"),
        required=False,
        empty_label=_("nobody yet: only keep the note"),
        help_text=_("Whoever holds this position besides or next; not here? Invite, or name a Plt. first."),
    )

    def __init__(self, *args, holding, note=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = User.objects.filter(pk__in=successors(holding).values("user"))
        if note:
            self.fields["text"].initial, self.fields["successor"].initial = note.text, note.successor_id


class PassForm(ActForm):
    """To which position a turn goes, and why."""

    position = forms.ModelChoiceField(Position.objects.none(), label=_("Position"), empty_label=_("Choose a position"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, turn, **kwargs):
        super().__init__(*args, **kwargs)
        rows = fitting(turn).filter(holdings__in=Holding.objects.on(clock.today()).values("pk")).distinct()
        self.fields["position"].queryset = rows.select_related("institution")
