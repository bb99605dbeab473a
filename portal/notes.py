"""What an act says on the next page, in a cookie that carries the same prefix as all others."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NotesCookie(CookieStorage):
    """Signed by Django, sent by TLS only where the session's is, out of reach of scripts."""

    @property
    def cookie_name(self) -> str:
        return f"{settings.COOKIE_PREFIX}messages"


class Notes(FallbackStorage):
    """The cookie, and the session for what is too long for it."""

    storage_classes = (NotesCookie, SessionStorage)
