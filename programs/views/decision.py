"""Everything needed to decide, on one page, with the moves that decide; whoever had a hand in it only reads."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.policies import holds_turn
from casework.shown import trail_shown
from casework.strip import trail_lines
from programs import ruling, summary
from programs.dossier import dossier
from programs.opinions import opinions
from programs.policies import decides, reads_reviews
from programs.views.detail import crumbs, frame

LATEST = 8


class DecisionView(TemplateView):
    template_name = "programs/decision.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        actor, proposal = self.request.actor, dossier(self.request.actor, kwargs["pk"])
        if not reads_reviews(actor, proposal):
            raise PermissionDenied(_("This page is read by %(who)s.") % {"who": reads_reviews.who})
        read, may, acts = opinions(proposal, actor), decides(actor, proposal), []
        if may:
            acts = [{"label": _("To the decision"), "url": "#putusan", "kind": "primary"}]
        elif holds_turn(actor, proposal):
            acts = [{"label": _("Open the proposal"), "url": proposal.get_absolute_url(), "kind": "primary"}]
        return super().get_context_data(**kwargs) | {
            **frame(proposal, actor),
            "crumbs": crumbs(proposal, _("Decision")),
            "acts": acts,
            "decides": may,
            "ruling": ruling.ruling(proposal, actor),
            "opinions": read,
            "figures": [] if read.sealed else ruling.figures(proposal, read),
            "check": ruling.check_result(proposal),
            "budget": ruling.budget(proposal),
            "facts": summary.facts(proposal),
            "money": summary.money(proposal),
            "documents": summary.documents(proposal),
            "people": summary.people(proposal),
            "history": trail_shown(trail_lines(proposal.case, LATEST)),
        }
