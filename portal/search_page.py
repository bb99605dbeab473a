"""The page of search results, and the few hits that show while one types."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.desk import case_url
from portal.search import Asked, Finder
from portal.search_hits import LABELS, group
from regions.whole_numbers import MOST_PAGES, whole_number

SHOWN, PER_PAGE, SUGGESTED = 5, 25, 4
LETTERS = 2  # from which on suggestions are made


class SearchView(TemplateView):
    """?q= what is looked for; ?bagian= one group alone, ?hal= its page. A case's number leads straight to the case."""

    is_kept = True  # portal/kept_pages

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.request.GET.get("q", ""))

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.asked, self.request.actor)

    def get(self, request, *args, **kwargs):
        case = None if request.htmx else self.finder.numbered()
        return redirect(case_url(case)) if case else super().get(request, *args, **kwargs)

    def get_template_names(self):
        return ["portal/search_suggestions.html" if self.request.htmx else "portal/search.html"]

    def get_context_data(self, **kwargs):
        return super().get_context_data(asked=self.asked, **self._answer(), **kwargs)

    def _answer(self) -> dict:
        suggesting = bool(self.request.htmx)
        if suggesting and len(self.asked.text) < LETTERS:
            return {"silent": True}
        found, alone = self.finder.find(), self.request.GET.get("bagian")
        if alone in LABELS and not suggesting:
            groups = [group(found, alone, PER_PAGE, self._page())]
        else:
            groups = [group(found, name, SUGGESTED if suggesting else SHOWN) for name in LABELS if found.count(name)]
        shown = sum(len(each.hits) for each in groups)
        return {"found": found, "groups": groups, "alone": alone if alone in LABELS else "", "shown": shown}

    def _page(self) -> int:
        return whole_number(self.request.GET.get("hal", ""), MOST_PAGES) or 1
