"""Addresses far down a list, which nobody reaches by pressing "next" a thousand times."""

from django.core.cache import caches
from django.test import Client

from casework.listing import AFTER, PER_PAGE
from programs.lists import PROPOSALS


def page(client: Client, number: int) -> str:
    """The address of this page of the list of proposals, or empty where the list is shorter."""
    caches["pages"].clear()  # what is given again tells nothing of how it was made
    answer = client.get("/usulan/", secure=True)
    listing = answer.context["listing"]
    before = (number - 1) * PER_PAGE
    last = list(listing.sorted[before - 1 : before])
    return f"{PROPOSALS.url}?{AFTER}={listing._write(last[0], before)}" if last else ""
