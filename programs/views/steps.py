"""The pages of writing a proposal, one per step, all under one address."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework import documents
from casework.workflow import refusals
from programs.forms.steps import StepForm
from programs.guards import gap_reasons, has_no_upt, today_of
from programs.kinds import Step
from programs.services.drafts import alarm_without_upt
from programs.sharing import shares
from programs.summary import share_parts
from programs.views.costs import CostStepView
from programs.views.drafting import StepView
from programs.views.papers import DocumentStepView
from programs.views.progress import address
from regions.queries import upt_covering


class TextStepView(StepView):
    """A step whose fields stand in `programs.steps`."""

    template_name = "programs/steps/text.html"

    def get(self, request, pk):
        return self.show(StepForm(proposal=self.proposal, step=self.step), self.notes())

    def post(self, request, pk):
        form = StepForm(request.POST, proposal=self.proposal, step=self.step)
        return self.keep(form, self.notes(request.POST))


class CheckStepView(TextStepView):
    """Reads the whole proposal through, says what is missing and what speaks against submitting."""

    template_name = "programs/steps/check.html"

    def post(self, request, pk):
        if "alarm" not in request.POST:
            return super().post(request, pk)
        if alarm_without_upt(self.proposal, actor=request.actor):
            messages.success(
                request, _("The centre is told. The proposal waits here until an UPT covers your province.")
            )
        else:
            messages.info(request, _("The centre was told today already."))
        return redirect(address(self.proposal, self.step))

    def context(self, form, notes, saved=None):
        context = super().context(form, notes, saved)
        proposal, case = form.proposal, form.proposal.case
        transition = proposal.workflow["resubmit" if case.status == "returned" else "submit"]
        reasons, lacking = refusals(proposal, transition, self.request.actor), context["progress"].lacking
        gaps = gap_reasons(context["progress"].missing)
        return context | {
            "transition": transition,
            "reasons": reasons,
            "other_reasons": [reason for reason in reasons if reason not in gaps],
            "without_upt": not lacking and case.status == "draft" and has_no_upt(proposal),
            "upt": case.upt or upt_covering(case.province, today_of(proposal)),
            "asked": [(note, address(proposal, Step(note.step))) for note in self.returned_notes],
            "written": [(step, _readable(proposal, step)) for step in READ],
            "lines": list(proposal.cost_lines.all()),
            "parts": share_parts(shares(proposal.cost_lines.all())),
            "total": proposal.total,
            "documents": list(documents.current(case)),
        }


READ = (Step.SUBJECT, Step.AIM, Step.PLACE)


def _readable(proposal, step: Step) -> list[tuple[str, str]]:
    form = StepForm(proposal=proposal, step=step)
    return [(form.fields[name].label, form.shown(name)) for name in form.names]


PAGES = {step: TextStepView.as_view(step=step) for step in READ} | {
    Step.COSTS: CostStepView.as_view(step=Step.COSTS),
    Step.DOCUMENTS: DocumentStepView.as_view(step=Step.DOCUMENTS),
    Step.CHECK: CheckStepView.as_view(step=Step.CHECK),
}


def step_page(request, pk, step):
    """The page of a step by its word in the address; an unknown word does not exist."""
    if step not in PAGES:
        raise Http404
    return PAGES[step](request, pk=pk)
