"""Puts the actor (a person in the chosen position), the reader's zone on each request."""

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.actors import Actor, actors_of
from regions import clock

POSITION_KEY = "position"


def _actors(request) -> list[Actor]:
    if not hasattr(request, "_actors"):
        request._actors = actors_of(request.user)
    return request._actors


def choose_actor(request) -> Actor | None:
    """The actor of the position in which this session acts: the one chosen, or the first held; None without one."""
    actors = _actors(request)
    wished = request.session.get(POSITION_KEY)
    if wished is None and actors:
        wished = request.session[POSITION_KEY] = actors[0].position.pk
    return next((actor for actor in actors if actor.position.pk == wished), None)


def _end(request) -> None:
    """The position in which this session acted is no longer held: whoever goes on signs in again, in another one."""
    logout(request)
    request._actors = []
    messages.info(request, _("The position in which you were signed in has ended. Sign in again to go on in another."))


class ActorMiddleware:
    """`request.actor` (or None) and `request.actors`; hours are shown in the reader's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actors = SimpleLazyObject(lambda: _actors(request))
        request.actor = choose_actor(request) if request.user.is_authenticated else None
        if request.user.is_authenticated and request.actor is None and POSITION_KEY in request.session:
            _end(request)
        with timezone.override(zoneinfo.ZoneInfo(_reading_zone(request))):
            return self.get_response(request)


def _reading_zone(request) -> str:
    """The one the reader chose, else the office's; limits are days of the office whatever is read here."""
    if request.actor:
        return request.actor.reading_zone
    return request.user.reading_zone() if request.user.is_authenticated else clock.AGENCY_ZONE


def keep_language(answer, language: str) -> None:
    """The language this browser wants from now on, in the cookie that Django's own switch writes."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
    )


class LanguageMiddleware:
    """The language chosen in this browser, else the person's own, else Indonesian; the browser's wish is not asked.

    Indonesian comes first by the ministry's will, and an office computer set up in English is no wish of its reader.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", None)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
