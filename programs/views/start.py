"""The page on which a proposal begins."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from casework.keys import AlreadySpent, once
from casework.views.pressing import already_done
from casework.workflow import Refused
from programs.forms.start import StartForm
from programs.kinds import Step
from programs.policies import drafts
from programs.services.drafts import start_draft
from programs.views.progress import address


class StartView(View):
    """Choose: from an open offer, as a copy of an earlier proposal, or free."""

    is_kept = True  # portal/kept_pages

    def dispatch(self, request, *args, **kwargs):
        if not drafts(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": drafts.who})
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(StartForm(actor=request.actor))

    def post(self, request):
        form = StartForm(request.POST, actor=request.actor)
        if not form.is_valid():
            return self.show(form)
        try:
            with once(form.cleaned_data["key"], request.user):
                proposal = start_draft(actor=request.actor, **form.source())
        except AlreadySpent:
            already_done(request)
            return redirect("programs:list")
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            return self.show(form)
        return redirect(address(proposal, Step.SUBJECT))

    def show(self, form):
        offers = list(form.fields["offer"].queryset)
        wished = self.request.GET.get("offer", "")
        offers.sort(key=lambda offer: str(offer.pk) != wished)
        earlier = form.fields["copy"].queryset.exists()
        values = {"form": form, "offers": offers, "earlier": earlier}
        return TemplateResponse(self.request, "programs/start.html", values)
