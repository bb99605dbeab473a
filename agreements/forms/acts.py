"""Input of every act that is not a move: opening, editing, parties, files, legal opinions."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Institution, Position
from agreements.authority import offices_for
from agreements.forms.fields import DayField, UploadField, text_area
from agreements.models import Agreement, LegalOpinion, Party
from agreements.services import linking
from casework.keys import HiddenNumberField, KeyField, new_key
from casework.merging import write_seen
from programs.models import Proposal
from regions import clock
from regions.models import Province
from regions.whole_numbers import whole_number

Kind = Agreement.Kind
OPENED = [(kind.value, kind.label) for kind in Kind if kind != Kind.ADENDUM]


class ActForm(forms.Form):
    """An act's own fields, the version of the page it was made from, and a one-time key."""

    version = HiddenNumberField(required=False)
    key = KeyField()

    def __init__(self, *args, actor, agreement: Agreement | None = None, party: Party | None = None, **kwargs):
        self.actor, self.agreement, self.party = actor, agreement, party
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        if agreement is not None:
            self.fields["version"].initial = agreement.case.version
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def act_data(self) -> dict:
        """What the service is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class KeptForm(ActForm):
    """Fields that are written already; the page carries what it showed of each, so that nobody is overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = lambda: write_seen(self.stored())

    def stored(self) -> dict:
        """What is written now, in the shape of the cleaned data."""
        raise NotImplementedError

    def act_data(self) -> dict:
        return {name: value for name, value in super().act_data().items() if name != "seen"}


