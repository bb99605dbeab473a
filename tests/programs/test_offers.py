"""Offers: who writes them, who sees them, what stays once published."""

from datetime import timedelta

import pytest

from casework.workflow import NotAllowed, Refused
from programs.models import Offer
from programs.services.offers import StaleOffer, create_offer, publish_offer, update_offer, withdraw_offer
from regions import clock
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def values(**changed):
    today = clock.today()
    return {
        "kind": "sertifikasi",
        "title": "Sertifikasi jaringan",
        "fiscal_year": today.year + 1,
        "seats": 240,
        "conditions": "Terbuka bagi semua provinsi.",
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
    } | changed


def sees(actor) -> bool:
    return Offer.objects.visible_to(actor).exists()


def test_an_offer_is_the_coordinators_until_it_is_published(people):
    offer = create_offer(values(), actor=people.coordinator)
    assert sees(people.coordinator) and not sees(people.proposer) and not sees(None)
    publish_offer(offer, actor=people.coordinator)
    assert sees(people.proposer)
    assert Offer.objects.open_on(clock.today()).exists()


def test_nobody_else_writes_offers(people):
    for actor in (people.approver, people.verifier, people.proposer):
        with pytest.raises(NotAllowed):
            create_offer(values(), actor=actor)
    offer = create_offer(values(), actor=people.coordinator)
    for act in (publish_offer, lambda offer, actor: update_offer(offer, {"seats": 9}, actor=actor)):
        with pytest.raises(NotAllowed):
            act(offer, actor=people.approver)


@pytest.mark.parametrize(
    ("changed", "field"), [({"closes_on": clock.today() - timedelta(days=1)}, "closes_on"), ({"seats": 0}, "seats")]
)
def test_what_no_offer_can_be(people, changed, field):
    with pytest.raises(Refused) as refusal:
        create_offer(values(**changed), actor=people.coordinator)
    assert refusal.value.field == field


def test_kind_and_year_stay_once_provinces_have_seen_them(people):
    draft = create_offer(values(kind="skkni"), actor=people.coordinator)
    draft = update_offer(draft, {"kind": "sertifikasi"}, actor=people.coordinator)
    offer = publish_offer(draft, actor=people.coordinator)
    assert offer.kind == "sertifikasi"
    offer = update_offer(
        offer, {"seats": 300, "closes_on": offer.closes_on + timedelta(days=7)}, actor=people.coordinator
    )
    assert offer.seats == 300
    for changed in ({"kind": "skkni"}, {"fiscal_year": 2040}):
        with pytest.raises(Refused):
            update_offer(offer, changed, actor=people.coordinator)


def test_an_old_page_is_refused(people):
    offer = create_offer(values(), actor=people.coordinator)
    update_offer(offer, {"seats": 1}, actor=people.coordinator, version=offer.version)
    with pytest.raises(StaleOffer) as stale:
        update_offer(offer, {"seats": 2}, actor=people.coordinator, version=offer.version)
    assert stale.value.offer.seats == 1


def test_withdrawing_wants_a_reason_and_ends_it(people):
    offer = create_offer(values(), actor=people.coordinator)
    with pytest.raises(Refused):
        withdraw_offer(offer, actor=people.coordinator, reason="Dipotong")
    publish_offer(offer, actor=people.coordinator)
    with pytest.raises(Refused):
        withdraw_offer(offer, actor=people.coordinator, reason=" ")
    withdraw_offer(offer, actor=people.coordinator, reason="Dipotong")
    assert not Offer.objects.open_on(clock.today()).exists()
    for act in (publish_offer, lambda offer, actor: update_offer(offer, {"seats": 9}, actor=actor)):
        with pytest.raises(Refused):
            act(offer, actor=people.coordinator)


def test_an_offer_whose_window_has_passed_is_not_published(people):
    past = clock.today() - timedelta(days=40)
    offer = create_offer(values(opens_on=past, closes_on=past), actor=people.coordinator)
    with pytest.raises(Refused):
        publish_offer(offer, actor=people.coordinator)
    last = create_offer(values(opens_on=past, closes_on=clock.today()), actor=people.coordinator)
    assert publish_offer(last, actor=people.coordinator).published_at
