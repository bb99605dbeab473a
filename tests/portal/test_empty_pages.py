"""Empty pages say what will come here, and to whoever can begin it, how it starts."""

import re

import pytest
from django.urls import reverse

from accounts.models import Institution
from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ("programs:list", "agreements:list", "programs:offers", "casework:inbox")
# Role → the address to which the empty desk points, and the empty list in which it begins something.
FIRST = {
    Role.PROPOSER: ("programs:new", "programs:list"),
    Role.COORDINATOR: ("programs:offers", "programs:offers"),
    Role.COOPERATION_OFFICER: ("agreements:list", "agreements:list"),
    Role.BODY_HEAD: ("agreements:list", None),
    Role.PROVINCE_LEGAL: ("agreements:list", None),
    Role.VERIFIER: ("programs:list", None),
    Role.REVIEWER: ("programs:list", None),
    Role.LEGAL_OFFICER: ("agreements:list", None),
    Role.PARTNER: ("agreements:list", None),
}


def somebody(role: Role):
    if role in (Role.PROPOSER, Role.BODY_HEAD, Role.PROVINCE_LEGAL):
        return factories.actor(factories.body(), role)
    if role == Role.PARTNER:
        school = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
        return factories.actor(school, role)
    return factories.actor(factories.upt() if role == Role.VERIFIER else factories.agency(), role)


def empties(page: str) -> list[str]:
    return re.findall(r'<div class="empty">(.*?)</div>', page, re.DOTALL)


@pytest.mark.parametrize("role", FIRST)
def test_an_empty_portal_says_what_comes_and_how_it_begins(client, role):
    desk, begins = FIRST[role]
    factories.sign_in(client, somebody(role))
    (said,) = empties(client.get(reverse("portal:desk")).content.decode())
    assert "<p>" in said and f'href="{reverse(desk)}"' in said
    for name in LISTS:
        (said,) = empties(client.get(reverse(name)).content.decode())
        assert "<h3>" in said and len(re.search("<p>(.*)</p>", said)[1]) > 40, name
        assert ("btn" in said) == (name == begins), name
