"""The public page behind the link of an invitation: a new account, or one more position for a known person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.models import Invitation
from accounts.refusals import note_refusal
from casework.workflow import NotAllowed, Refused
from portal.staff import invitations
from portal.staff.forms import JoinForm


@method_decorator([login_not_required, never_cache], name="dispatch")
class AcceptView(FormView):
    """Wrong, used, withdrawn and expired links read alike: nobody learns whether an address is known."""

    form_class, template_name = JoinForm, "portal/staff/accept.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            self.invitation = invitations.found(kwargs["token"])
        except invitations.Gone:
            return render(request, "portal/staff/gone.html", status=410)
        self.account = invitations.account_of(self.invitation)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        name = self.invitation.full_name
        return {"full_name": name, "username": slugify(name).replace("-", ".")[:60]}

    def get_context_data(self, **kwargs):
        user = self.request.user
        words = {"invitation": self.invitation, "account": self.account, "here": self.request.path}
        words |= {"mine": user.is_authenticated and user == self.account, "signed_in": user.is_authenticated}
        return super().get_context_data(**words | kwargs)

    def post(self, request, *args, **kwargs):
        if self.account is None:
            return super().post(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        try:
            invitations.accept_as_known(kwargs["token"], user=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.reasons[0]) from refusal
        except Refused as refusal:
            return self.refused(None, refusal)
        messages.success(request, self._welcome(self.invitation))
        return redirect("portal:desk")

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            user = invitations.accept_as_new(
                self.kwargs["token"],
                username=data["username"],
                full_name=data["full_name"],
                password=data["password1"],
            )
        except Refused as refusal:
            return self.refused(form, refusal)
        words = {"username": user.username}
        messages.success(self.request, _("Your account is ready. Sign in as %(username)s.") % words)
        return redirect("account_login")

    def refused(self, form, refusal: Refused):
        note_refusal(self.request, "rule")
        if isinstance(refusal, invitations.Gone):
            return render(self.request, "portal/staff/gone.html", status=410)
        return self.render_to_response(self.get_context_data(form=form, refusals=refusal.reasons))

    @staticmethod
    def _welcome(invitation: Invitation) -> str:
        return _("You have accepted: %(position)s.") % {"position": invitation.position}
