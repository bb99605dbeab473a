"""The feed's two addresses: the secret one that calendar programs read, and the page that makes and ends it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from casework.feeds import end_feed, make_feed, owner_of
from casework.keys import AlreadySpent, once
from casework.letters import absolute
from casework.models import CalendarFeed
from portal.calendar.feed import etag_of, feed_of


@login_not_required
@require_safe
def calendar_feed(request, token: str) -> HttpResponse:
    """Whoever has the address reads; a wrong one does not exist. Unchanged since the last reading: 304.

    Not led on to https: a program would go on sending the secret in the open, and nobody would notice.
    """
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise PermissionDenied(_("This address works with https only. Make a new one: this one was sent in the open."))
    user = owner_of(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        content = feed_of(user)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="sinergi.ics"'
    answer["Cache-Control"] = "private, max-age=0, must-revalidate"
    answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = etag_of(content)
    return get_conditional_response(request, etag=answer["ETag"], response=answer)


class SubscriptionView(View):
    """One's own feed. A new address is shown in the answer that made it, and nowhere else."""

    def get(self, request):
        return self._page(request)

    def post(self, request):
        try:
            with once(request.POST.get("key", ""), request.user):
                token = make_feed(request.user) if request.POST.get("act") == "make" else self._end(request)
        except AlreadySpent:
            return redirect("portal:calendar_subscription")
        return self._page(request, token) if token else redirect("portal:calendar_subscription")

    def _end(self, request) -> None:
        if end_feed(request.user):
            messages.success(request, _("The address no longer works."))

    def _page(self, request, token: str = "") -> HttpResponse:
        url = absolute(reverse("portal:calendar_feed", args=[token])) if token else ""
        feed = CalendarFeed.objects.filter(user=request.user).first()
        crumbs = [{"label": _("Calendar"), "url": reverse("portal:calendar")}, {"label": _("My calendar program")}]
        values = {"feed": feed, "url": url, "crumbs": crumbs}
        answer = render(request, "portal/calendar_subscription.html", values)
        answer["Cache-Control"] = "no-store"
        return answer
