"""Who else writes on a draft now: a sign of life every 20 seconds, and the sentence for colleagues."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from casework import presence
from casework.embedding import embedded, unpacked
from casework.models import Writer
from programs.kinds import Step
from programs.models import Proposal
from programs.occasions import WRITE
from regions.templatetags.dates import instant

WRITERS = "case__writers"


def writing(writers: Iterable[Writer], user) -> list[str]:
    """Sentences: who writes now and where; when nobody else does, who saved last."""
    writers = list(writers)
    now = [_("%(who)s is writing on the step “%(step)s”") % _words(row) for row in presence.here(writers, user)]
    last = presence.last_saved(writers)
    if now or last is None:
        return now
    return [_("Last saved by %(who)s, %(when)s") % {"who": last.name, "when": instant(last.saved_at)}]


def _words(row: Writer) -> dict:
    step = Step(row.place).label if row.place in Step.values else row.place
    return {"who": row.name, "step": step}


class WritingView(View):
    """A page that is open for writing says so, and hears who else does. Only who may write is told."""

    http_method_names = ["post"]

    def post(self, request, pk):
        rows = embedded(Proposal.objects.visible_to(request.actor), WRITERS).select_related("case__owner")
        proposal = unpacked(get_object_or_404(rows, pk=pk), WRITERS)
        if not WRITE(request.actor, proposal):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": WRITE.policy.who})
        if request.POST.get("step") in Step.values:
            presence.note(proposal.case, request.POST["step"], actor=request.actor)
        writers = writing(proposal.case.writers.all(), request.user)
        return render(request, "programs/steps/writers.html", {"writers": writers})
