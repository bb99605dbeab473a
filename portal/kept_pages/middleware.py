"""Gives a page again to who has just had it, where nothing that it may show has changed.

A view says `is_kept = True` when reading it changes nothing that a page shows. Kept is what the view answered, in the
memory of the process, until the minute is over (pages say how long ago something was). It is given again to the same
person, session, position, language and address; its forms carry the session's own token, and each a new one-time key.
And it is given only after the database has said that no transaction has since changed anything in the reader's sight
(`changes`). Who may see the page at all has been asked before, of each request, by what stands in front.
"""

import re
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone, translation

from casework.keys import new_key
from portal.kept_pages import changes
from portal.preferences import theme_of
from regions import clock

SECONDS = 60
ONE_TIME_KEY = re.compile(rb'(name="key" value=")[0-9a-f-]{36}"')


@dataclass(frozen=True)
class Kept:
    """What was answered, and which transactions had ended when the reader's rights were read."""

    content: bytes
    headers: dict
    seen: str
    made_at: float  # seconds since 1970

    @property
    def told(self) -> dict:
        """Its headers, and how many seconds ago it was made (RFC 9111, 5.1)."""
        return self.headers | {"Age": str(int(time.time() - self.made_at))}


class KeptPagesMiddleware:
    """Stands nearest to the views."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if hasattr(request, "keeps_page"):
            _keep(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not _may_be_kept(request, view):
            return None
        key, pages = _key(request), caches["pages"]
        kept = pages.get(key)
        if kept and not changes.since(kept.seen, request.actor):
            return HttpResponse(ONE_TIME_KEY.sub(_another, kept.content), headers=kept.told)
        request.keeps_page = key
        return None


def _another(field: re.Match) -> bytes:
    return field[1] + new_key().encode() + b'"'


def _may_be_kept(request, view) -> bool:
    kept = getattr(getattr(view, "view_class", view), "is_kept", False)
    plain = request.method == "GET" and "CSRF_COOKIE" in request.META and not len(get_messages(request))
    return kept and plain and request.actor is not None


def _keep(request, response) -> None:
    """Not what tells of an act or hands out a cookie: that is said once. The token's own is only handed out anew."""
    handed = set(response.cookies) - {settings.CSRF_COOKIE_NAME}
    once = len(get_messages(request)) or request.session.modified or handed
    if response.status_code == 200 and not response.streaming and not once:
        kept = Kept(response.content, dict(response.headers), request.actor.holding.snapshot, time.time())
        caches["pages"].set(request.keeps_page, kept, SECONDS)


def _key(request) -> str:
    """Of all that a page is made of and the database does not tell by its changes.

    The person's own row was read before the rights, and what the database showed is known from when these were read.
    """
    asked = sorted((name, value) for name, value in request.META.items() if name.startswith("HTTP_HX_"))
    shown = (translation.get_language(), str(timezone.get_current_timezone()), theme_of(request))
    minute = clock.now().replace(second=0, microsecond=0)
    known = {name: value for name, value in request.session.items() if name != "_session_expiry"}
    session = (request.session.session_key, sorted(known.items()), request.META.get("CSRF_COOKIE"))
    user = [getattr(request.user, field.attname) for field in request.user._meta.concrete_fields]
    words = (request.get_full_path(), asked, shown, minute, session, user, request.actor.position.pk)
    return sha256(repr(words).encode()).hexdigest()
