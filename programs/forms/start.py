"""How a proposal begins: from an open offer, from an earlier one, or free."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.keys import KeyField, new_key
from programs.forms.words import words_for
from programs.kinds import Kind
from programs.models import Offer, Proposal
from regions import clock

COPIED_FROM = 200  # the newest proposals of the body


class StartForm(forms.Form):
    """Exactly one source, or none for a free proposal."""

    offer = forms.ModelChoiceField(Offer.objects.none(), required=False)
    copy = forms.ModelChoiceField(
        Proposal.objects.none(), required=False, label=_("Earlier proposal"), empty_label=_("Choose")
    )
    kind = forms.ChoiceField(label=_("Kind of programme"), choices=[("", _("Choose")), *Kind.choices], required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=words_for("", "title").help)
    key = KeyField()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["offer"].queryset = Offer.objects.open_on(clock.today(actor.timezone)).order_by("closes_on", "pk")
        own = Proposal.objects.visible_to(actor).filter(case__owner=actor.institution)
        newest = own.exclude(case__title="").order_by("-pk").values("pk")[:COPIED_FROM]
        self.fields["copy"].queryset = Proposal.objects.filter(pk__among=newest).select_related("case").order_by("-pk")
        self.fields["key"].initial = new_key
        for name, css in {"copy": "form-select", "kind": "form-select", "title": "form-control"}.items():
            self.fields[name].widget.attrs["class"] = css

    def source(self) -> dict:
        """What `start_draft` is to begin from."""
        data = self.cleaned_data
        return {"offer": data["offer"], "copy_of": data["copy"], "kind": data["kind"], "title": data["title"]}
