"""Keeps a web process answering when more is asked of it than it can do.

A process works on few requests at once, since its cores are few. The others stand in line, where whoever has had least
of its time goes first; nobody has more than half of the places. Of a line that is full, whoever has had most leaves:
told 503 and when to ask again. And a province, or a person elsewhere, has a share of the process's time: an equal part
of half of it for each who came within the last minute, and a least share however many they are. Whoever goes on taking
more is told 429. A refusal comes after a pause, so that asking again at once costs the others little.
Requests with a large body have places of their own, so that an upload on a slow line keeps nobody waiting. All is
counted in the memory of the process, so there is nothing here that could be down.
"""

import math
import threading
import time
from collections import Counter
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

UNCOUNTED = {"/healthz", "/readyz"}  # asked by whoever watches the portal, above all when it is full
RETRY_SECONDS = 5
PATIENCE = 8.0  # seconds in line; then it is better to be told
PAUSE, PAUSING = 1.0, 28  # seconds before a refusal, and how many threads may be kept by that
BURST = 8.0  # seconds of a process's time that are free before the share counts
FREELY, LATELY = 0.5, 60.0  # how much of its time is shared out, among those of how many seconds
HEAVIEST = 1.0  # what one request counts at most: a long upload on a slow line is no flood
LARGE_BODY = 256 * 1024  # bytes
KNOWN = 10_000  # sessions whose province is remembered


class Share:
    """Who has had how much of this process's time, and of which sessions it is known whose they are."""

    def __init__(self, share: float):
        self.share = share
        self._lock = threading.Lock()
        self._came, self._counted = 0, 0.0
        self._had: dict[tuple | None, tuple[float, float]] = {}
        self._known: dict[str, tuple] = {}

    def whose(self, session: str) -> tuple | None:
        return self._known.get(session)

    def know(self, session: str, whose: tuple) -> None:
        if len(self._known) >= KNOWN:
            self._known.clear()
        self._known[session] = whose

    def seconds_over(self, whose: tuple | None) -> float:
        """How long somebody must wait until what was taken beyond the share is paid back."""
        return max(0.0, (self.debt(whose) - BURST) / self.part()) if whose and self.share else 0.0

    def part(self) -> float:
        """What each may go on taking: the fewer came lately, the more. Who left is noticed within a second."""
        now = time.monotonic()
        if now > self._counted + 1:
            self._came, self._counted = sum(at > now - LATELY for _had, at in list(self._had.values())), now
        return max(self.share, FREELY / max(1, self._came))

    def charge(self, whose: tuple | None, seconds: float) -> None:
        if self.share:
            with self._lock:
                is_new = whose not in self._had
                self._had[whose] = (self.debt(whose) + min(seconds, HEAVIEST), time.monotonic())
                if is_new:
                    self._counted = 0.0

    def debt(self, whose: tuple | None) -> float:
        """Seconds of the process that were taken and not yet paid back; strangers have one debt together."""
        had, at = self._had.get(whose, (0.0, 0.0))
        return max(0.0, had - (time.monotonic() - at) * self.part())


class Ticket:
    """One request, and whose it is; called when its place is free or when it must leave."""

    def __init__(self, whose: tuple | None):
        self.whose, self.inside, self.called = whose, False, threading.Event()


class Door:
    """So many requests are worked on at once, and so many wait."""

    def __init__(self, most: int, line: int, share: Share):
        self.most, self.longest, self.share = most, line, share
        self.under_way = 0
        self._of: Counter[tuple | None] = Counter()  # at work, by whose they are
        self._line: list[Ticket] = []
        self._lock = threading.Lock()

    @contextmanager
    def place(self, whose: tuple | None):
        """The request's ticket, inside or turned away; its time is charged by its share of those at work."""
        ticket = self._come(whose)
        if not ticket.called.wait(PATIENCE):
            self._leave(ticket)
        if not ticket.inside:
            yield ticket
            return
        began = time.monotonic()
        try:
            yield ticket
        finally:
            self.share.charge(ticket.whose, (time.monotonic() - began) / self.under_way)
            self._go(whose)

    def _come(self, whose: tuple | None) -> Ticket:
        ticket = Ticket(whose)
        with self._lock:
            if self._has_place(ticket):
                self._call(ticket)
            else:
                self._line.append(ticket)
                if len(self._line) > self.longest:
                    # The last of those who have had most: who came before goes before.
                    greediest = max(reversed(self._line), key=self._debt)
                    self._line.remove(greediest)
                    greediest.called.set()
        return ticket

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket in self._line:
                self._line.remove(ticket)

    def _go(self, whose: tuple | None) -> None:
        with self._lock:
            self.under_way -= 1
            self._of[whose] -= 1
            if not self._of[whose]:
                del self._of[whose]
            if ready := list(filter(self._has_place, self._line)):
                ticket = min(ready, key=self._debt)
                self._line.remove(ticket)
                self._call(ticket)

    def _has_place(self, ticket: Ticket) -> bool:
        """Nobody has more than half of the places, also while nobody else is there: what runs cannot be sent back."""
        full = self.under_way >= self.most
        return not full and (not self.share.share or self._of[ticket.whose] < max(1, self.most // 2))

    def _call(self, ticket: Ticket) -> None:
        self.under_way += 1
        self._of[ticket.whose] += 1
        ticket.inside = True
        ticket.called.set()

    def _debt(self, ticket: Ticket) -> float:
        return self.share.debt(ticket.whose)


class CrowdMiddleware:
    """Stands before sessions and the database, behind what serves static files."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.share = Share(settings.PROVINCE_SHARE)
        self.pages = Door(settings.REQUESTS_AT_ONCE, settings.REQUESTS_IN_LINE, self.share)
        self.uploads = Door(settings.UPLOADS_AT_ONCE, 0, self.share)
        self._pausing = threading.BoundedSemaphore(PAUSING)

    def __call__(self, request):
        if request.path in UNCOUNTED:
            return self.get_response(request)
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        known = self.share.whose(session)
        over = self.share.seconds_over(known)
        if over:
            self._pause()
            return later(request, 429, "429_share.html", math.ceil(over))
        door = self.uploads if _is_large(request) else self.pages
        with door.place(known) as ticket:
            if ticket.inside:
                response = self.get_response(request)
                ticket.whose = _whose(request)
        if not ticket.inside:
            self._pause()
            return later(request, 503, "503.html", RETRY_SECONDS)
        if session and ticket.whose:
            self.share.know(session, ticket.whose)
        return response

    def _pause(self) -> None:
        if self._pausing.acquire(blocking=False):
            try:
                time.sleep(PAUSE)
            finally:
                self._pausing.release()


def _is_large(request) -> bool:
    """Also a body whose length is not said."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    said = length.isdecimal() and len(length) < 10 and "HTTP_TRANSFER_ENCODING" not in request.META
    return not said or int(length) > LARGE_BODY


def _whose(request) -> tuple | None:
    """A province as a whole, everybody else by person."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    office = actor.institution
    return ("province", office.province_id) if office.is_provincial else ("person", actor.user.pk)


def later(request, status: int, template: str, seconds: int) -> HttpResponse:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    page = _page(template, chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE, seconds)
    return HttpResponse(page, status=status, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})


@lru_cache(maxsize=100)
def _page(template: str, language: str, seconds: int) -> str:
    """Written once: who is turned away in a crowd costs those who are served next to nothing."""
    with translation.override(language):
        return render_to_string(template, {"seconds": seconds})
