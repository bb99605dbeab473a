"""The views of the list of proposals that people often want, each one condition on turns, counted all at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from casework.models import Turn
from regions import clock
from regions.models import TIMEZONES

PROVINCIAL = (Institution.Kind.GOVERNMENT, *Institution.BODIES)
OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True)
class Preset:
    """One view: its word in the address, its name, and which turns put a proposal into it."""

    word: str
    label: str | Promise
    turns: Callable


def _late(actor) -> Q:
    """Each office is late by its own day."""
    late = Q()
    for zone in TIMEZONES.values():
        late |= Q(timezone=zone, due_on__lt=clock.today(zone))
    return OPEN & late


def _mine(actor) -> Q:
    return Q(pk__in=Turn.objects.open().of(actor).values("pk"))


PRESETS = (
    Preset("giliran", _("My turn"), _mine),
    Preset("lewat", _("Overdue with me"), lambda actor: _mine(actor) & _late(actor)),
    Preset("saya", _("I had a hand in"), lambda actor: Q(position=actor.position)),
    Preset("terlambat", _("Overdue"), _late),
    Preset(
        "daerah",
        _("Waiting for the province"),
        lambda actor: OPEN & Q(institution__kind__in=PROVINCIAL) & ~Q(status="draft"),
    ),
    Preset("belum", _("Nobody has taken"), lambda actor: OPEN & Q(status="submitted")),
    Preset("tangguh", _("Deferred"), lambda actor: OPEN & Q(status="deferred")),
)
BY_WORD = {preset.word: preset for preset in PRESETS}


def in_preset(proposals, word: str, actor):
    """The proposals of one view; an unknown word changes nothing."""
    preset = BY_WORD.get(word)
    if preset is None:
        return proposals
    return proposals.filter(case__in=Turn.objects.filter(preset.turns(actor)).values("case"))


def counts(actor) -> dict[str, int]:
    """How many proposals within the actor's sight stand in each view; one query over the turns that matter."""
    if actor is None:
        return {}
    turns = Turn.objects.visible_to(actor).filter(OPEN | Q(position=actor.position), case__kind="proposal")
    return turns.aggregate(
        **{preset.word: Count("case", filter=preset.turns(actor), distinct=True) for preset in PRESETS}
    )
