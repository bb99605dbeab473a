"""The whole way of a cooperation document as a drawing: where it was, how long, where it is, what may come."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from agreements.lifecycle_map import PLACES, USUAL
from agreements.models import Agreement
from agreements.shown import crumbs
from casework.lifecycle import drawing
from casework.shown import here
from casework.strip import turn_strip


class WayView(TemplateView):
    template_name = "casework/way.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        rows = Agreement.objects.visible_to(self.request.actor).with_case()
        agreement = get_object_or_404(rows.prefetch_related("case__trail"), pk=kwargs["pk"])
        case = agreement.case
        return super().get_context_data(
            case=case,
            crumbs=crumbs(agreement, _("The whole way")),
            drawing=drawing(case, agreement.workflow, PLACES, USUAL),
            here=here(turn_strip(case, self.request.actor)),
            **kwargs,
        )
