"""What every act on one document shares: scope, permission, the time for it, and the newest version after a refusal."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.shown import crumbs
from casework.policies import Occasion
from casework.views.asking import AskingView


class ActView(AskingView):
    """An act on one document within sight: 403 for who may never do it, and a reason when it is not its time."""

    occasion: Occasion

    def dispatch(self, request, *args, **kwargs):
        visible = Agreement.objects.visible_to(request.actor).with_case().select_related("text_holder")
        self.agreement = get_object_or_404(visible, pk=kwargs["pk"])
        self.party = self.find_party(kwargs.get("party"))
        policy = self.occasion.policy
        if not policy(request.actor, self.agreement):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": policy.who})
        return super().dispatch(request, *args, **kwargs)

    def find_party(self, pk):
        if pk is None:
            return None
        rows = self.agreement.parties.select_related("institution", "office", "authority_document")
        party = get_object_or_404(rows, pk=pk)
        party.agreement = self.agreement
        return party

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"agreement": self.agreement, "party": self.party}

    def get_context_data(self, **kwargs):
        case = self.agreement.case
        about = " · ".join(filter(None, [case.number, case.title, str(self.party or "")]))
        common = {"about": about, "blocked": self.blocked(), "crumbs": crumbs(self.agreement, str(self.heading))}
        return super().get_context_data(**common | kwargs)

    def blocked(self) -> list:
        if self.occasion.has_come(self.agreement):
            return []
        state = {"state": self.agreement.case.status_label}
        return [_("The case is now “%(state)s”; this step does not exist there.") % state]

    def refuse(self, form, field, reasons):
        """Hand out the newest version to decide on."""
        self.agreement.case.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = self.agreement.case.version
        return super().refuse(form, field, reasons)

    def back_url(self):
        return self.agreement.get_absolute_url()
