"""Offers of the centre: write, change, publish, withdraw."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from casework.locks import locked
from casework.workflow import NotAllowed, Refused
from programs.models import Offer
from programs.offering import against_changing, against_publishing, against_withdrawing
from programs.policies import publishes
from regions import clock

FIELDS = ("kind", "title", "fiscal_year", "seats", "conditions", "opens_on", "closes_on")
FIXED_ONCE_PUBLISHED = ("kind", "fiscal_year")


class StaleOffer(Refused):
    """Somebody changed the offer after this page was shown; `offer` is how it stands now."""

    def __init__(self, offer: Offer):
        super().__init__(_("Somebody changed this offer after you opened it. Look at it again."))
        self.offer = offer


@transaction.atomic
def create_offer(values: dict, *, actor) -> Offer:
    """A new offer, seen only by the coordinators until it is published."""
    _ask(actor)
    offer = Offer(author=actor.position, **{name: values[name] for name in FIELDS})
    _check(offer)
    offer.save()
    return offer


@transaction.atomic
def update_offer(offer: Offer, values: dict, *, actor, version: int | None = None) -> Offer:
    """Change an offer; kind and fiscal year stay once provinces have seen it."""
    offer = _reread(offer, actor, version, against_changing)
    for name in FIELDS:
        if name not in values or values[name] == getattr(offer, name):
            continue
        if offer.published_at and name in FIXED_ONCE_PUBLISHED:
            raise Refused(_("This stays as it was published."), field=name)
        setattr(offer, name, values[name])
    _check(offer)
    return _save(offer)


@transaction.atomic
def publish_offer(offer: Offer, *, actor, version: int | None = None) -> Offer:
    offer = _reread(offer, actor, version, against_publishing)
    offer.published_at = clock.now()
    return _save(offer)


@transaction.atomic
def withdraw_offer(offer: Offer, *, actor, reason: str, version: int | None = None) -> Offer:
    """Nobody proposes from it any more; proposals already submitted go on."""
    offer = _reread(offer, actor, version, against_withdrawing)
    if not reason.strip():
        raise Refused(_("Say why: whoever has a draft reads it."), field="reason")
    offer.withdrawn_at, offer.withdrawn_reason = clock.now(), reason.strip()[:300]
    return _save(offer)


def _ask(actor) -> None:
    if not publishes(actor, None):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": publishes.who})


def _reread(offer: Offer, actor, version: int | None, against: Callable[[Offer], list]) -> Offer:
    _ask(actor)
    offer = locked(Offer.objects.filter(pk=offer.pk)).get()
    if version is not None and version != offer.version:
        raise StaleOffer(offer)
    reasons = against(offer)
    if reasons:
        raise Refused(*reasons)
    return offer


def _check(offer: Offer) -> None:
    if offer.closes_on < offer.opens_on:
        raise Refused(_("The last day lies before the first."), field="closes_on")
    if offer.seats < 1:
        raise Refused(_("Write how many seats, at least 1."), field="seats")


def _save(offer: Offer) -> Offer:
    offer.version += 1
    offer.save()
    return offer
