"""What is looked at: pages of the demonstration's readers, of nobody, of whoever has nothing yet, and refusals."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from casework.models import Case
from portal.demonstration import people
from tests import factories
from tests.factories import sign_in
from tests.looks.crawl import Seen, crawl, templates_of

PUBLIC = ("/", "/akun/login/", "/akun/password/reset/", "/akun/password/reset/done/", "/akun/inactive/")
MORE = ("/gaya/", "/usulan/?provinsi=64", "/usulan/?q=tidak-ada-yang-begini", "/akun/logout/", "/akun/reauthenticate/")
REFUSALS = ("/tidak/ada/", "/usulan/0/")
LAST_RESORT = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "429.html",
    "429_share.html",
    "500.html",
    "503.html",
    "503_outage.html",
)
EMPTY_PROVINCE, EMPTY_UPT = "94", "BDG"


def clients(cast) -> dict[str, Client]:
    """A client for every shown account of the demonstration, and one for nobody."""
    found = {"": Client()}
    for key in people.SHOWN:
        actor = cast.actor(key)
        found[key] = sign_in(Client(), actor)
    return found


def newcomers() -> dict[str, Client]:
    """People for whom nothing has happened yet."""
    seats = {
        "empty proposer": (factories.body(EMPTY_PROVINCE), Role.PROPOSER),
        "empty head": (factories.body(EMPTY_PROVINCE), Role.BODY_HEAD),
        "empty administrator": (factories.body(EMPTY_PROVINCE), Role.INSTITUTION_ADMIN),
        "empty verifier": (factories.upt(EMPTY_UPT), Role.VERIFIER),
        "empty head of UPT": (factories.upt(EMPTY_UPT), Role.UPT_HEAD),
    }
    return {name: sign_in(Client(), factories.actor(office, role)) for name, (office, role) in seats.items()}


def pages(clients_: dict[str, Client], each: int = 3, most: int = 200) -> Iterator[Seen]:
    """Every page each reader finds; at most so many from each place where they begin."""
    for reader, client in clients_.items():
        for start in PUBLIC + REFUSALS if not reader else ("/", *MORE, *REFUSALS):
            yield from crawl(client, reader, start, each, most if start == "/" else 1)


def last_resort() -> list[Seen]:
    """Pages that answer when nothing else can; they need no request."""
    return [
        Seen("", f"/looks/{name}", f"looks:{name}", frozenset({name}), False, render_to_string(name), "errors")
        for name in LAST_RESORT
    ]


def fetched(clients_: dict[str, Client], cast) -> set[str]:
    """Templates of what htmx fetches into a page; axe meets them there."""
    reader, found = "BJM.verifier.1", set()
    case = Case.objects.visible_to(cast.actor(reader)).filter(threads__isnull=False).first()
    as_htmx = {"HTTP_HX_REQUEST": "true"}
    for name in ("conversation", "mentionable"):
        found |= templates_of(clients_[reader].get(reverse(f"casework:{name}", args=[case.pk]), **as_htmx))
    for headers in ({}, as_htmx):
        url = reverse("casework:preview", args=[case.pk])
        found |= templates_of(clients_[reader].post(url, {"body": "Mohon **dicek**."}, **headers))
    return found
