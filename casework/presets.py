"""The views every list of cases offers, and the conditions on turns they are made of; the desk counts by the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import caches
from django.db.models import Count, Q
from django.utils.functional import Promise

from accounts.models import Institution
from casework.counting import CountedBeside, CountedCases
from casework.listing import grouped
from casework.models import Turn
from casework.querysets import in_hand, sight, waiting_for
from regions import clock
from regions.models import TIMEZONES

PROVINCIAL = (Institution.Kind.GOVERNMENT, *Institution.BODIES)
ENDING_DAYS = 90
MANY = 200  # turns; from so many on, what is not one's own may be a minute old, also on the desk
KEPT_SECONDS = 60
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
    return OPEN & in_hand(actor)


def late_with_me(actor) -> Q:
    """Also what lies untaken in a pool of mine: it is late with me as much as with any colleague."""
    return waiting_for(actor) & late(actor)


def untaken(actor) -> Q:
    """What waits until somebody takes it: at an UPT, and in the pools that I share with colleagues."""
    return OPEN & Q(position__isnull=True) & (Q(status="submitted") | (waiting_for(actor) & ~in_hand(actor)))


def with_province(_actor) -> Q:
    return OPEN & Q(institution__kind__in=PROVINCIAL) & ~Q(status="draft")


def touched(actor) -> Q:
    return Q(position=actor.position)


OWN = (mine, late_with_me, touched)  # conditions that ask for the actor's own turns only


def has_turn(views: Iterable[Preset], word: str, actor, case: str = "pk") -> Q:
    """Rows with a turn in the view of this word; `case` is the column that names a row's case."""
    view = next(view for view in views if view.word == word)
    return Q(**{f"{case}__in": Turn.objects.filter(view.condition(actor)).values("case")})


def turn_counts(actor, views: Iterable[Preset], kind: str = "", **besides: CountedBeside) -> dict[str, int | str]:
    """How many cases within the actor's sight, of one kind or of all, stand in each view that is a condition on turns;
    and what else is counted, in the same query.

    What is the actor's own is counted each time. The rest reads every open turn in sight (an open turn is an open
    case's, which is said so that an index of open cases serves): where there are more than MANY, it may be a minute
    old. Of what a position ever had, no more than MANY turns are counted ("200+").
    """
    key = f"turns-{kind}-{actor.position.pk}"
    kept = caches["process"].get(key, {})
    turns, seen = Turn.objects.filter(Q(case__kind=kind) if kind else Q()), sight(actor, "case__")
    counted = {
        view.word: CountedCases(turns.filter(touched(actor)), seen, MANY)
        if view.condition is touched
        else Count("case", filter=view.condition(actor), distinct=True)
        for view in views
        if view.word not in kept
    }
    if not kept:
        counted |= {"open": Count("pk"), **besides}
    narrow = waiting_for(actor) if kept else Q()
    found = turns.filter(seen, OPEN, narrow, case__closed_at__isnull=True).aggregate(**counted)
    if not kept and found.pop("open") > MANY:
        shared = [view.word for view in views if view.condition not in OWN] + list(besides)
        caches["process"].set(key, {word: found[word] for word in shared}, KEPT_SECONDS)
    return {word: _said(number or 0) for word, number in (kept | found).items()}


def _said(number: int) -> int | str:
    return number if number >= 0 else f"{grouped(-number)}+"


def ending_by():
    return clock.today() + timedelta(days=ENDING_DAYS)
