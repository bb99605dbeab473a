"""The views of the lists of proposals and offers that people often want, each list's counted all at once."""

from django.db.models import Case, Count, Func, IntegerField, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import presets
from casework.presets import OPEN, Preset
from programs.models import Offer
from programs.policies import publishes
from regions import clock

PRESETS = (
    Preset("giliran", _("My turn"), presets.mine),
    Preset("lewat", _("Overdue with me"), presets.late_with_me),
    Preset("saya", _("I had a hand in"), presets.touched),
    Preset("terlambat", _("Overdue"), presets.late),
    Preset("daerah", _("Waiting for the province"), presets.with_province),
    Preset("belum", _("Nobody has taken"), presets.untaken),
    Preset("tangguh", _("Deferred"), lambda actor: OPEN & Q(status="deferred")),
)
BY_WORD = {preset.word: preset for preset in PRESETS}


def in_preset(proposals, word: str, actor):
    """The proposals of one view; an unknown word changes nothing."""
    return proposals.filter(presets.has_turn(PRESETS, word, actor, "case")) if word in BY_WORD else proposals


def counts(actor) -> dict[str, int | str]:
    """How many proposals within the actor's sight stand in each view."""
    if actor is None:
        return {}
    return presets.turn_counts(actor, PRESETS, "proposal")


def _today(actor):
    return clock.today(actor.timezone if actor else None)


PUBLISHED = Q(published_at__isnull=False, withdrawn_at__isnull=True)
OFFER_PRESETS = (
    Preset(
        "buka",
        pgettext_lazy("offer", "Open"),
        lambda actor: PUBLISHED & Q(opens_on__lte=_today(actor), closes_on__gte=_today(actor)),
    ),
    Preset("datang", pgettext_lazy("offer", "Not yet open"), lambda actor: PUBLISHED & Q(opens_on__gt=_today(actor))),
    Preset("draf", pgettext_lazy("offer", "Draft"), lambda _actor: Q(published_at__isnull=True)),
    Preset(
        "tutup",
        _("Closed or withdrawn"),
        lambda actor: Q(withdrawn_at__isnull=False) | (PUBLISHED & Q(closes_on__lt=_today(actor))),
    ),
)
OFFERS_BY_WORD = {preset.word: preset for preset in OFFER_PRESETS}


def offer_presets(actor) -> tuple:
    """Drafts are named only to those who write them."""
    return tuple(preset for preset in OFFER_PRESETS if preset.word != "draf" or publishes(actor, None))


def offer_counts(actor) -> dict[str, int | str]:
    """How many offers the actor sees, and how many stand in each view; one query."""
    views = {preset.word: Count("pk", filter=preset.condition(actor)) for preset in offer_presets(actor)}
    return Offer.objects.visible_to(actor).aggregate(all=Count("pk"), **views)


class _Days(Func):
    """A day as a number."""

    template = "(%(expressions)s - DATE '2000-01-01')"
    output_field = IntegerField()


APART = 1_000_000  # more than any two days lie apart


def standing(actor) -> Case:
    """An offer's place in its list: open ones, the nearest last day first; then to come, drafts, and closed ones."""
    within = {"buka": _Days("closes_on"), "tutup": APART - _Days("closes_on")}
    places = enumerate(OFFER_PRESETS)
    found = [(each, place * APART + within.get(each.word, _Days("opens_on"))) for place, each in places]
    return Case(*(When(each.condition(actor), then=place) for each, place in found), output_field=IntegerField())
