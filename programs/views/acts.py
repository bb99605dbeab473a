"""Pages of the acts on a proposal that are not moves: each asks what it needs and calls one service once."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.policies import Occasion
from casework.views.asking import AskingView
from casework.views.pressing import PressView
from programs import occasions, policies
from programs.forms import acts as forms
from programs.models import Proposal, ReturnNote
from programs.services import checks, costs, deferral, partners, routing
from programs.views.detail import crumbs
from regions.whole_numbers import whole_number


class ActView(AskingView):
    """An act on one proposal within sight: 403 for who may not do it, and a reason when it is not its time."""

    occasion: Occasion

    def dispatch(self, request, *args, **kwargs):
        self.proposal = self.find(kwargs["pk"])
        self.in_state = self.occasion.has_come(self.proposal)
        policy = self.occasion.policy
        if self.asked() and not policy(request.actor, self.proposal):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": policy.who})
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> Proposal:
        visible = Proposal.objects.visible_to(self.request.actor).select_related(
            "case__owner__province", "case__province", "case__upt", "body", "offer"
        )
        return get_object_or_404(visible, pk=pk)

    def asked(self) -> bool:
        """A policy that asks about the turn means something only in its states; later the page says that it is over."""
        return self.in_state

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"proposal": self.proposal}

    def get_context_data(self, **kwargs):
        case = self.proposal.case
        common = {
            "proposal": self.proposal,
            "case": case,
            "about": " · ".join(filter(None, [case.number, case.title])),
            "blocked": self.blocked(),
            "crumbs": crumbs(self.proposal, str(self.heading)),
        }
        return super().get_context_data(**common | kwargs)

    def blocked(self) -> list:
        if self.in_state:
            return []
        state = {"state": self.proposal.case.status_label}
        return [_("The case is now “%(state)s”; this step does not exist there.") % state]

    def refuse(self, form, field, reasons):
        """Hand out the newest version to decide on."""
        self.proposal.case.refresh_from_db(fields=["version", "status"])
        form.data = form.data.copy()
        form.data["version"] = self.proposal.case.version
        return super().refuse(form, field, reasons)

    def back_url(self):
        return self.proposal.get_absolute_url()


class AdviseView(ActView):
    form_class = forms.ReasonForm
    occasion = occasions.ADVISE_REJECTION
    heading = gettext_lazy("Advise to reject")
    submit_label = gettext_lazy("Hand over to the head of the UPT")
    done = gettext_lazy("The head of the UPT has the case now, and rejects it or gives it back.")
    extra_context = {"follows": [gettext_lazy("The head of the UPT rejects the proposal or gives it back to you.")]}

    def act(self, **data):
        checks.recommend_rejection(self.proposal, actor=self.request.actor, **data)


class GiveBackView(ActView):
    form_class = forms.ReasonForm
    occasion = occasions.GIVE_BACK
    heading = gettext_lazy("Give back to the verifier")
    submit_label = gettext_lazy("Give back")
    done = gettext_lazy("The verifier has the case again.")
    extra_context = {
        "follows": [
            gettext_lazy("The verifier goes on with the check, and is told with your reason."),
            gettext_lazy("The advice to reject stays in the history; nothing is rejected."),
        ]
    }

    def act(self, **data):
        checks.give_back(self.proposal, actor=self.request.actor, **data)


class ReassignView(ActView):
    form_class = forms.ReassignForm
    occasion = occasions.REASSIGN
    heading = gettext_lazy("Give to another verifier")
    submit_label = gettext_lazy("Give to this verifier")
    done = gettext_lazy("The other verifier has the case now. The last day stays.")

    def act(self, *, position, **data):
        routing.reassign_verifier(self.proposal, position, actor=self.request.actor, **data)


class TransferView(ActView):
    form_class = forms.TransferForm
    occasion = occasions.TRANSFER
    heading = gettext_lazy("Transfer to another UPT")
    submit_label = gettext_lazy("Transfer")
    done = gettext_lazy("The case is in the queue of the other UPT.")
    extra_context = {"follows": [gettext_lazy("It waits in the queue of that UPT, with the full time for taking it.")]}

    def act(self, *, upt, **data):
        routing.transfer_upt(self.proposal, upt, actor=self.request.actor, **data)
        visible = Proposal.objects.visible_to(self.request.actor).filter(pk=self.proposal.pk)
        self.success_url = None if visible.exists() else reverse("programs:list")


class FiguresView(ActView):
    form_class = forms.FiguresForm
    occasion = occasions.CONFIRM_FIGURES
    heading = gettext_lazy("Confirm the figures for the new fiscal year")
    submit_label = gettext_lazy("Confirm")
    done = gettext_lazy("Confirmed. The coordinators resume the proposal when its fiscal year opens.")
    extra_context = {
        "follows": [
            gettext_lazy("The cost lines keep their amounts and move to the new fiscal year."),
            gettext_lazy("The coordinators resume the proposal, and it is reviewed anew."),
        ]
    }

    def act(self, **data):
        deferral.confirm_figures(self.proposal, actor=self.request.actor, **data)


class BudgetView(ActView):
    form_class = forms.BudgetForm
    occasion = occasions.FILL_BUDGET
    heading = gettext_lazy("Budget documents (DIPA/DPA)")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("The budget documents are saved.")

    def act(self, **data):
        costs.fill_budget_documents(self.proposal, actor=self.request.actor, **data)


class PartnersView(ActView):
    form_class = forms.PartnersForm
    occasion = occasions.INVITE_PARTNERS
    heading = gettext_lazy("Partners that take part")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("The partners are kept.")
    extra_context = {
        "follows": [
            gettext_lazy(
                "A partner sees the title, the state, the days, the cost lines in its own name, and what the "
                "parties say to each other; not the rest of the proposal."
            ),
            gettext_lazy("Its officers are told; of a draft they see nothing before it is submitted."),
        ]
    }

    def act(self, **data):
        partners.set_partners(self.proposal, actor=self.request.actor, **data)


class JudgeView(PressView):
    """One press: the verifier marks the answer to a note satisfactory, or not yet."""

    def post(self, request, pk, note):
        visible = Proposal.objects.visible_to(request.actor)
        notes = ReturnNote.objects.filter(proposal__in=visible, proposal=pk).select_related("proposal__case")
        self.note = get_object_or_404(notes, pk=note)
        if not policies.serves(request.actor, self.note.proposal):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": occasions.JUDGE_NOTE.policy.who})
        return super().post(request)

    def act(self):
        verdict, version = (self.request.POST.get(name, "") for name in ("verdict", "version"))
        checks.judge_note(self.note, verdict, actor=self.request.actor, version=whole_number(version))

    def back_url(self) -> str:
        return f"{self.note.proposal.get_absolute_url()}#catatan"
