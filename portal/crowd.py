"""Keeps a web process answering when more is asked of it than it can do.

Beyond its room a process says at once 503 and when to ask again, instead of letting everybody wait. And a province, or
a person elsewhere, has a share of the process's time: whoever goes on taking more is told 429, while the others are
served. Both are counted in the memory of the process, so there is nothing here that could be down.
"""

import math
import threading
import time
from collections import Counter
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

UNCOUNTED = {"/healthz", "/readyz"}  # asked by whoever watches the portal, above all when it is full
RETRY_SECONDS = 5
BURST = 8.0  # seconds of a process's time that are free before the share counts
HEAVIEST = 2.0  # what one request counts at most: a long upload on a slow line is no flood
KNOWN = 10_000  # sessions whose province is remembered


class Crowd:
    """What is under way in this process, and who has had how much of its time."""

    def __init__(self, most: int, share: float):
        self.most, self.share = most, share
        self.under_way = 0
        self._of: Counter[tuple] = Counter()
        self._lock = threading.Lock()
        self._had: dict[tuple, tuple[float, float]] = {}
        self._known: dict[str, tuple] = {}

    def whose(self, session: str) -> tuple | None:
        return self._known.get(session)

    def know(self, session: str, whose: tuple) -> None:
        if len(self._known) >= KNOWN:
            self._known.clear()
        self._known[session] = whose

    def seconds_over(self, whose: tuple | None) -> float:
        """How long somebody must wait until what was taken beyond the share is paid back."""
        return max(0.0, (self._debt(whose) - BURST) / self.share) if whose and self.share else 0.0

    @contextmanager
    def place(self, whose: tuple | None):
        """A place for one request, or False where there is none; of a house half full nobody has more than a third."""
        with self._lock:
            greedy = self.share and self.under_way >= self.most / 2 and self._of[whose] >= self.most / 3
            free = self.under_way < self.most and not (whose and greedy)
            self.under_way += free
            self._of[whose] += free
        try:
            yield free
        finally:
            with self._lock:
                self.under_way -= free
                self._of[whose] -= free
                if not self._of[whose]:
                    del self._of[whose]

    def charge(self, whose: tuple | None, seconds: float) -> None:
        """Time is counted by its share of those who worked meanwhile, so a full house makes nobody look greedy."""
        if whose and self.share:
            cost = min(seconds / max(1, self.under_way), HEAVIEST)
            with self._lock:
                self._had[whose] = (self._debt(whose) + cost, time.monotonic())

    def _debt(self, whose: tuple) -> float:
        had, at = self._had.get(whose, (0.0, 0.0))
        return max(0.0, had - (time.monotonic() - at) * self.share)


class CrowdMiddleware:
    """Stands before sessions and the database, behind what serves static files."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.crowd = Crowd(settings.REQUESTS_AT_ONCE, settings.PROVINCE_SHARE)

    def __call__(self, request):
        if request.path in UNCOUNTED:
            return self.get_response(request)
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        known = self.crowd.whose(session)
        over = self.crowd.seconds_over(known)
        if over:
            return later(request, 429, "429_share.html", math.ceil(over))
        with self.crowd.place(known) as free:
            if not free:
                return later(request, 503, "503.html", RETRY_SECONDS)
            began = time.monotonic()
            response = self.get_response(request)
            whose = _whose(request)
            self.crowd.charge(whose, time.monotonic() - began)
        if session and whose:
            self.crowd.know(session, whose)
        return response


def _whose(request) -> tuple | None:
    """A province as a whole, everybody else by person."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    office = actor.institution
    return ("province", office.province_id) if office.is_provincial else ("person", actor.user.pk)


def later(request, status: int, template: str, seconds: int) -> HttpResponse:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        page = render_to_string(template, {"seconds": seconds})
    return HttpResponse(page, status=status, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})
