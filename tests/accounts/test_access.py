"""Scope: which provinces an office answers for; and who sits in a chair."""

from datetime import timedelta

import pytest

from accounts.access import holders_of, regions_of
from accounts.roles import Role
from regions import clock
from regions.models import Coverage, Province
from tests import factories

pytestmark = pytest.mark.django_db


def people():
    """One actor of every kind of office."""
    return {
        "centre": factories.actor(factories.agency(), Role.COORDINATOR),
        "upt_bjm": factories.actor(factories.upt("BJM"), Role.VERIFIER),
        "upt_mks": factories.actor(factories.upt("MKS"), Role.VERIFIER),
        "body_64": factories.actor(factories.body("64"), Role.PROPOSER),
        "other_body_64": factories.actor(factories.body("64", "diskominfo"), Role.PROPOSER),
        "body_91": factories.actor(factories.body("91"), Role.PROPOSER),
        "government_64": factories.actor(factories.government("64"), Role.PROVINCE_LEGAL),
        "auditor_all": factories.auditor(),
        "auditor_64": factories.auditor("64"),
    }


def test_each_office_answers_for_its_own_provinces():
    actors = people()
    answers = {name: set(regions_of(actor).values_list("pk", flat=True)) for name, actor in actors.items()}
    every = set(Province.objects.values_list("pk", flat=True))
    assert answers == {
        "centre": every,
        "upt_bjm": {"62", "63", "64", "65"},
        "upt_mks": {"73", "74", "76", "53", "81", "91", "92", "93", "94", "95", "96"},
        "body_64": {"64"},
        "other_body_64": {"64"},
        "body_91": {"91"},
        "government_64": {"64"},
        "auditor_all": every,
        "auditor_64": {"64"},
    }


def test_coverage_that_moves_takes_rights_along():
    verifier = factories.actor(factories.upt("BJM"), Role.VERIFIER)
    today = clock.today()
    Coverage.objects.filter(province="64").update(ends_on=today - timedelta(days=1))
    assert "64" not in set(regions_of(verifier).values_list("pk", flat=True))
    assert "64" in set(regions_of(verifier, today - timedelta(days=1)).values_list("pk", flat=True))


def test_an_acting_holder_comes_before_the_definitive_and_a_vacant_chair_has_nobody():
    chair = factories.position(factories.upt("BJM"), Role.VERIFIER)
    assert holders_of(chair) == []
    own = factories.holding(chair, factories.user())
    acting = factories.holding(chair, factories.user(), kind="plh")
    assert holders_of(chair) == [acting, own]
