"""The views every list of cases offers, and the conditions on turns they are made of; the desk counts by the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.functional import Promise

from accounts.models import Institution
from casework.models import Turn
from regions import clock
from regions.models import TIMEZONES

PROVINCIAL = (Institution.Kind.GOVERNMENT, *Institution.BODIES)
ENDING_DAYS = 90
OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True)
class Preset:
    """One view: its word in the address, its name, and what puts a row into it (a condition made for one reader)."""

    word: str
    label: str | Promise
    condition: Callable


def late(_actor) -> Q:
    """Open turns past their last day; each office is late by its own day."""
    past = Q()
    for zone in TIMEZONES.values():
        past |= Q(timezone=zone, due_on__lt=clock.today(zone))
    return OPEN & past


def mine(actor) -> Q:
    """What the desk calls my turn: without what any of my colleagues might take as well."""
    return Q(pk__in=Turn.objects.open().in_hand_of(actor).values("pk"))


def late_with_me(actor) -> Q:
    """Also what lies untaken in a pool of mine: it is late with me as much as with any colleague."""
    return Q(pk__in=Turn.objects.open().of(actor).values("pk")) & late(actor)


def untaken(actor) -> Q:
    """What waits until somebody takes it: at an UPT, and in the pools that I share with colleagues."""
    pools = Turn.objects.open().of(actor).filter(position__isnull=True)
    return OPEN & Q(position__isnull=True) & (Q(status="submitted") | (Q(pk__in=pools.values("pk")) & ~mine(actor)))


def with_province(_actor) -> Q:
    return OPEN & Q(institution__kind__in=PROVINCIAL) & ~Q(status="draft")


def touched(actor) -> Q:
    return Q(position=actor.position)


def ending_by():
    return clock.today() + timedelta(days=ENDING_DAYS)
