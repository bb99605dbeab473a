"""The secret address of a person's calendar: made, made anew, taken back; the token itself is never kept."""

import hashlib
import secrets

from accounts.models import User
from casework.models import CalendarFeed
from regions import clock

TOKEN_BYTES = 24  # 192 bits


def make_feed(user: User) -> str:
    """A new token, shown this once; the one before is worth nothing from now on."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fields = {"token_hash": _hash(token), "made_at": clock.now()}
    CalendarFeed.objects.update_or_create(user=user, defaults=fields)
    return token


def end_feed(user: User) -> bool:
    return bool(CalendarFeed.objects.filter(user=user).delete()[0])


def owner_of(token: str) -> User | None:
    """Whose calendar a token opens; nobody's when it is wrong, taken back, or the person is no longer active."""
    feeds = CalendarFeed.objects.filter(token_hash=_hash(token), user__is_active=True).select_related("user")
    feed = feeds.first()
    return feed.user if feed else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
