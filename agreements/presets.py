"""The views of the list of cooperation documents that people often want, counted all at once."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party
from casework import presets
from casework.counting import CountedBeside
from casework.models import Case
from casework.presets import Preset


def _of_my_office(actor) -> Q:
    acting = Party.objects.filter(agreement=OuterRef("pk"), office=actor.institution)
    return Q(case__owner=actor.institution) | Q(Exists(acting))


def _ending(_actor) -> Q:
    return Q(case__status="in_force", ends_on__lte=presets.ending_by())


def _unsucceeded(_actor) -> Q:
    heirs = Agreement.objects.filter(predecessor=OuterRef("pk")).exclude(case__status="cancelled")
    return Q(case__status="expired") & ~Exists(heirs)


BY_TURN = (
    Preset("giliran", _("My turn"), presets.mine),
    Preset("lewat", _("Overdue with me"), presets.late_with_me),
    Preset("saya", _("I had a hand in"), presets.touched),
    Preset("terlambat", _("Overdue"), presets.late),
    Preset("daerah", _("Waiting for the province"), presets.with_province),
)
OF_DOCUMENTS = (
    Preset("kami", _("Our office's"), _of_my_office),
    Preset("berakhir", _("Ending within 90 days"), _ending),
    Preset("tanpa-penerus", _("Ended without successor"), _unsucceeded),
)
PRESETS = (OF_DOCUMENTS[0], *BY_TURN, *OF_DOCUMENTS[1:])
BY_WORD = {preset.word: preset for preset in PRESETS}


def in_preset(agreements, word: str, actor):
    """The documents of one view; an unknown word changes nothing."""
    preset = BY_WORD.get(word)
    if preset is None or actor is None:
        return agreements
    if preset in BY_TURN:
        return agreements.filter(presets.has_turn(BY_TURN, word, actor, "case"))
    return agreements.filter(preset.condition(actor))


def in_sight(actor):
    """The documents of a list, found by their cases where they are few: each part of a sight has its index there.

    The centre sees all of them, so that they are read in their order until a page is full.
    """
    if actor and actor.institution.is_centre:
        return Agreement.objects.visible_to(actor).filter(case__kind="agreement")
    cases = Case.objects.visible_to(actor).filter(kind="agreement").order_by()
    return Agreement.objects.filter(case__pk__among=cases.values("pk"))


def counts(actor) -> dict[str, int | str]:
    """How many documents within the actor's sight there are, and how many stand in each view."""
    if actor is None:
        return {}
    documents = in_sight(actor)
    counted = {preset.word: CountedBeside(documents.filter(preset.condition(actor))) for preset in OF_DOCUMENTS}
    return presets.turn_counts(actor, BY_TURN, "agreement", all=CountedBeside(documents), **counted)
