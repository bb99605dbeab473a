"""What all steps of writing share: scope, permission, notes to answer, saving by buttons and while one types."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from casework import presence
from casework.embedding import embedded, unpacked
from programs.forms.steps import NoteAnswers
from programs.guards import notes_of_last_return
from programs.kinds import Step
from programs.models import DETAIL_OF_KIND, Proposal, ReturnNote
from programs.occasions import WRITE
from programs.views.progress import Progress, address
from programs.views.saving import Saved, again, answer, save, seen_after, theirs
from programs.views.writers import WRITERS, writing

DETAILS = [model.RELATED_NAME for model in DETAIL_OF_KIND.values()]


def closed_because(proposal: Proposal, actor) -> str:
    """Why this actor may not write on it now; empty when writing is possible."""
    if not WRITE.policy(actor, proposal):
        return _("This is done by %(who)s.") % {"who": WRITE.policy.who}
    if not WRITE.has_come(proposal):
        return _("The case is now “%(state)s”: it can be read, not changed.") % {"state": proposal.case.status_label}
    return ""


class StepView(View):
    """One step of one proposal that may be written now. Subclasses bring their form and template."""

    step: Step | None = None
    template_name = ""

    def dispatch(self, request, *args, **kwargs):
        rows = embedded(Proposal.objects.visible_to(request.actor), WRITERS).select_related(
            "case__owner__province", "case__province", "case__upt", "offer", "body", "copied_from", *DETAILS
        )
        self.proposal = unpacked(get_object_or_404(rows.prefetch_related("cost_lines"), pk=kwargs["pk"]), WRITERS)
        self.writers = list(self.proposal.case.writers.all())
        reason = closed_because(self.proposal, request.actor)
        if reason and self.is_autosave:
            return JsonResponse({"reason": reason}, status=403)
        if reason:
            raise PermissionDenied(reason)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_autosave(self) -> bool:
        return "X-Autosave" in self.request.headers

    def notes(self, data=None) -> NoteAnswers:
        return NoteAnswers(data, notes=[note for note in self.returned_notes if note.step == self.step])

    @cached_property
    def returned_notes(self) -> list:
        """What the last return asks for, on all steps; empty while nothing was returned."""
        if self.proposal.case.status != "returned":
            return []
        authors = ReturnNote.objects.select_related("author__institution")  # who says it stands beside each note
        prefetch_related_objects([self.proposal], Prefetch("notes", authors))
        return notes_of_last_return(self.proposal)

    def context(self, form, notes: NoteAnswers, saved: Saved | None = None) -> dict:
        """For the page, and for the parts of it that autosave sends back."""
        proposal, saved = form.proposal, saved or Saved(form.proposal)
        stored = form.stored()
        return {
            "crumbs": [
                {"label": _("Proposals"), "url": reverse("programs:list")},
                {"label": proposal.case.number or _("Draft"), "url": proposal.get_absolute_url()},
                {"label": self.step.label},
            ],
            "proposal": proposal,
            "case": proposal.case,
            "step": self.step,
            "progress": Progress(proposal, self.step, self.returned_notes),
            "form": form,
            "notes": notes,
            "seen": seen_after(
                form,
                saved.merged,
                self.request.POST.get("seen", ""),
                accept=(*saved.merged.theirs, *saved.merged.both),
            ),
            "conflicts": [theirs(form, name, stored[name], saved.merged) for name in saved.merged.conflicts],
            "both": bool(saved.merged.both),
            "writers": writing(self.writers, self.request.user),
        }

    def show(self, form, notes: NoteAnswers, saved: Saved | None = None):
        return TemplateResponse(self.request, self.template_name, self.context(form, notes, saved))

    def keep(self, form, notes: NoteAnswers):
        """Save what was sent; answer a script, go on, or show what is still to be mended."""
        saved = self.saved(form, notes)
        if self.is_autosave:
            return answer(form, saved, notes.errors, self.context(form, notes, saved), self.request)
        if not saved.complete:
            return self.show(again(form, saved.merged, self.request.POST), notes, saved)
        return self.go_on()

    def saved(self, form, notes: NoteAnswers) -> Saved:
        saved = save(form, notes, self.request.POST, actor=self.request.actor, choosing=not self.is_autosave)
        self.proposal = saved.proposal
        presence.note(saved.proposal.case, self.step, actor=self.request.actor, saved=saved.wrote)
        return saved

    def go_on(self):
        """To the next step when that button was pressed. `dari` lets the browser forget its own copy of this one."""
        following = Progress(self.proposal, self.step, self.returned_notes).following
        onward = self.request.POST.get("then") == "next" and following
        messages.success(self.request, _("Saved: %(step)s.") % {"step": self.step.label})
        return redirect(f"{address(self.proposal, onward or self.step)}?dari={self.step.value}")
