"""Pages of the acts that are not moves: each asks what it needs and calls one service once."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import occasions, policies, services
from agreements.forms import acts as forms
from agreements.services.linking import linkable
from agreements.views.acting import ActView
from agreements.views.merging import MergingView
from casework.policies import Occasion
from casework.views.asking import AskingView
from regions.whole_numbers import whole_number


class OpenView(AskingView):
    """A new document, from approved proposals (`?usulan=`) or alone."""

    form_class = forms.OpenForm
    heading = gettext_lazy("New cooperation document")
    submit_label = gettext_lazy("Open the draft")
    done = gettext_lazy("The draft is open. Upload its text, and check the parties and their authority.")

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_open(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": policies.may_open.who})
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        wished = whole_number(self.request.GET.get("usulan", ""))
        found = linkable(self.request.actor).filter(pk=wished)
        return {"proposals": [row.pk for row in found], **services.prefilled(list(found))} if found else {}

    def act(self, *, kind, proposals, province, version, **basics):
        actor = self.request.actor
        if proposals:
            made = services.open_from_proposals(proposals, actor=actor, kind=kind, **basics)
        else:
            made = services.open_alone(actor=actor, kind=kind, province=province, **basics)
        self.success_url = made.get_absolute_url()

    def back_url(self):
        return reverse("agreements:list")


class EditView(MergingView):
    form_class = forms.BasicsForm
    occasion = occasions.EDIT_BASICS
    heading = gettext_lazy("Title, term and proposals")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def act(self, **data):
        services.edit_basics(self.agreement, actor=self.request.actor, **data)


class AddPartyView(ActView):
    form_class = forms.PartyForm
    occasion = occasions.CHANGE_PARTIES
    heading = gettext_lazy("Add a party")
    submit_label = gettext_lazy("Add the party")
    done = gettext_lazy("The party is added. Say who signs for it.")

    def act(self, *, institution, version):
        services.add_party(self.agreement, institution, actor=self.request.actor)


class RemovePartyView(ActView):
    form_class = forms.ConfirmForm
    occasion = occasions.CHANGE_PARTIES
    heading = gettext_lazy("Take the party out")
    submit_label = gettext_lazy("Take the party out")
    done = gettext_lazy("The party is taken out.")
    danger = True
    extra_context = {
        "follows": [
            gettext_lazy("It signs this document no longer; its number, signing position and authority are deleted."),
            gettext_lazy("Its offices no longer see the document, unless they have another part in it."),
            gettext_lazy("The history keeps that it was taken out. It can be added again while this is a draft."),
        ]
    }

    def act(self, **_data):
        services.remove_party(self.party, actor=self.request.actor)


class PartyView(ActView):
    """What a party's own officers and the cooperation officers write."""

    @property
    def occasion(self) -> Occasion:
        return occasions.keep_party(self.party)


class NumberView(PartyView, MergingView):
    form_class = forms.NumberForm
    heading = gettext_lazy("The party's own number")
    submit_label = gettext_lazy("Save the number")
    done = gettext_lazy("The number is saved.")

    def act(self, **data):
        services.set_number(self.party, actor=self.request.actor, **data)


class AuthorityView(PartyView, MergingView):
    form_class = forms.AuthorityForm
    heading = gettext_lazy("Who signs, and by what right")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("Signing position and authority are saved.")

    def act(self, **data):
        services.set_authority(self.party, actor=self.request.actor, **data)


class FileView(ActView):
    """A version of the text, the work plan, or the final file; the last word of the address says which."""

    form_class = forms.FileForm
    submit_label = gettext_lazy("Upload")
    done = gettext_lazy("The file is kept.")
    KINDS = {
        "naskah": (gettext_lazy("New version of the text"), services.upload_text, occasions.UPLOAD_TEXT),
        "rencana-kerja": (gettext_lazy("Work plan"), services.attach_work_plan, occasions.ATTACH_WORK_PLAN),
        "final": (gettext_lazy("Final file"), services.attach_final, occasions.ATTACH_FINAL),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["kind"] not in self.KINDS:
            raise Http404
        self.heading, self.service, self.occasion = self.KINDS[kwargs["kind"]]
        return super().dispatch(request, *args, **kwargs)

    def act(self, *, file, note, version):
        self.service(self.agreement, file, note=note, actor=self.request.actor, version=version)


class OpinionView(ActView):
    form_class = forms.OpinionForm
    occasion = occasions.SPEAK_LAW
    heading = gettext_lazy("Legal opinion")
    submit_label = gettext_lazy("Give the opinion")
    done = gettext_lazy("Your opinion is recorded.")

    def act(self, **data):
        services.speak_legal(self.agreement, actor=self.request.actor, **data)


class CouncilView(ActView):
    form_class = forms.CouncilForm
    occasion = occasions.RECORD_COUNCIL
    heading = gettext_lazy("Decision of the council (DPRD)")
    submit_label = gettext_lazy("Record")
    done = gettext_lazy("Recorded.")

    def act(self, **data):
        services.record_council(self.agreement, actor=self.request.actor, **data)


class SuccessorView(ActView):
    form_class = forms.ConfirmForm
    occasion = occasions.OPEN_SUCCESSOR
    heading = gettext_lazy("Open a successor")
    submit_label = gettext_lazy("Open the successor's draft")
    done = gettext_lazy("The successor's draft is open.")
    extra_context = {
        "follows": [
            gettext_lazy("A draft begins with the same kind, title, parties and place, for as long as before."),
            gettext_lazy("Its term starts the day after this one ends. All of it can be changed."),
        ]
    }

    def act(self, **_data):
        made = services.open_successor(self.agreement, actor=self.request.actor)
        self.success_url = made.get_absolute_url()


class AddendumView(ActView):
    form_class = forms.ConfirmForm
    occasion = occasions.OPEN_ADDENDUM
    heading = gettext_lazy("Open an addendum")
    submit_label = gettext_lazy("Open the addendum's draft")
    done = gettext_lazy("The addendum's draft is open.")
    extra_context = {
        "follows": [
            gettext_lazy("A draft begins with the parties of this document; it has dates and signatures of its own."),
            gettext_lazy("This document stays in force as it is."),
        ]
    }

    def act(self, **_data):
        made = services.open_addendum(self.agreement, actor=self.request.actor)
        self.success_url = made.get_absolute_url()
