"""The page of every move of a proposal."""

from django.utils.translation import gettext as _

from casework.views.transitions import TransitionView
from programs import sharing
from programs.forms.moves import MOVE_FORMS
from programs.models import Proposal
from programs.views.detail import crumbs


class MoveView(TransitionView):
    model = Proposal
    form_classes = MOVE_FORMS
    templates = {"return": "programs/return.html"}

    def post(self, request, *args, **kwargs):
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.unchecked()))
        return super().post(request, *args, **kwargs)

    def unchecked(self):
        """What was typed so far with more rows, and no complaint yet."""
        form = self.get_form()
        form.initial = {name: form.data.get(name) for name in form.fields}
        form.is_bound = False
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(crumbs=crumbs(self.obj, str(self.transition.label)), **kwargs)

    def what_follows(self) -> list[str]:
        own = {
            "submit": _("The UPT that serves your province checks it. Until it returns it, nothing can be changed."),
            "resubmit": _("The verifier reads your answers and checks again."),
            "take": _("You become its verifier, and the time for the check begins."),
            "assign": _("This verifier is told, and the time for the check begins."),
            "release": _("It goes back to the queue of the UPT; the checklist stays as it is."),
            "return": _("The body revises it and answers each note; you check it again afterwards."),
            "pass_on": _("The coordinators at the centre assign reviewers."),
            "send_back": _("The verifier checks again; the reviews so far stay."),
            "bring_to_decision": _("The Head of the Agency, or a delegate, decides."),
            "ask_review": _("The coordinators assign further reviewers."),
            "approve": self._after_approval(),
            "defer": _("The body confirms its figures for that year, then the review goes on."),
            "withdraw": _("Nobody works on it any more. A copy can be proposed again later."),
            "start": _("The body carries it out and reports at the end."),
            "report": _("The head of the UPT accepts the report or asks to complete it."),
            "reopen": _("The body completes the report."),
        }.get(self.transition.name)
        return super().what_follows() + ([own] if own else [])

    def _after_approval(self) -> str:
        if sharing.is_cost_shared(self.obj.cost_lines.all()):
            return _("Costs are shared, so the cooperation officers prepare an agreement before it starts.")
        return _("The body may start it; no cooperation agreement is needed.")
