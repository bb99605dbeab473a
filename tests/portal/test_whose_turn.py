"""Whose turn it is, where a case stands and what waits: the same on every page that says it."""

import uuid
from datetime import date

import pytest

from accounts.roles import Role
from agreements.models import Agreement
from tests import factories, pacts, proposals
from tests.programs.reviewing import assign

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("colleague", [False, True])
def test_what_a_colleague_may_do_as_well_is_the_office_s(client, colleague):
    people = pacts.cast()
    pact = pacts.in_state("party_review", people)
    if colleague:
        factories.actor(people.proposer.institution, Role.PROPOSER)
    factories.sign_in(client, people.proposer)
    page = client.get(pact.get_absolute_url()).content.decode()
    assert ("Giliran kantor Anda:" in page, "Giliran Anda:" in page) == (colleague, not colleague)
    (row,) = client.get("/naskah/").context["rows"]
    assert row["row"].turn.whose.startswith("Kantor Anda" if colleague else "Anda")
    assert row["row"].turn.mine is not colleague


def test_a_place_lists_a_case_once_however_many_hold_it(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_review", people)
    assign(proposal, people, *(factories.actor(factories.agency(), Role.REVIEWER) for _ in range(2)))
    assert proposal.case.turns.open().count() > 1
    factories.sign_in(client, people.verifier)
    for url in ("/upt/BJM/", "/provinsi/64/"):
        page = client.get(url)
        assert [row["case"] for row in page.context["waiting"]] == [proposal.case]
        assert page.context["waiting_count"] == 1


def test_a_province_whose_cases_one_may_not_see_is_not_said_to_have_none(client):
    factories.sign_in(client, proposals.cast().proposer)
    page = client.get("/upt/BJM/")
    seen = {row.province_id: row.seen for row in page.context["provinces"]}
    assert seen["64"] and not seen["63"]
    html = page.content.decode()
    assert 'href="/provinsi/64/"' in html and 'href="/provinsi/63/"' not in html


def test_the_decision_s_page_leads_on_for_whoever_holds_the_turn(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_review", people)
    address = f"/usulan/{proposal.pk}/keputusan/"
    acts = factories.sign_in(client, people.coordinator).get(address).context["acts"]
    assert [act["url"] for act in acts] == [proposal.get_absolute_url()]


def test_a_check_that_is_over_shows_what_was_found_and_not_what_was_sent(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_review", people)
    factories.sign_in(client, people.verifier)
    answer = client.post(f"/usulan/{proposal.pk}/verifikasi/", {"key": uuid.uuid4()}, follow=True)
    assert answer.redirect_chain and "langkah ini tidak berlaku pada tahap itu" in answer.content.decode()
    factories.sign_in(client, people.proposer)
    assert client.post(f"/usulan/{proposal.pk}/verifikasi/", {"key": uuid.uuid4()}).status_code == 403


def test_on_the_last_of_a_month_tomorrow_is_seen(client):
    people = pacts.cast()
    pact = pacts.in_state("in_force", people)
    Agreement.objects.filter(pk=pact.pk).update(ends_on=date(2027, 8, 1))  # a Sunday, in the last week of July
    page = factories.sign_in(client, people.upt_officer).get("/kalender/", {"bulan": "2027-07"})
    days = {day.on: day for week in page.context["weeks"] for day in week}
    assert [event.kind for event in days[date(2027, 8, 1)].events] == ["berakhir"]
    assert page.context["presets"][0]["count"] == 0
