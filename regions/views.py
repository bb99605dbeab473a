"""The coverage page: which UPT serves which province on a chosen day."""

from django.utils import timezone
from django.views.generic import TemplateView

from regions import clock
from regions.coverage_map import CoverageMap
from regions.forms import DayForm


class CoverageView(TemplateView):
    """The same for every person who is signed in: who serves whom is no secret of a case."""

    template_name = "regions/coverage.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        today = clock.today(timezone.get_current_timezone_name())
        form = DayForm(self.request.GET if "pada" in self.request.GET else {"pada": today})
        day = form.chosen_day() or today
        return super().get_context_data(form=form, map=CoverageMap(day), **kwargs)
