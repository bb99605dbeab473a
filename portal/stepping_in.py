"""The demonstration's roles: a visitor becomes one of its invented people with one click, and nobody else ever."""

import json
from dataclasses import dataclass
from functools import lru_cache

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from accounts.models import SignIn, User
from accounts.roles import Role
from portal import sessions

# What somebody finds who steps into the role, by the first of its roles.
FINDS = {
    "proposer": gettext_lazy("writes a proposal, answers what was returned, reports results"),
    "body_head": gettext_lazy("signs for the province and sees how its proposals go"),
    "province_legal": gettext_lazy("checks agreements for the province"),
    "institution_admin": gettext_lazy("invites colleagues and ends their positions"),
    "verifier": gettext_lazy("takes proposals of several provinces and checks that they are complete"),
    "upt_head": gettext_lazy("sees the load of the UPT and what is late"),
    "coordinator": gettext_lazy("publishes offers, assigns reviewers, brings cases to decision"),
    "reviewer": gettext_lazy("reviews proposals and gives points"),
    "approver": gettext_lazy("approves, defers or rejects, and reads the board"),
    "cooperation_officer": gettext_lazy("drafts agreements and follows them until they are signed"),
    "legal_officer": gettext_lazy("reviews agreements for the centre"),
    "secretariat": gettext_lazy("prepares the coordination meetings"),
    "leadership": gettext_lazy("reads the board"),
    "auditor": gettext_lazy("reads everything in the assignment, changes nothing"),
    "partner": gettext_lazy("takes part in programmes of others"),
    "administrator": gettext_lazy("keeps accounts, regions and reminders"),
}


@dataclass(frozen=True)
class Shown:
    """One invented person on the list."""

    username: str
    name: str
    institution: str
    role: str  # as the account file was written
    roles: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return " / ".join(str(Role(role).label) for role in self.roles) or self.role

    @property
    def finds(self) -> str:
        return str(FINDS.get(self.roles[0], "")) if self.roles else ""


def roles() -> list[Shown]:
    """The people of `demo-accounts.json`, read again only when the file is new."""
    path = settings.HOME / "demo-accounts.json"
    return _read(str(path), path.stat().st_mtime_ns) if path.exists() else []


def are_made() -> bool:
    """Whether the invented people are in the database, whatever became of the list of them."""
    return User.objects.exists()


@lru_cache(maxsize=2)
def _read(path: str, _changed: int) -> list[Shown]:
    with open(path, encoding="utf-8") as file:
        rows = json.load(file)
    return [
        Shown(row["username"], row["name"], row["institution"], row["role"], tuple(row.get("roles", ())))
        for row in rows
    ]


def demonstration_only(view):
    """Where there is no demonstration, there is no such address."""

    def guarded(request, *args, **kwargs):
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


class RolesView(TemplateView):
    template_name = "portal/roles.html"


roles_page = demonstration_only(RolesView.as_view())


@demonstration_only
@require_POST
def step_in(request):
    """Sign in as one of the people on the list, without password or second factor; everybody else is not there."""
    wished = request.POST.get("who", "")
    if wished not in {shown.username for shown in roles()}:
        raise Http404
    user = User.objects.filter(username=wished, is_active=True).first()
    if user is None:
        raise Http404
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    sessions.renew(request)
    request.session[sessions.DEMONSTRATED] = True
    record_authentication(request, user, method="demonstration")
    UserSession.objects.create_from_request(request)
    sessions.remember(request, user, SignIn.Means.DEMONSTRATION)
    messages.success(request, _("You are now %(name)s.") % {"name": user.full_name})
    return redirect("portal:desk")
