"""The step in which documents are attached."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.refusals import causes, note_refusal
from casework import documents
from casework.keys import AlreadySpent, once
from casework.views.pressing import already_done
from programs.completeness import REQUIRED_DOCUMENTS
from programs.forms.papers import PaperForm
from programs.forms.steps import StepForm
from programs.services.papers import KINDS, attach_paper, take_out_paper
from programs.views.drafting import StepView
from programs.views.progress import address
from regions.whole_numbers import whole_number

MEGABYTE = 1024 * 1024


class DocumentStepView(StepView):
    """One place per kind of document: what is there, and a file to choose."""

    template_name = "programs/steps/documents.html"
    refused: PaperForm | None = None

    def get(self, request, pk):
        return self.page()

    def post(self, request, pk):
        if "remove" in request.POST:
            return self.take_out()
        if "kind" in request.POST:
            return self.attach()
        return self.keep(StepForm(request.POST, proposal=self.proposal, step=self.step), self.notes(request.POST))

    def page(self):
        return self.show(StepForm(proposal=self.proposal, step=self.step), self.notes())

    def attach(self):
        data = self.request.POST
        if data["kind"] not in KINDS:
            raise Http404  # the page has no place for it, nor one to say so at
        form = PaperForm(data, self.request.FILES, kind=data["kind"])
        if not form.is_valid():
            note_refusal(self.request, *causes(form))
            self.refused = form
            return self.page()
        try:
            with once(form.cleaned_data["key"], self.request.user):
                file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
                document = attach_paper(self.proposal, file, kind, actor=self.request.actor)
        except AlreadySpent:
            already_done(self.request)
        else:
            messages.success(self.request, _("Attached: %(name)s.") % {"name": document.name})
        return redirect(address(self.proposal, self.step))

    def take_out(self):
        mine = documents.current(self.proposal.case)
        document = get_object_or_404(mine, pk=whole_number(self.request.POST["remove"]))
        take_out_paper(self.proposal, document, actor=self.request.actor)
        messages.success(self.request, _("Taken out: %(name)s.") % {"name": document.name})
        return redirect(address(self.proposal, self.step))

    def context(self, form, notes, saved=None):
        present = list(documents.current(self.proposal.case))
        places = [
            {
                "kind": kind,
                "required": kind in REQUIRED_DOCUMENTS,
                "documents": [document for document in present if document.kind == kind],
                "form": self.refused if self.refused and self.refused.kind == kind else PaperForm(kind=kind.value),
            }
            for kind in KINDS
        ]
        return super().context(form, notes, saved) | {
            "places": places,
            "limit": settings.DOCUMENT_MAX_BYTES // MEGABYTE,
        }
