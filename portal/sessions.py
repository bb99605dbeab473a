"""How long one stays signed in: an end that is known, prolonged by working, warned of before it comes."""

import logging
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed, password_set, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts import passwords
from accounts.models import SignIn, User
from portal.preferences import back

log = logging.getLogger(__name__)

# What a session remembers of the way somebody came in.
PASSWORD_EXPIRED, DEMONSTRATED = "password_expired", "demonstrated"
SECOND_FACTOR_KNOWN = "second_factor_known"
PROVED = "proved_at"  # when somebody last showed who he is, as seconds since 1970
KEPT = timedelta(days=180)  # how long it is remembered from where somebody signed in


def renew(request) -> None:
    """From now on the whole time again, but not past the hour at which one must show anew who one is."""
    request.session.set_expiry(_furthest(request))


def _furthest(request) -> datetime:
    """Until when working can keep this session (ASVS 5.0, 7.3.2)."""
    now = timezone.now()
    proved = request.session.setdefault(PROVED, now.timestamp())
    last = datetime.fromtimestamp(proved, UTC) + timedelta(seconds=settings.SESSION_AT_MOST)
    return min(now + timedelta(seconds=settings.SESSION_COOKIE_AGE), last)


def seconds_left(request) -> int | None:
    """Until this session ends; None where its end is not fixed."""
    end = request.session.get("_session_expiry")
    moment = parse_datetime(end) if isinstance(end, str) else None
    return max(0, int((moment - timezone.now()).total_seconds())) if moment else None


def can_stay(request) -> bool:
    """Whether working, or the wish to stay, puts the end off by a minute at least."""
    left = seconds_left(request)
    return left is not None and _furthest(request) > timezone.now() + timedelta(seconds=left + 60)


def keep_alive(request) -> None:
    """Who works stays signed in: past half of the time, the next page or saving prolongs it; a page that asks by itself
    does not.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" and "X-Autosave" not in request.headers:
        return
    left = seconds_left(request)
    if left is not None and left < settings.SESSION_COOKIE_AGE / 2 and can_stay(request):
        renew(request)


@login_not_required
def session(request):
    """How long is left (GET), or the wish to stay (POST); asked by static/js/session.js before it says anything."""
    if request.method == "POST" and request.user.is_authenticated:
        renew(request)
    if request.method == "POST" and not request.headers.get("Accept", "").startswith("application/json"):
        return redirect(back(request))
    inside = request.user.is_authenticated
    told = {"left": seconds_left(request) if inside else 0, "stays": inside and can_stay(request)}
    return JsonResponse(told | {"who": request.user.pk}, headers={"Cache-Control": "no-store"})


def came_in(sender, request, user, **kwargs) -> None:
    """Remember when, from where and how; see whether the password is past its time."""
    if request.session.get(DEMONSTRATED):
        request.session.pop(DEMONSTRATED)
    request.session[PROVED] = timezone.now().timestamp()
    renew(request)
    request.session[PASSWORD_EXPIRED] = passwords.has_expired(user)
    remember(request, user, _means(request, user))


def remember(request, user, means: str) -> None:
    user.sign_ins.filter(at__lt=timezone.now() - KEPT).delete()
    user.sign_ins.create(
        address=get_adapter().get_client_ip(request),
        browser=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:200],
        means=means,
    )


def _means(request, user) -> str:
    records = get_authentication_records(request, user)
    if any(record.get("passwordless") for record in records):
        return SignIn.Means.PASSKEY
    return SignIn.Means.CODE if any(record["method"] == "mfa" for record in records) else SignIn.Means.PASSWORD


def refused(sender, credentials, request=None, **kwargs) -> None:
    """Whom the door refused and from where, as a line of the log; a name that nobody has might be a password."""
    typed = credentials.get("username") or credentials.get("email") or ""
    known = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    address = get_adapter().get_client_ip(request) if request else "–"
    log.warning("sign-in refused: %s from %s", known.username if known else "a name nobody has", address)


def code_refused(sender, request, user, **kwargs) -> None:
    """The password was right and the code was not: worth a line, for it may not be the owner who knows the password."""
    log.warning("second factor refused: %s from %s", user.username, get_adapter().get_client_ip(request))


def proved_again(sender, request, user, **kwargs) -> None:
    """Whoever proves once more who he is goes on under a new session key; the old one opens nothing any more."""
    if kwargs.get("reauthenticated"):
        earlier = request.session.session_key
        request.session.cycle_key()
        request.session[PROVED] = timezone.now().timestamp()
        UserSession.objects.filter(session_key=earlier).update(session_key=request.session.session_key)


def password_renewed(sender, request, user, **kwargs) -> None:
    """A new password ends every other session, and its time begins again."""
    request.session[PASSWORD_EXPIRED] = False
    user.sign_out(but=request.session.session_key)


def forget_second_factor(sender, request, **kwargs) -> None:
    """One was taken away: the gate looks again whether another is there."""
    request.session.pop(SECOND_FACTOR_KNOWN, None)


def listen() -> None:
    user_login_failed.connect(refused, dispatch_uid="portal.sessions.refused")
    user_logged_in.connect(came_in, dispatch_uid="portal.sessions.came_in")
    for signal in (password_changed, password_set):
        signal.connect(password_renewed, dispatch_uid="portal.sessions.password_renewed")
    authentication_failed.connect(code_refused, dispatch_uid="portal.sessions.code_refused")
    authentication_step_completed.connect(proved_again, dispatch_uid="portal.sessions.proved_again")
    authenticator_removed.connect(forget_second_factor, dispatch_uid="portal.sessions.forget_second_factor")
