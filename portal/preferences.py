"""How one reader wants the portal: light or dark, and in which language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

THEMES = ("light", "dark", "auto")
A_YEAR = 365 * 24 * 3600


def theme_of(request) -> str:
    """The look this browser asked for; `auto` follows the device."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    return chosen if chosen in THEMES else "auto"


@login_not_required
@require_POST
def theme(request):
    """Keep the look in a cookie; an unknown one is ignored."""
    response = redirect(back(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        # Not HttpOnly: theme.js reads it before the first paint.
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.THEME_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax", secure=secure)
    return response


@login_not_required
@require_POST
def language(request):
    """Django's own switch; whoever is signed in also gets mail in the language chosen."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and code in dict(settings.LANGUAGES) and check_for_language(code):
        request.user.language = code
        request.user.save(update_fields=["language"])
    return set_language(request)


def back(request) -> str:
    """The page the reader came from, if it is an address and ours; a bare word would be taken for a view's name."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours and target.startswith("/") else settings.LOGIN_REDIRECT_URL
