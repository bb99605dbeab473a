"""The inbox: its list, opening one letter, and marking all as read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView

from accounts.middleware import POSITION_KEY
from casework import inbox
from casework.listing import address, cleaned
from casework.models import Case, Notice


class InboxView(TemplateView):
    template_name = "casework/inbox.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        user, params = self.request.user, cleaned(self.request.GET)
        chosen = params.get(inbox.VIEW, "")
        presets = [
            {
                "label": view.label,
                "url": address(params, **{inbox.VIEW: view.word or None}),
                "current": view.word == chosen,
            }
            for view in inbox.views(user)
        ]
        listing = inbox.listing(user, params)
        return super().get_context_data(listing=listing, rows=listing.rows, presets=presets, chosen=chosen, **kwargs)


@require_GET
def open_notice(request, pk: int):
    """Mark a letter as read and lead to its exact page, in the position that may see it."""
    notice = get_object_or_404(Notice.objects.filter(recipient=request.user).select_related("case"), pk=pk)
    inbox.read(notice)
    if notice.case is None or _visible(notice.case, request.actor):
        return redirect(notice.url or "casework:inbox")
    other = next((actor for actor in request.actors if _visible(notice.case, actor)), None)
    if other is None:
        messages.info(request, _("This case is no longer in your hands, so it cannot be opened."))
        return redirect("casework:inbox")
    request.session[POSITION_KEY] = other.position.pk
    messages.info(request, _("You now act as %(position)s.") % {"position": other.position_label})
    return redirect(notice.url)


@require_POST
def read_all(request):
    count = inbox.read_all(request.user)
    text = ngettext("%(count)d message is marked as read.", "%(count)d messages are marked as read.", count)
    messages.success(request, text % {"count": count})
    return redirect("casework:inbox")


def _visible(case: Case, actor) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()
