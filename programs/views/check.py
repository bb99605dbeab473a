"""The administrative check: the checklist beside the proposal; whoever may see the case reads what was found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import note_refusal
from programs import policies, summary
from programs.dossier import dossier
from programs.forms.checks import ChecklistForm
from programs.models import CheckItem
from programs.occasions import FILL_CHECKLIST
from programs.services.checks import save_checklist
from programs.views.acts import ActView


class CheckView(ActView):
    template_name = "programs/check.html"
    is_kept = True  # portal/kept_pages
    form_class = ChecklistForm
    occasion = FILL_CHECKLIST
    heading = gettext_lazy("Administrative check")
    submit_label = gettext_lazy("Save")

    def dispatch(self, request, *args, **kwargs):
        """Reading is for all who see the case, writing for the verifier and the head of the UPT."""
        if request.method == "POST":
            return super().dispatch(request, *args, **kwargs)
        self.proposal = dossier(request.actor, kwargs["pk"])
        self.in_state = self.occasion.has_come(self.proposal)
        return super(ActView, self).dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        if not hasattr(self.proposal, "regency_names"):
            self.proposal = dossier(self.request.actor, self.proposal.pk)
        form = kwargs.get("form") or self.get_form()
        return super().get_context_data(
            form=form,
            may_write=self.occasion(self.request.actor, self.proposal),
            facts=summary.facts(self.proposal),
            money=summary.money(self.proposal),
            documents=summary.documents(self.proposal),
            blocked=[],
            **{name: value for name, value in kwargs.items() if name != "form"},
        )

    def post(self, request, *args, **kwargs):
        """Once the case has gone on, the UPT reads what was found, not what was sent."""
        if self.in_state:
            return super().post(request, *args, **kwargs)
        if not policies.serves(request.actor, self.proposal):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": self.occasion.policy.who})
        note_refusal(request, "rule")
        for reason in self.blocked():
            messages.warning(self.request, reason)
        return redirect(self.request.path)

    def act(self, **data):
        save_checklist(self.proposal, actor=self.request.actor, **data)
        self.done = _saved(dossier(self.request.actor, self.proposal.pk))


def _saved(proposal) -> str:
    """Where the check stands now, and what follows from it."""
    left = CheckItem.objects.for_kind(proposal.kind).count() - proposal.items_checked
    if left > 0:
        return _("Saved. What is still open can wait; the case is passed on when nothing is.")
    if proposal.items_unmet:
        return _("Saved: every item is answered. What is not met stands ready as notes when you return it.")
    return _("Saved: every item is answered, and the proposal can be passed on.")
