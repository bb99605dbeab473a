"""Opening: filled in from proposals, alone, as successor, as addendum; who takes part then."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from casework.workflow import NotAllowed, Refused
from programs.services.partners import set_partners
from regions import clock
from tests import factories as make
from tests import pacts, proposals

pytestmark = pytest.mark.django_db


def test_from_a_proposal_everything_known_is_filled_in():
    who, people = proposals.cast(), pacts.cast()
    proposal = proposals.in_state("approved", who)
    agreement = services.open_from_proposals([proposal], actor=people.officer)
    assert proposal.case.title in agreement.case.title
    assert (agreement.starts_on, agreement.ends_on) == (proposal.starts_on, proposal.ends_on)
    assert (agreement.case.province, agreement.case.upt) == (proposal.case.province, proposal.case.upt)
    assert list(agreement.proposals.all()) == [proposal]
    centre, province = agreement.parties.all()
    assert (centre.institution.kind, centre.authority) == ("agency", "own_office")
    assert (province.institution, province.office) == (make.government(), proposal.body)
    assert (province.signing_position, province.authority) == (people.head.position, "surat_kuasa")
    assert agreement.case.number.startswith(f"KS/{clock.today().year}/")
    seen = set(agreement.case.participants.values_list("institution", flat=True))
    assert seen == {proposal.body.pk, make.government().pk}


def test_a_partner_of_the_proposal_takes_part_in_the_document_that_carries_it():
    proposal = proposals.in_state("approved", proposals.cast())
    campus = make.partner()
    proposal.case.participants.create(institution=campus)
    agreement = services.open_from_proposals([proposal], actor=pacts.cast().officer)
    assert agreement.case.participants.filter(institution=campus).exists()


def test_a_partner_that_joins_or_leaves_later_does_so_in_the_open_document_too(django_capture_on_commit_callbacks):
    who, campus = proposals.cast(), make.partner()
    proposal = proposals.in_state("approved", who)
    agreement = services.open_from_proposals([proposal], actor=pacts.cast().officer)
    for partners in ([campus], []):
        with django_capture_on_commit_callbacks(execute=True):
            set_partners(proposal, partners, actor=who.proposer)
        assert agreement.case.participants.filter(institution=campus).exists() == bool(partners)


def test_a_nota_kesepakatan_is_signed_by_the_governor():
    who, people = proposals.cast(), pacts.cast()
    proposal = proposals.in_state("approved", who)
    agreement = services.open_from_proposals([proposal], actor=people.officer, kind="nota_kesepakatan")
    province = pacts.province_party(agreement)
    assert (province.signing_position, province.authority) == (people.governor.position, "own_office")


def test_only_approved_proposals_of_one_province_within_sight():
    who, people = proposals.cast(), pacts.cast()
    submitted, approved = proposals.in_state("submitted", who), proposals.in_state("approved", who)
    elsewhere = proposals.in_state("approved", proposals.cast(make.WEST_JAVA, "BDG"))
    with pytest.raises(Refused):
        services.open_from_proposals([submitted], actor=people.officer)
    with pytest.raises(Refused):
        services.open_from_proposals([approved, elsewhere], actor=people.officer)
    with pytest.raises(NotAllowed):
        services.open_from_proposals([elsewhere], actor=people.upt_officer)
    with pytest.raises(NotAllowed):
        services.open_from_proposals([approved], actor=people.proposer)
    assert not Agreement.objects.exists()


def test_an_upt_drafts_for_its_own_provinces():
    people = pacts.cast()
    agreement = pacts.draft(people, by=people.upt_officer)
    assert agreement.case.owner == people.upt_officer.institution
    assert pacts.centre_party(agreement).office == people.upt_officer.institution
    with pytest.raises(NotAllowed):
        pacts.draft(people, by=make.actor(make.upt("BDG"), Role.COOPERATION_OFFICER))


def test_a_successor_begins_the_day_after_and_leaves_the_old_one_alone():
    people = pacts.cast()
    old = pacts.in_state("in_force", people, days=100)
    heir = services.open_successor(old, actor=people.officer)
    assert heir.starts_on == old.ends_on + timedelta(days=1)
    assert heir.ends_on - heir.starts_on == old.ends_on - old.starts_on
    assert [party.document_number for party in heir.parties.all()] == ["", ""]
    assert Agreement.objects.succeeded().get() == old
    assert old.is_succeeded and not heir.is_succeeded
    assert Agreement.objects.get(pk=old.pk).ends_on == old.ends_on


def test_an_addendum_is_a_child_with_dates_of_its_own():
    people = pacts.cast()
    parent = pacts.in_state("in_force", people, days_ago=30)
    child = services.open_addendum(parent, actor=people.officer)
    assert (child.kind, child.parent) == ("adendum", parent)
    assert child.starts_on == clock.today() != parent.starts_on
    services.edit_basics(
        child,
        actor=people.officer,
        title="Adendum",
        starts_on=child.starts_on,
        ends_on=child.ends_on + timedelta(days=365),
    )
    assert Agreement.objects.get(pk=parent.pk).ends_on == parent.ends_on
    assert list(parent.addenda.unfinished()) == [child]


def test_derived_expiring_is_no_state():
    people = pacts.cast()
    soon = pacts.in_state("in_force", people, days=180)
    pacts.in_state("in_force", people, days=181)
    pacts.in_state("partly_signed", people, days=20)
    assert [row for row in Agreement.objects.all() if row.is_expiring] == [soon]
    assert soon.case.status == "in_force"


def test_only_one_in_force_is_amended_and_only_one_ended_or_in_force_is_continued():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    for service in (services.open_addendum, services.open_successor):
        with pytest.raises(Refused):
            service(agreement, actor=people.officer)
    with clock.at(clock.now() - timedelta(days=30)):
        ended = pacts.in_state("expired", people, days=5)
    with pytest.raises(Refused):
        services.open_addendum(ended, actor=people.officer)
    assert services.open_successor(ended, actor=people.officer).predecessor == ended


def test_a_cleared_text_keeps_its_term():
    people = pacts.cast()
    agreement = pacts.in_state("ready", people)
    with pytest.raises(Refused):
        services.edit_basics(
            agreement, actor=people.officer, title="Lain", starts_on=clock.today(), ends_on=clock.today()
        )
