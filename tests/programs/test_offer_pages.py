"""The pages of offers: list, filters, CSV, one offer with its seats and proposals."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.workflow import perform
from programs.models import Proposal
from programs.services.offers import create_offer, publish_offer, withdraw_offer
from regions import clock
from tests import factories, proposals
from tests.factories import sign_in
from tests.programs.offering import offered, url, values
from tests.rows import copies, offer_copies

pytestmark = pytest.mark.django_db
LIST_QUERIES, OFFER_QUERIES = 8, 8


@pytest.fixture
def people():
    return proposals.cast()


def listed(response) -> list[str]:
    return [offer.title for offer in response.context["listing"].rows]


def labels(response) -> list[str]:
    return [act["url"].rstrip("/").rpartition("/")[2] for act in response.context["acts"]]


# --- the list ---------------------------------------------------------------------------


def test_published_ones_are_everybodys_and_drafts_the_coordinators(client, people):
    offered(people, title="Terbit")
    create_offer(values(title="Konsep"), actor=people.coordinator)
    for actor in (people.proposer, people.verifier, people.approver, factories.auditor("64")):
        assert listed(sign_in(client, actor).get(url("offers"))) == ["Terbit"]
    assert set(listed(sign_in(client, people.coordinator).get(url("offers")))) == {"Terbit", "Konsep"}
    client.force_login(factories.user())
    assert listed(client.get(url("offers"))) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tampilan=buka", {"Berjalan"}),
        ("tampilan=datang", {"Datang"}),
        ("tampilan=tutup", {"Tutup", "Ditarik"}),
        ("tampilan=draf", {"Konsep"}),
        ("q=jalan", {"Berjalan"}),
        ("q=semua+provinsi", {"Berjalan", "Datang", "Tutup", "Ditarik", "Konsep"}),
        ("jenis=skkni", set()),
        ("tampilan=xx&urut=kata_sandi&q=%00", {"Berjalan", "Datang", "Tutup", "Ditarik", "Konsep"}),
        ("sesudah=bukan-kunci&ta=99999999999999999999", {"Berjalan", "Datang", "Tutup", "Ditarik", "Konsep"}),
    ],
)
def test_filters(client, people, query, found):
    today = clock.today()
    offered(people, title="Berjalan")
    offered(people, title="Datang", opens_on=today + timedelta(days=3))
    withdraw_offer(offered(people, title="Ditarik"), actor=people.coordinator, reason="Digabung")
    create_offer(values(title="Konsep"), actor=people.coordinator)
    with clock.at(clock.now() - timedelta(days=60)):
        offered(people, title="Tutup", opens_on=today - timedelta(days=60), closes_on=today - timedelta(days=1))
    assert set(listed(sign_in(client, people.coordinator).get(f"{url('offers')}?{query}"))) == found


def test_open_ones_come_first_then_those_to_come_and_closed_ones_last_each_view_with_its_number(client, people):
    today = clock.today()
    with clock.at(clock.now() - timedelta(days=60)):
        for title, ago in (("Lama", 30), ("Baru saja", 1)):
            offered(people, title=title, opens_on=today - timedelta(days=60), closes_on=today - timedelta(days=ago))
    offered(people, title="Datang", opens_on=today + timedelta(days=3), closes_on=today + timedelta(days=9))
    for title, ahead in (("Masih lama", 50), ("Segera tutup", 2)):
        offered(people, title=title, closes_on=today + timedelta(days=ahead))
    create_offer(values(title="Konsep"), actor=people.coordinator)
    page = sign_in(client, people.coordinator).get(url("offers"))
    assert listed(page) == ["Segera tutup", "Masih lama", "Datang", "Konsep", "Baru saja", "Lama"]
    assert [preset["count"] for preset in page.context["presets"]] == [6, 2, 1, 1, 2]
    page = sign_in(client, people.proposer).get(url("offers"))
    assert [preset["count"] for preset in page.context["presets"]] == [5, 2, 1, 2]
    assert listed(client.get(f"{url('offers')}?tampilan=draf")) == listed(page)  # no word of this reader's


def test_who_never_sees_a_draft_is_not_offered_the_filter(client, people):
    page = sign_in(client, people.proposer).get(url("offers"))
    assert "draf" not in dict(page.context["filter"].form.fields["tampilan"].choices)


def test_orders_by_the_seats_that_are_left(client, people):
    full, empty = offered(people, title="Terisi", seats=120), offered(people, title="Kosong", seats=60)
    proposals.in_state("submitted", people, offer=full)
    assert full.pk and empty.pk
    sign_in(client, people.proposer)
    assert listed(client.get(url("offers") + "?urut=-kursi")) == ["Kosong", "Terisi"]
    assert listed(client.get(url("offers") + "?urut=kursi")) == ["Terisi", "Kosong"]


def test_an_empty_list_says_how_it_starts(client, people):
    assert url("offer_new") in sign_in(client, people.coordinator).get(url("offers")).content.decode()
    assert url("offer_new") not in sign_in(client, people.proposer).get(url("offers")).content.decode()
    offered(people)
    nothing = client.get(url("offers") + "?q=tidakada").content.decode()
    assert 'class="empty"' in nothing


def test_csv_has_the_seats_that_are_left_and_no_formula(client, people):
    offer = offered(people, title="=1+1")
    proposals.in_state("submitted", people, offer=offer)
    create_offer(values(title="Konsep"), actor=people.coordinator)
    response = sign_in(client, people.proposer).get(url("offers_csv"))
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    head, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert row[0] == "'=1+1" and row[6:8] == ["300", "180"] and len(head) == len(row)


@pytest.mark.parametrize("number", [1, 100])
def test_the_list_costs_the_same_number_of_queries(client, people, number, django_assert_num_queries):
    offer = offered(people)
    copies(proposals.in_state("submitted", people, offer=offer), number - 1)
    offer_copies(offer, number - 1)
    sign_in(client, people.proposer)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(url("offers")).context["number"].count == number


# --- one offer --------------------------------------------------------------------------


def test_seats_are_taken_by_what_was_submitted_and_still_stands(client, people):
    offer = offered(people)
    sign_in(client, people.proposer)

    def left() -> str:
        return client.get(url("offer", offer)).context["seats"]["left"]

    proposals.complete_draft(people.proposer, offer=offer)
    assert left() == "300"
    proposal = proposals.in_state("submitted", people, offer=offer)
    proposals.in_state("returned", people, offer=offer)
    assert left() == "60"
    perform(proposal, "withdraw", actor=people.proposer, comment="Berubah.")
    assert left() == "180"


def test_asked_for_beyond_all_seats_none_is_left_and_the_page_says_so(client, people):
    offer = offered(people, seats=150)
    for _each in range(2):
        proposals.in_state("submitted", people, offer=offer)
    page = sign_in(client, people.proposer).get(url("offer", offer))
    seats = page.context["seats"]
    assert (seats["left"], seats["beyond"], seats["over"]) == ("0", "90", True)
    assert [part["width"] for part in seats["parts"]] == [100.0, 0.0]
    assert page.context["acts"]


def test_who_proposes_sees_where_his_own_stand_first(client, people):
    offer, mine = offered(people), None
    mine = proposals.in_state("in_verification", people, offer=offer)
    neighbour = proposals.in_state("submitted", proposals.cast(kind="diskominfo"), offer=offer)
    elsewhere = proposals.in_state("submitted", proposals.cast("32", "BDG"), offer=offer)
    draft = proposals.draft(people.proposer, offer=offer)

    def shown(actor):
        return [row for row, _turn in sign_in(client, actor).get(url("offer", offer)).context["proposals"]]

    assert shown(people.proposer) == [draft, mine, neighbour]
    assert shown(people.coordinator) == [elsewhere, neighbour, mine]
    page = sign_in(client, people.proposer).get(url("offers"))
    assert [row.own for row in page.context["listing"].rows] == [2]


def test_proposing_leads_to_a_draft_from_this_offer(client, people):
    offer = offered(people)
    (act,) = sign_in(client, people.proposer).get(url("offer", offer)).context["acts"]
    assert act["post"] and act["url"] == reverse("programs:new")
    client.post(act["url"], {act["name"]: act["value"], "key": uuid4()})
    assert Proposal.objects.get().offer == offer


@pytest.mark.parametrize("window", ["coming", "closed", "withdrawn"])
def test_when_it_is_not_open_the_page_says_why_instead(client, people, window):
    today = clock.today()
    offer = offered(people, opens_on=today + timedelta(days=2 if window == "coming" else 0))
    if window == "withdrawn":
        withdraw_offer(offer, actor=people.coordinator, reason="Digabung dengan penawaran lain")
    later = clock.now() + timedelta(days=31 if window == "closed" else 0)
    with clock.at(later):
        page = sign_in(client, people.proposer).get(url("offer", offer))
    assert page.context["acts"] == [] and not page.context["window"].is_open
    assert page.context["window"].sentence in page.content.decode()


def test_a_draft_is_outside_sight_and_each_stage_has_its_acts(client, people):
    offer = create_offer(values(), actor=people.coordinator)
    assert sign_in(client, people.proposer).get(url("offer", offer)).status_code == 404
    sign_in(client, people.coordinator)
    assert labels(client.get(url("offer", offer))) == ["terbitkan", "ubah"]
    offer = publish_offer(offer, actor=people.coordinator)
    assert labels(client.get(url("offer", offer))) == ["ubah", "tarik"]
    withdraw_offer(offer, actor=people.coordinator, reason="Digabung")
    assert labels(client.get(url("offer", offer))) == []
    assert labels(sign_in(client, people.approver).get(url("offer", offer))) == []


@pytest.mark.parametrize("number", [1, 3])
def test_an_offer_costs_the_same_number_of_queries(client, people, number, django_assert_num_queries):
    offer = offered(people)
    for _each in range(number):
        proposals.in_state("submitted", people, offer=offer)
    sign_in(client, people.coordinator)
    with django_assert_num_queries(OFFER_QUERIES):
        assert len(client.get(url("offer", offer)).context["proposals"]) == number
