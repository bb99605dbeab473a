"""Puts the actor (a person in the chosen position), the reader's zone on each request."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from accounts.actors import Actor, actors_of

POSITION_KEY = "position"


def _actors(request) -> list[Actor]:
    if not hasattr(request, "_actors"):
        request._actors = actors_of(request.user)
    return request._actors


def choose_actor(request) -> Actor | None:
    """The position chosen in this session while it is still held, else the first held; None without one."""
    actors = _actors(request)
    wished = request.session.get(POSITION_KEY)
    return next((actor for actor in actors if actor.position.pk == wished), actors[0] if actors else None)


class ActorMiddleware:
    """`request.actor` (or None) and `request.actors`; hours are shown in the reader's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actors = SimpleLazyObject(lambda: _actors(request))
        request.actor = choose_actor(request) if request.user.is_authenticated else None
        with timezone.override(zoneinfo.ZoneInfo(_reading_zone(request))):
            return self.get_response(request)


def _reading_zone(request) -> str:
    """The one the reader chose, else the office's; limits are days of the office whatever is read here."""
    chosen = getattr(request.user, "timezone", "")
    return chosen or (request.actor.timezone if request.actor else "Asia/Jakarta")


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
