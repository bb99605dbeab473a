"""The views of the list of cooperation documents that people often want, counted all at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from agreements.models import Agreement, Party
from casework.models import Turn
from regions import clock
from regions.models import TIMEZONES

SOON_DAYS = 90
PROVINCIAL = (Institution.Kind.GOVERNMENT, *Institution.BODIES)


@dataclass(frozen=True)
class Preset:
    """One view: its word in the address, its name, and the condition on a document."""

    word: str
    label: str | Promise
    condition: Callable


def _open_turn(condition: Q) -> Exists:
    return Exists(Turn.objects.open().filter(condition, case=OuterRef("case")))


def _of_my_office(actor) -> Q:
    acting = Party.objects.filter(agreement=OuterRef("pk"), office=actor.institution)
    return Q(case__owner=actor.institution) | Q(Exists(acting))


def _my_turn(actor):
    return Exists(Turn.objects.open().of(actor).filter(case=OuterRef("case")))


def _late(_actor) -> Exists:
    """Each office is late by its own day."""
    late = Q()
    for zone in TIMEZONES.values():
        late |= Q(timezone=zone, due_on__lt=clock.today(zone))
    return _open_turn(late)


def _ending(_actor) -> Q:
    return Q(case__status="in_force", ends_on__lte=clock.today() + timedelta(days=SOON_DAYS))


def _unsucceeded(_actor) -> Q:
    heirs = Agreement.objects.filter(predecessor=OuterRef("pk")).exclude(case__status="cancelled")
    return Q(case__status="expired") & ~Exists(heirs)


PRESETS = (
    Preset("kami", _("Our office's"), _of_my_office),
    Preset("giliran", _("My turn"), _my_turn),
    Preset("terlambat", _("Overdue"), _late),
    Preset("daerah", _("With the province"), lambda _actor: _open_turn(Q(institution__kind__in=PROVINCIAL))),
    Preset("berakhir", _("Ending within 90 days"), _ending),
    Preset("tanpa-penerus", _("Ended without successor"), _unsucceeded),
)
BY_WORD = {preset.word: preset for preset in PRESETS}


def in_preset(agreements, word: str, actor):
    """The documents of one view; an unknown word changes nothing."""
    preset = BY_WORD.get(word)
    return agreements if preset is None or actor is None else agreements.filter(preset.condition(actor))


def counts(actor) -> dict[str, int]:
    """How many documents within the actor's sight there are, and how many stand in each view; one query."""
    if actor is None:
        return {}
    filtered = {preset.word: Count("pk", filter=Q(preset.condition(actor))) for preset in PRESETS}
    return Agreement.objects.visible_to(actor).aggregate(all=Count("pk"), **filtered)