class TermForm(ActForm):
    """Title, term and place, with the days in order."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What about and with whom, e.g. “Training of civil servants, Kaltim”."),
    )
    starts_on = DayField(
        label=_("In force from"), required=False, help_text=_("The first day itself, if agreed already.")
    )
    ends_on = DayField(label=_("In force until"), required=False, help_text=_("The last day itself."))
    place = forms.CharField(
        label=_("Place of signing"), max_length=120, required=False, help_text=_("The city, e.g. Samarinda.")
    )

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        return data


class ProposalChoices(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=Proposal.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, proposal):
        return f"{proposal.case.number} · {proposal.case.title} · {proposal.body.short_name}"


class OpenForm(TermForm):
    """A new document, from proposals or alone."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OPENED,
        initial=Kind.PKS,
        help_text=_("PKS when costs are shared; a memorandum (NK) as the frame above it."),
    )
    proposals = ProposalChoices(
        label=_("Approved proposals"), required=False, help_text=_("Title, term and parties are filled in from them.")
    )
    province = forms.ModelChoiceField(
        label=_("Province"),
        queryset=Province.objects.none(),
        required=False,
        empty_label=_("Choose"),
        help_text=_("Only without proposals: its government becomes the other party."),
    )

    field_order = ["kind", "proposals", "province", "title", "starts_on", "ends_on", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_proposals()
        self.fields["province"].queryset = regions_of(self.actor).order_by("name")
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: as the proposal's.")

    def _offer_proposals(self) -> None:
        """Every approved one within sight is taken; the newest and what is chosen are shown."""
        field = self.fields["proposals"]
        if self.is_bound:
            chosen = field.widget.value_from_datadict(self.data, self.files, self.add_prefix("proposals"))
        else:
            chosen = self.get_initial_for_field(field, "proposals")
        rows = linking.shown(self.actor, filter(None, (whole_number(str(each)) for each in chosen or [])))
        field.queryset = linking.linkable(self.actor)
        field.choices = [(row.pk, field.label_from_instance(row)) for row in rows]
        if not rows:
            field.help_text = _("No approved proposal is within your sight now.")
        elif len(rows) >= linking.SHOWN:
            field.help_text = _(
                "%(help)s The newest %(count)d are shown, those without a document first; others of the province are"
                " linked once the draft is open."
            ) % {"help": field.help_text, "count": linking.SHOWN}

    def clean(self):
        data = super().clean()
        if not data.get("proposals") and not data.get("title"):
            self.add_error("title", _("Write a title, or choose a proposal."))
        return data


class BasicsForm(KeptForm, TermForm):
    """Title, term, place and linked proposals of a document that the parties still talk about."""

    proposals = ProposalChoices(
        label=_("Linked proposals"), required=False, help_text=_("Those whose costs and activities it covers.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agreement = self.agreement
        self.fields["proposals"].queryset = linking.linkable(self.actor, agreement)
        self.initial = {
            "title": agreement.case.title,
            "starts_on": agreement.starts_on,
            "ends_on": agreement.ends_on,
            "place": agreement.place,
            "proposals": [row.pk for row in agreement.proposals.all()],
        } | self.initial

    def stored(self) -> dict:
        row = self.agreement
        term = {"title": row.case.title, "starts_on": row.starts_on, "ends_on": row.ends_on, "place": row.place}
        return term | {"proposals": row.proposals.select_related("case", "body")}


class PartyForm(ActForm):
    """One more party; who acts for it and signs is written next."""

    institution = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Institution.objects.none(),
        help_text=_("Who binds itself, e.g. the provincial government; the office that acts for it follows later."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = (
            Institution.objects.active()
            .exclude(kind=Institution.Kind.AUDIT)
            .exclude(pk__in=self.agreement.parties.values("institution"))
        )


class NumberForm(KeptForm):
    """A party's own number of the document."""

    document_number = forms.CharField(
        label=_("Number"), max_length=120, help_text=_("As it stands on paper, e.g. 119/KS.01/2026.")
    )
    document_year = forms.IntegerField(
        label=_("Year"), min_value=1945, max_value=2100, help_text=_("The year of the number, e.g. 2026.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {
            "document_number": self.party.document_number,
            "document_year": self.party.document_year or clock.today().year,
        } | self.initial

    def stored(self) -> dict:
        return {"document_number": self.party.document_number, "document_year": self.party.document_year}


class AuthorityForm(KeptForm):
    """Who signs for a party and by what right."""

    office = forms.ModelChoiceField(
        label=_("Office that acts for it"),
        queryset=Institution.objects.none(),
        help_text=_("Its people hold the text and sign: a provincial body for its government, an UPT for the centre."),
    )
    signing_position = forms.ModelChoiceField(
        label=_("Signing position"),
        queryset=Position.objects.none(),
        help_text=_("The position, not the person: whoever holds it on the day of signing signs."),
    )
    authority = forms.ChoiceField(
        label=_("Authority"),
        choices=Party.Authority.choices,
        widget=forms.RadioSelect,
        help_text=_("The head of a provincial body signs for the province only by a letter of authority."),
    )
    authority_number = forms.CharField(
        label=_("Number of the letter of authority"), max_length=120, required=False, help_text=_("E.g. 180/421/2026.")
    )
    authority_from = DayField(label=_("Valid from"), required=False, help_text=_("As it stands in the letter."))
    authority_until = DayField(label=_("Valid until"), required=False, help_text=_("The last day itself."))
    authority_file = UploadField(label=_("Letter of authority, as a file"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offices = offices_for(self.party)
        self.fields["office"].queryset = offices
        self.fields["signing_position"].queryset = (
            Position.objects.filter(institution__in=offices).select_related("institution").order_by("institution", "pk")
        )
        if self.party.authority_document_id:
            self.fields["authority_file"].help_text = _("Kept: %(name)s. Choose a file only to replace it.") % {
                "name": self.party.authority_document.name
            }
        self.initial = self.stored() | self.initial

    def stored(self) -> dict:
        own = ("office", "signing_position", "authority", "authority_number", "authority_from", "authority_until")
        return {name: getattr(self.party, name) for name in own}

    def clean(self):
        data = super().clean()
        first, last = data.get("authority_from"), data.get("authority_until")
        if first and last and last < first:
            self.add_error("authority_until", _("The last day lies before the first."))
        return data


class FileForm(ActForm):
    """A version of the text, the work plan, or the final file."""

    file = UploadField(label=_("File"))
    note = forms.CharField(
        label=_("What changed"), max_length=300, required=False, help_text=_("For example: articles 7 and 9.")
    )


class OpinionForm(ActForm):
    """A legal side's opinion; the province's also says whether the council must agree."""

    opinion = forms.CharField(
        label=_("Opinion"),
        widget=text_area(6),
        max_length=10000,
        help_text=_("By article where it helps, e.g. “article 9: name the budget year”."),
    )
    council = forms.ChoiceField(
        label=_("Council (DPRD)"),
        choices=LegalOpinion.Council.choices,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    council_reason = forms.CharField(
        label=_("Why council approval is not required"),
        widget=text_area(3),
        max_length=2000,
        required=False,
        help_text=_("E.g. “the costs stand in the budget of 2027 already”."),
    )


class CouncilForm(ActForm):
    """The council's decision, or why none is required."""

    number = forms.CharField(
        label=_("Number of the council's decision"), max_length=120, required=False, help_text=_("E.g. 14/DPRD/2026.")
    )
    decided_on = DayField(label=_("Day of the decision"), required=False, help_text=_("As it stands in the decision."))
    reason = forms.CharField(
        label=_("Or: why council approval is not required"),
        widget=text_area(3),
        max_length=2000,
        required=False,
        help_text=_("E.g. “the costs stand in the budget of 2027 already”."),
    )


class ConfirmForm(ActForm):
    """Nothing to write: only to confirm."""
