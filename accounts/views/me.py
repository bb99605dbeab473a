"""My account: what is known of me, how I read, my positions, and where I am signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView

from accounts.forms.me import ReadingForm
from accounts.me import Account
from accounts.middleware import keep_language
from accounts.models import User
from regions.models import TIMEZONES

ZONES = {name: zone for zone, name in TIMEZONES.items()}


class MeView(UpdateView):
    """The person's own page; the form on it changes how the portal is read, everything else has its own door."""

    template_name = "accounts/me.html"
    form_class = ReadingForm
    success_url = reverse_lazy("accounts:me")

    def get_object(self, queryset=None) -> User:
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self):
        actor = self.request.actor
        return super().get_form_kwargs() | {"office_zone": ZONES[actor.timezone] if actor else ""}

    def get_context_data(self, **kwargs):
        account = Account(self.request.user, self.request.session.session_key, self.request.actor)
        return super().get_context_data(account=account, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        answer = super().form_valid(form)
        keep_language(answer, self.object.language)
        with override(self.object.language):
            messages.success(self.request, _("Kept. Pages are shown this way from now on."))
        return answer


@require_POST
def end_session(request, pk: int):
    """Sign out one other browser of mine."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:me")


@require_POST
def end_other_sessions(request):
    """Sign out every browser of mine but this one."""
    request.user.sign_out(but=request.session.session_key)
    messages.success(request, _("Every other browser is signed out."))
    return redirect("accounts:me")
