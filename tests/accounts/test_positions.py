"""Positions and who holds them: rights follow the position, the database keeps one definitive holder a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actors import actor_for, actors_of
from accounts.models import Holding
from accounts.roles import Role
from regions import clock
from tests import factories

pytestmark = pytest.mark.django_db


def test_two_definitive_holders_on_one_day_are_refused_by_the_database():
    chair = factories.position(factories.agency(), Role.APPROVER)
    factories.holding(chair, factories.user(), starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.holding(chair, factories.user(), starts_on=date(2026, 6, 30))
    factories.holding(chair, factories.user(), starts_on=date(2026, 7, 1))
    factories.holding(chair, factories.user(), kind="plh", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 9))
    for kind, day in [("plt", date(2026, 6, 1)), ("plh", date(2026, 7, 9))]:  # a post with a holder; a second Plh.
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.holding(chair, factories.user(), kind=kind, starts_on=day)
    assert Holding.objects.filter(position=chair).count() == 3


def test_a_right_begins_and_ends_with_the_holding():
    chair = factories.position(factories.agency(), Role.APPROVER)
    person = factories.user()
    today = clock.today()
    factories.holding(chair, person, starts_on=today - timedelta(days=3), ends_on=today)
    assert [actor.position for actor in actors_of(person)] == [chair]
    assert actors_of(person, today + timedelta(days=1)) == []
    assert actors_of(person, today - timedelta(days=4)) == []


def test_a_person_who_is_inactive_acts_nowhere():
    actor = factories.actor(factories.agency(), Role.APPROVER)
    actor.user.is_active = False
    actor.user.save()
    assert actor_for(actor.user) is None


def test_an_auditor_acts_only_within_the_assignment():
    auditor = factories.auditor("64", days=10)
    assert actor_for(auditor.user) is not None
    assert actors_of(auditor.user, clock.today() + timedelta(days=11)) == []


def test_an_assignment_without_days_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.position(factories.upt("BJM"), Role.AUDITOR)


@pytest.mark.parametrize(
    ("office", "role", "fits"),
    [
        (factories.agency, Role.APPROVER, True),
        (factories.agency, Role.VERIFIER, False),
        (factories.upt, Role.VERIFIER, True),
        (factories.upt, Role.APPROVER, False),
        (factories.body, Role.PROPOSER, True),
        (factories.body, Role.COORDINATOR, False),
    ],
)
def test_roles_fit_the_kind_of_institution(office, role, fits):
    chair = factories.position(office(), role)
    if fits:
        chair.clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            chair.clean()
        assert "roles" in refusal.value.message_dict


def test_acting_titles_are_written_with_their_prefix():
    chair = factories.position(factories.body("63"), Role.BODY_HEAD, title="Kepala")
    acting = factories.holding(chair, factories.user(), kind="plt")
    assert acting.label == "Plt. Kepala, Bpsdm Kalimantan Selatan"
