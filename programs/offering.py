"""An offer in words: its window, its seats, and what speaks against publishing, changing or withdrawing it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.listing import grouped
from programs.models import Offer
from regions import clock
from regions.templatetags.dates import day, day_full, due_in, urgency


@dataclass(frozen=True)
class Window:
    """`status` is the window's word with its `family` of dot; `sentence` says it with its days.

    While it is open, `near` says how near the last day is and `tone` colours it.
    """

    status: str
    family: str
    sentence: str
    is_open: bool = False
    near: str = ""
    tone: str = ""


def window(offer: Offer, actor) -> Window:
    """For one reader, whose day it is."""
    zone = actor.timezone if actor else None
    today, words = clock.today(zone), {"opens": day(offer.opens_on), "closes": day(offer.closes_on)}
    if offer.withdrawn_at:
        withdrawn = {"day": day_full(offer.withdrawn_at), "reason": offer.withdrawn_reason}
        return Window(pgettext("offer", "Withdrawn"), "end", _("Withdrawn on %(day)s: %(reason)s") % withdrawn)
    if not offer.published_at:
        return Window(pgettext("offer", "Draft"), "wait", _("Only coordinators see it until it is published."))
    if today > offer.closes_on:
        return Window(pgettext("offer", "Closed"), "end", _("Closed since the end of %(closes)s.") % words)
    if today < offer.opens_on:
        return Window(
            pgettext("offer", "Not yet open"), "wait", _("Opens on %(opens)s, until the end of %(closes)s.") % words
        )
    tone = urgency(offer.closes_on, zone)
    return Window(
        status=pgettext("offer", "Open"),
        family="open",
        sentence=_("Open until the end of %(closes)s.") % words,
        is_open=True,
        near=due_in(offer.closes_on, zone),
        tone=tone if tone != "calm" else "",
    )


def seats(offer: Offer) -> dict:
    """The seats taken and left as parts of the whole, for components/share.html; see programs.seating."""
    percent = round(100 * min(offer.seats_taken, offer.seats) / offer.seats, 1)
    return {
        "left": grouped(offer.seats_left),
        "all": grouped(offer.seats),
        "beyond": grouped(max(0, offer.seats_taken - offer.seats)),
        "full": not offer.seats_left,
        "over": offer.seats_taken > offer.seats,
        "parts": [
            {"label": _("asked for"), "amount": grouped(offer.seats_taken), "x": 0, "width": percent, "pattern": "p1"},
            {
                "label": _("still free"),
                "amount": grouped(offer.seats_left),
                "x": percent,
                "width": round(100 - percent, 1),
                "pattern": "p4",
            },
        ],
    }


def against_changing(offer: Offer) -> list[str]:
    return [_("This offer was withdrawn.")] if offer.withdrawn_at else []


def against_publishing(offer: Offer) -> list[str]:
    if offer.withdrawn_at or offer.published_at:
        return against_changing(offer) or [_("This offer is published already.")]
    return [_("The last day of this offer has passed.")] if offer.closes_on < clock.today() else []


def against_withdrawing(offer: Offer) -> list[str]:
    return against_changing(offer) or ([] if offer.published_at else [_("This offer was never published.")])
