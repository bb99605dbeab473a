"""Each party's own number: free text, once per party and year."""

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from agreements import services
from agreements.models import Party
from casework.workflow import NotAllowed, Refused
from tests import factories as make
from tests import pacts

pytestmark = pytest.mark.django_db


def number(party, actor, text="119/KS.01/2026", year=2026):
    return services.set_number(party, actor=actor, document_number=text, document_year=year)


def test_a_party_uses_a_number_once_a_year():
    people = pacts.cast()
    first, second = pacts.draft(people), pacts.draft(people)
    number(pacts.centre_party(first), people.officer)
    with pytest.raises(Refused) as refusal:
        number(pacts.centre_party(second), people.officer)
    assert refusal.value.field == "document_number"
    number(pacts.centre_party(second), people.officer, year=2027)
    number(pacts.province_party(first), people.officer)
    assert Party.objects.exclude(document_number="").count() == 3


def test_the_database_itself_refuses_the_second():
    people = pacts.cast()
    first, second = (pacts.centre_party(pacts.draft(people)) for _ in range(2))
    number(first, people.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=second.pk).update(document_number="119/KS.01/2026", document_year=2026)


def test_a_party_keeps_its_own_number_and_no_other():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    assert number(pacts.province_party(agreement), people.proposer).document_number == "119/KS.01/2026"
    with pytest.raises(NotAllowed):
        number(pacts.centre_party(agreement), people.proposer)


def test_after_it_is_in_force_no_number_changes():
    people = pacts.cast()
    agreement = pacts.in_state("in_force", people)
    with pytest.raises(Refused):
        number(pacts.centre_party(agreement), people.officer)


def test_out_of_sight_is_out_of_hand():
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    with pytest.raises(NotAllowed):
        number(pacts.province_party(agreement), make.actor(make.body(make.WEST_JAVA), Role.PROPOSER))
