"""Acts that have one effect, however often their button is pressed or their form is sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.refusals import note_refusal
from casework.keys import AlreadySpent, once
from casework.workflow import NotAllowed, Refused


def already_done(request) -> None:
    """What is said to whoever sends a form again whose effect stands."""
    messages.info(request, _("This was already done; it was not done twice."))


class PressView(View):
    """A button: spends its key, does one thing, says what came of it, and leads back to where it was pressed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            with once(request.POST.get("key", ""), request.user):
                self.act()
        except AlreadySpent:
            already_done(request)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            note_refusal(request, "rule")
            messages.warning(request, str(refusal))
        else:
            if said := self.said():
                messages.success(request, said)
        return redirect(self.back_url())

    def act(self) -> None:
        raise NotImplementedError

    def said(self) -> str:
        """What is done now; nothing where the page itself shows it."""
        return ""

    def back_url(self) -> str:
        raise NotImplementedError
