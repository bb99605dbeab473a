"""The switcher: a person who holds several positions says in which one to act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.middleware import POSITION_KEY


@require_POST
def switch(request):
    """Act in another position held today; the desk of that position opens."""
    wished = request.POST.get("position", "")
    chosen = next((actor for actor in request.actors if str(actor.position.pk) == wished), None)
    if chosen is None:
        raise PermissionDenied(_("You do not hold this position today."))
    request.session[POSITION_KEY] = chosen.position.pk
    messages.success(request, _("You now act as %(position)s.") % {"position": chosen.position_label})
    return redirect("portal:desk")
