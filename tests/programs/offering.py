"""What the tests of the offers' pages share: an offer as it is written, published and typed."""

import uuid
from datetime import timedelta

from django.urls import reverse

from programs.models import Offer
from programs.services.offers import create_offer, publish_offer
from regions import clock


def values(**changed) -> dict:
    today = clock.today()
    return {
        "kind": "pelatihan_asn",
        "title": "Pelatihan tematik",
        "fiscal_year": today.year + 1,
        "seats": 300,
        "conditions": "Terbuka bagi semua provinsi.",
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
    } | changed


def offered(people, **changed) -> Offer:
    return publish_offer(create_offer(values(**changed), actor=people.coordinator), actor=people.coordinator)


def typed(**changed) -> dict:
    written = {name: str(value) for name, value in (values() | changed).items()}
    return written | {"key": str(uuid.uuid4())} | {name: value for name, value in changed.items() if value is None}


def url(name: str, offer: Offer | None = None) -> str:
    return reverse(f"programs:{name}", args=[offer.pk] if offer else [])
