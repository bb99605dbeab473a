"""What the portal knows of one person, gathered in a fixed number of queries for "My account"."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import passwords
from accounts.actors import Actor
from accounts.models import Holding, SignIn, User
from regions import clock

SHOWN = 5  # sign-ins, and sessions of old browsers nobody comes back to, may be many
BROWSERS = [
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("Chrom", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
DEVICES = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("Linux", "Linux")]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One browser that is signed in, or was: in words, from where, since when."""

    browser: str
    address: str
    at: datetime
    pk: int = 0
    current: bool = False
    means: str = ""


class Account:
    def __init__(self, user: User, session_key: str = "", actor: Actor | None = None):
        self.user, self.session_key, self.actor = user, session_key, actor
        self.today = clock.today(actor.reading_zone if actor else user.reading_zone())

    @cached_property
    def holdings(self) -> list[Holding]:
        """Every position ever held, the present ones first."""
        held = Holding.objects.filter(user=self.user).select_related("position__institution")
        return sorted(held, key=lambda row: (not self.holds(row), -row.starts_on.toordinal()))

    def holds(self, row: Holding) -> bool:
        return row.starts_on <= self.today and (row.ends_on is None or row.ends_on >= self.today)

    @property
    def present(self) -> list[Holding]:
        return [row for row in self.holdings if self.holds(row)]

    @property
    def past(self) -> list[Holding]:
        """Held no longer, or not yet."""
        return [row for row in self.holdings if not self.holds(row)]

    @cached_property
    def sessions(self) -> list[Place]:
        """Where this person is signed in now, this browser first."""
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        rows = UserSession.objects.filter(user=self.user, session_key__in=alive).order_by("-created_at")
        places = [
            Place(browser_in_words(row.user_agent), row.ip, row.created_at, row.pk, row.session_key == self.session_key)
            for row in rows
        ]
        return sorted(places, key=lambda place: not place.current)

    @cached_property
    def sign_ins(self) -> list[Place]:
        rows: list[SignIn] = list(self.user.sign_ins.all()[:SHOWN])
        return [
            Place(browser_in_words(row.browser), row.address or "", row.at, means=row.get_means_display())
            for row in rows
        ]

    @cached_property
    def factors(self) -> set[str]:
        """Kinds of second factor that are set up."""
        return set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))

    @cached_property
    def password_since(self) -> datetime:
        return passwords.changed_at(self.user)

    @property
    def password_days(self) -> int:
        return passwords.rules().days


def browser_in_words(agent: str) -> str:
    """Chrome on Windows"""
    browser = next((word for mark, word in BROWSERS if mark in agent), "")
    device = next((word for mark, word in DEVICES if re.search(mark, agent)), "")
    if browser and device:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device or _("unknown browser")
