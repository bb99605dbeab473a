"""What must be done before anything else: an expired password is changed, a second factor is set up where it is due."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import CENTRE, Role
from portal.sessions import DEMONSTRATED, PASSWORD_EXPIRED, SECOND_FACTOR_KNOWN, keep_alive

# Open whatever is due: the way to do it, the way out, and what a page of those needs.
OPEN = {
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "account_logout",
    "set_language",
    "portal:theme",
    "portal:session",
    "portal:healthz",
    "portal:readyz",
    "portal:step_in",
    "portal:roles",
}


def needs_second_factor(user: User, actors: Iterable[Actor]) -> bool:
    """Whoever serves at the centre in one of its roles, and whoever may open the administration."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_staff or any(
        actor.has(Role.ADMINISTRATOR) or (actor.institution.is_centre and actor.has(*CENTRE)) for actor in actors
    )


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class GateMiddleware:
    """Stands behind the actor's middleware and before every page, the administration included.

    Costs nothing where nothing is due: what is found out once is kept in the session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated or _is_open(request.resolver_match.view_name):
            return None
        keep_alive(request)
        due = _due(request)
        if due and request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse(due)})
        return redirect(due) if due else None


def _is_open(name: str) -> bool:
    return name in OPEN or name.startswith("mfa_")


def _due(request) -> str:
    """The name of the page that comes first, if any."""
    if request.session.get(DEMONSTRATED) and settings.DEMONSTRATION:
        return ""
    if request.session.get(PASSWORD_EXPIRED):
        return "account_change_password"
    if not needs_second_factor(request.user, request.actors) or request.session.get(SECOND_FACTOR_KNOWN):
        return ""
    if not has_second_factor(request.user):
        return "mfa_index"
    request.session[SECOND_FACTOR_KNOWN] = True
    return ""
