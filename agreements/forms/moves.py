"""What each move of a cooperation document needs besides a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.forms.fields import DayField, UploadField
from agreements.models import Agreement, Party
from casework.forms import MoveForm
from regions import clock


class PartyChoice(forms.ModelChoiceField):
    """Short names, what tells them apart first: a phone shows thirty signs."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Party.objects.none(), empty_label=None, **kwargs)

    def label_from_instance(self, party):
        if party.office_id == party.institution_id:
            return party.institution.short_name
        return f"{party.office.short_name} ({party.institution.short_name})"


def parties_of(agreement: Agreement):
    return agreement.parties.select_related("institution", "office")


class SendForm(MoveForm):
    """To whom the text goes first."""

    first_party = PartyChoice(label=_("First to read"), help_text=_("It reads, then accepts or answers with its text."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outside = [party.pk for party in self.obj.parties.all() if not party.is_centre]
        parties = parties_of(self.obj)
        self.fields["first_party"].queryset = parties.filter(pk__in=outside) if outside else parties


class AnswerForm(MoveForm):
    """What the party that has the text says to it, and who gets it next."""

    accepts = forms.BooleanField(label=_("We accept the present version"), required=False)
    text = UploadField(label=_("Or: a new version of the text"), required=False)
    note = forms.CharField(
        label=_("What changed"), max_length=300, required=False, help_text=_("For example: articles 7 and 9.")
    )
    to_party = PartyChoice(label=_("Hand over to"), help_text=_("Who reads next; its office is told."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Answer")
        self.fields["to_party"].queryset = parties_of(self.obj).exclude(pk=self.obj.text_holder_id)
        centre = next((party for party in self.obj.parties.all() if party.is_centre), None)
        if centre is not None and centre.pk != self.obj.text_holder_id:
            self.fields["to_party"].initial = centre.pk

    def clean(self):
        data = super().clean()
        if not (data.get("accepts") or data.get("text") or data.get("comment")) and not self.errors:
            self.add_error("comment", _("Attach a new version, accept this one, or write what you think of it."))
        if data.get("accepts") and data.get("text"):
            self.add_error("text", _("Either accept the present version or attach a new one."))
        return data


class SignForm(MoveForm):
    """One party's signature as it stands on paper or in the signed file."""

    party = PartyChoice(label=_("Party"))
    signed_on = DayField(label=_("Signed on"), help_text=_("The day written beside the signature."))
    place = forms.CharField(label=_("Place"), max_length=120, help_text=_("The city, e.g. Samarinda."))
    scan = UploadField(label=_("Scan, or electronically signed file"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_to = [
            party.pk
            for party in self.obj.parties.all()
            if party.signature is None and policies.records_for(self.actor, party)
        ]
        self.fields["party"].queryset = parties_of(self.obj).filter(pk__in=open_to)
        self.fields["party"].help_text = _("The signer is whoever held the signing position on that day.")
        self.fields["place"].initial = self.obj.place
        self.fields["signed_on"].initial = clock.today()


class RegisterForm(MoveForm):
    """A document signed outside the portal: its file, and who signed for each party when."""

    signed_file = UploadField(label=_("Signed document"))
    place = forms.CharField(label=_("Place of signing"), max_length=120, help_text=_("The city, e.g. Samarinda."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Why it was signed outside the portal")
        self.fields["place"].initial = self.obj.place
        for party in parties_of(self.obj):
            about = {"party": party.institution.short_name}
            self.fields[f"signer_{party.pk}"] = forms.CharField(label=_("Signer for %(party)s") % about, max_length=150)
            self.fields[f"signed_on_{party.pk}"] = DayField(label=_("Signed for %(party)s on") % about)
        self.order_fields([name for name in self.fields if name != "comment"] + ["comment"])
        self.helper.layout = self.helper.build_default_layout(self)

    def move_data(self) -> dict:
        data = self.cleaned_data
        signatures = [
            {
                "party": party,
                "signer_name": data[f"signer_{party.pk}"],
                "signed_on": data[f"signed_on_{party.pk}"],
                "place": data["place"],
            }
            for party in parties_of(self.obj)
        ]
        return {"signed_file": data["signed_file"], "signatures": signatures}


class TerminateForm(MoveForm):
    """From which day it no longer binds, and by which document."""

    ended_on = DayField(
        label=_("Last day in force"), help_text=_("The last day itself, as the document that ends it says.")
    )
    document = UploadField(label=_("Document that ends it"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = clock.today()


MOVE_FORMS = {
    "send_for_review": SendForm,
    "answer": AnswerForm,
    "sign": SignForm,
    "register": RegisterForm,
    "terminate": TerminateForm,
}
