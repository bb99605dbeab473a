"""Authority on the signing day: own office or the governor's letter, to the very day."""

from datetime import timedelta

import pytest

from accounts.models import Holding
from accounts.roles import Role
from agreements import authority, services
from agreements.models import Party, Signature
from casework.workflow import NotAllowed, Refused
from regions import clock
from tests import factories as make
from tests import pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db


def with_letter(people, first: int, last: int):
    """Ready to sign, with a letter valid from so many days ago until so many days ago."""
    today = clock.today()
    agreement = pacts.draft(people, days_ago=60)
    pacts.authorise(
        pacts.province_party(agreement), people, today - timedelta(days=first), today - timedelta(days=last)
    )
    agreement = pacts.ROADS["legal_review"][1](pacts.sent(agreement, people), people)
    return pacts.ROADS["ready"][1](agreement, people)


@pytest.mark.parametrize(
    ("days_ago", "valid"), [(21, False), (20, True), (15, True), (10, True), (9, False), (0, False)]
)
def test_both_days_of_the_letter_count(days_ago, valid):
    people = pacts.cast()
    agreement = with_letter(people, 20, 10)
    party, day = pacts.province_party(agreement), clock.today() - timedelta(days=days_ago)
    if valid:
        assert pacts.sign(agreement, party, people.head, on=day).case.status == "partly_signed"
    else:
        with pytest.raises(Refused) as refusal:
            pacts.sign(agreement, party, people.head, on=day)
        assert refusal.value.field == "signed_on"


def ready_with(people, **authority):
    """Ready to sign, with other words on who signs for the province."""
    agreement = pacts.in_state("ready", people)
    party = services.set_authority(pacts.province_party(agreement), actor=people.officer, **authority)
    return agreement, party


def test_the_head_of_a_body_signs_a_pks_only_under_a_letter():
    people = pacts.cast()
    agreement, party = ready_with(people, signing_position=people.head.position, authority="own_office")
    with pytest.raises(Refused):
        pacts.sign(agreement, party, people.head)


def test_the_governor_signs_by_own_office():
    people = pacts.cast()
    agreement, party = ready_with(people, signing_position=people.governor.position, authority="own_office")
    assert pacts.sign(agreement, party, people.governor).case.status == "partly_signed"


def test_the_head_of_the_agency_signs_by_own_office():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    signature = pacts.centre_party(pacts.sign(agreement, pacts.centre_party(agreement), people.officer)).signature
    assert signature.position == people.approver.position
    assert signature.signer_name == people.approver.user.full_name


def test_a_body_that_is_itself_a_party_needs_the_letter_for_a_pks_but_not_for_a_berita_acara():
    people = pacts.cast()
    for kind, may in (("pks", False), ("berita_acara", True)):
        agreement = pacts.draft(people, kind=kind)
        services.remove_party(pacts.province_party(agreement), actor=people.officer)
        party = services.add_party(
            agreement, people.head.institution, actor=people.officer, signing_position=people.head.position
        )
        assert (authority.objections(party, clock.today()) == []) is may


@pytest.mark.parametrize("lacking", ["authority_number", "authority_from", "authority_until", "authority_file"])
def test_a_letter_lacks_nothing(lacking):
    people, today = pacts.cast(), clock.today()
    agreement = pacts.in_state("ready", people)
    Party.objects.filter(agreement=agreement).update(authority_document=None)
    letter = {
        "authority_number": "180/77",
        "authority_from": today,
        "authority_until": today,
        "authority_file": pdf(),
    }
    party = services.set_authority(
        pacts.province_party(agreement),
        actor=people.officer,
        signing_position=people.head.position,
        authority="surat_kuasa",
        **letter | {lacking: "" if lacking == "authority_number" else None},
    )
    with pytest.raises(Refused):
        pacts.sign(agreement, party, people.head)


def test_nobody_signs_from_an_empty_chair_and_the_name_of_that_day_is_kept():
    people, today = pacts.cast(), clock.today()
    Holding.objects.filter(position=people.head.position).update(ends_on=today - timedelta(days=10))
    acting = make.holding(people.head.position, make.user(full_name="Ratna"), "plt", today - timedelta(days=5))
    agreement = with_letter(people, 20, -20)
    party = pacts.province_party(agreement)
    with pytest.raises(Refused):
        pacts.sign(agreement, party, people.officer, on=today - timedelta(days=7))
    agreement = pacts.sign(agreement, party, people.officer, on=today - timedelta(days=3))
    signature = Signature.objects.get()
    assert (signature.signer_name, signature.signer_position) == ("Ratna", acting.label)
    acting.user.full_name = "Ratna Dewi"
    acting.user.save()
    assert Signature.objects.get().signer_name == "Ratna"


def test_a_day_to_come_is_no_signing_day():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    with pytest.raises(Refused):
        pacts.sign(agreement, pacts.province_party(agreement), people.head, on=clock.today() + timedelta(days=1))


def test_a_head_records_only_his_own_party():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    with pytest.raises(NotAllowed):
        pacts.sign(agreement, pacts.centre_party(agreement), people.head)


def test_who_has_signed_keeps_its_authority():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    with pytest.raises(Refused):
        services.set_authority(
            pacts.centre_party(agreement), actor=people.officer, signing_position=None, authority="own_office"
        )


@pytest.mark.parametrize("wrong", ["office", "signing_position"])
def test_nobody_signs_from_an_office_that_does_not_stand_for_the_party(wrong):
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    stranger = make.actor(make.body("31"), Role.BODY_HEAD)
    chosen = {"office": people.head.institution, "signing_position": people.head.position}
    chosen[wrong] = {"office": stranger.institution, "signing_position": stranger.position}[wrong]
    party = pacts.province_party(agreement)
    with pytest.raises(Refused) as refusal:
        services.set_authority(party, actor=people.officer, authority="own_office", **chosen)
    assert refusal.value.field == wrong


def test_a_party_signs_once():
    people = pacts.cast()
    agreement = pacts.in_state("partly_signed", people)
    with pytest.raises(Refused):
        pacts.sign(agreement, pacts.centre_party(agreement), people.officer)
