"""The whole way of a proposal as a drawing: where it was, how long, where it is, what may come and by whom."""

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.lifecycle import drawing
from casework.shown import here
from casework.strip import Strip, in_words
from programs.dossier import dossier
from programs.lifecycle_map import PLACES
from programs.views.detail import USUAL, crumbs


class WayView(TemplateView):
    template_name = "casework/way.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        proposal = dossier(self.request.actor, kwargs["pk"])
        case = proposal.case
        return super().get_context_data(
            case=case,
            crumbs=crumbs(proposal, _("The whole way")),
            drawing=drawing(case, proposal.workflow, PLACES, USUAL),
            here=here(Strip(in_words(list(case.turns.all()), self.request.actor))),
            **kwargs,
        )
