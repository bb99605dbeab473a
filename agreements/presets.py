"""The views of the list of cooperation documents that people often want, counted all at once."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party
from casework import presets
from casework.models import Turn
from casework.presets import Preset


def _turns(condition):
    """Documents with a turn of this kind."""
    return lambda actor: Exists(Turn.objects.filter(condition(actor), case=OuterRef("case")))


def _of_my_office(actor) -> Q:
    acting = Party.objects.filter(agreement=OuterRef("pk"), office=actor.institution)
    return Q(case__owner=actor.institution) | Q(Exists(acting))


def _ending(_actor) -> Q:
    return Q(case__status="in_force", ends_on__lte=presets.ending_by())


def _unsucceeded(_actor) -> Q:
    heirs = Agreement.objects.filter(predecessor=OuterRef("pk")).exclude(case__status="cancelled")
    return Q(case__status="expired") & ~Exists(heirs)


PRESETS = (
    Preset("kami", _("Our office's"), _of_my_office),
    Preset("giliran", _("My turn"), _turns(presets.mine)),
    Preset("lewat", _("Overdue with me"), _turns(presets.late_with_me)),
    Preset("saya", _("I had a hand in"), _turns(presets.touched)),
    Preset("terlambat", _("Overdue"), _turns(presets.late)),
    Preset("daerah", _("Waiting for the province"), _turns(presets.with_province)),
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
