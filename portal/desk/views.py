"""The desk's pages: the desk itself, a verifier's turns with reassigning, and the welcome put away."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from accounts.models import Position
from casework.assigning import hands_out_work
from casework.models import Case, Turn
from casework.strip import in_words
from portal.desk.office import Office
from portal.desk.reading import KINDS, SHOWN, case_url, desk_of
from portal.desk.visits import look, put_away_welcome
from portal.desk.welcome import welcome_of
from regions import clock
from regions.templatetags.dates import day


class DeskView(TemplateView):
    template_name = "portal/desk.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        today = day(clock.today(actor.timezone if actor else None))
        if actor is None:
            return super().get_context_data(desk=None, today=today, **kwargs)
        visit = look(actor)
        welcome = welcome_of(actor) if visit.welcome else None
        desk = desk_of(actor, visit)
        self.request.unread_known = desk.unread
        return super().get_context_data(desk=desk, today=today, welcome=welcome, lists=everything(), **kwargs)


def everything() -> list[dict]:
    """The way from the desk to what no desk shows."""
    return [{"label": _("All cases"), "url": reverse("portal:cases"), "kind": "line"}]


class LoadView(TemplateView):
    """The open turns of one position of my office, each to be given to somebody else; fetched into the desk."""

    template_name = "portal/desk_load_page.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        here = Position.objects.filter(institution=actor.institution) if actor else Position.objects.none()
        chair = get_object_or_404(here, pk=kwargs["pk"])
        if not hands_out_work(actor):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": _("whoever hands out the office's work")})
        turns = Turn.objects.open().visible_to(actor).filter(position=chair).with_holders().select_related(*KINDS)
        office = Office(actor)
        rows = in_words(list(turns[:SHOWN]), actor, office.held)
        for row in rows:
            row.url = case_url(row.turn.case)
            row.choices = [(chair.pk, office.named(chair)) for chair in office.who_fit(row.turn)]
        return super().get_context_data(chair=chair, who=office.named(chair), rows=rows, **kwargs)

    def get_template_names(self):
        return ["portal/desk_load_rows.html" if self.request.htmx else self.template_name]


@require_POST
def welcomed(request):
    if request.actor is None:
        raise Http404
    put_away_welcome(request.actor)
    return redirect("portal:desk")


@require_safe
def open_case(request, pk: int):
    """One address for every case, for links from rooms that do not know its kind."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), pk=pk)
    return redirect(case_url(case))
