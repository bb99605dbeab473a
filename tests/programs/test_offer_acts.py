"""What coordinators do with an offer through its pages: write, change, publish, withdraw; and nobody else."""

import uuid

import pytest

from casework.models import Case
from casework.workflow import perform
from programs.models import Offer
from programs.services.offers import create_offer, update_offer, withdraw_offer
from regions import clock
from tests import proposals
from tests.factories import sign_in
from tests.programs.offering import offered, typed, url, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def test_written_published_and_withdrawn_by_the_coordinator(client, people):
    sign_in(client, people.coordinator)
    assert client.post(url("offer_new"), typed(seats="1.200")).status_code == 302
    offer = Offer.objects.get()
    assert (offer.seats, offer.published_at) == (1200, None)
    client.post(url("offer_publish", offer), {"version": offer.version, "key": str(uuid.uuid4())})
    offer.refresh_from_db()
    assert offer.published_at is not None
    data = {"version": offer.version, "key": str(uuid.uuid4()), "reason": " "}
    assert client.post(url("offer_withdraw", offer), data).context["form"].errors["reason"]
    assert client.post(url("offer_withdraw", offer), data | {"reason": "Digabung"}).status_code == 302
    offer.refresh_from_db()
    assert offer.withdrawn_reason == "Digabung"


def test_sent_twice_there_is_one_offer(client, people):
    sign_in(client, people.coordinator)
    data = typed()
    assert [client.post(url("offer_new"), data).status_code for _twice in range(2)] == [302, 302]
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"opens_on": "01/02/2027"}, "opens_on"),
        ({"seats": "0"}, "seats"),
        ({"seats": "banyak"}, "seats"),
        ({"seats": "9" * 30}, "seats"),
        ({"kind": "lainnya"}, "kind"),
        ({"fiscal_year": "1999"}, "fiscal_year"),
        ({"title": ""}, "title"),
        ({"conditions": "a\0b"}, "conditions"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(client, people, changed, field):
    response = sign_in(client, people.coordinator).post(url("offer_new"), typed(**changed))
    form = response.context["form"]
    assert set(form.errors) == {field}
    for name in {"title", "seats", "conditions"} - {field}:
        assert form[name].value() == str(values()[name])
    assert not Offer.objects.exists()


def test_kind_and_year_stay_once_published_whatever_is_sent(client, people):
    offer = offered(people)
    data = typed(kind="skkni", fiscal_year=clock.today().year + 2, seats="500") | {"version": offer.version}
    assert sign_in(client, people.coordinator).post(url("offer_edit", offer), data).status_code == 302
    offer.refresh_from_db()
    assert (offer.kind, offer.fiscal_year, offer.seats) == ("pelatihan_asn", clock.today().year + 1, 500)


def test_an_old_page_is_refused_with_both_texts(client, people):
    offer = create_offer(values(), actor=people.coordinator)
    update_offer(offer, {"seats": 77, "title": "Judul rekan"}, actor=people.coordinator)
    data = typed(title="Judul saya", seats="90") | {"version": offer.version}
    sign_in(client, people.coordinator)
    response = client.post(url("offer_edit", offer), data)
    form = response.context["form"]
    assert (form["title"].value(), form["seats"].value()) == ("Judul saya", "90")
    assert "Judul rekan" in str(form.errors["title"]) and "77" in str(form.errors["seats"])
    assert set(form.errors) == {"title", "seats", "__all__"}
    assert client.post(url("offer_edit", offer), data | {"version": form["version"].value()}).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.seats) == ("Judul saya", 90)


def test_what_is_not_possible_now_says_so_without_a_button(client, people):
    offer = offered(people)
    sign_in(client, people.coordinator)
    assert client.get(url("offer_publish", offer)).context["blocked"]
    data = {"version": offer.version, "key": str(uuid.uuid4())}
    assert client.post(url("offer_publish", offer), data).context["form"].errors
    withdraw_offer(offer, actor=people.coordinator, reason="Digabung")
    for name in ("offer_edit", "offer_withdraw"):
        assert client.get(url(name, offer)).context["blocked"]


def test_nobody_else_writes_offers(client, people):
    offer, draft = offered(people), create_offer(values(), actor=people.coordinator)
    for actor in (people.proposer, people.verifier, people.approver, people.reviewers[0]):
        sign_in(client, actor)
        for name in ("offer_edit", "offer_publish", "offer_withdraw"):
            assert client.get(url(name, offer)).status_code == 403
            assert client.post(url(name, offer), typed()).status_code == 403
            assert client.get(url(name, draft)).status_code == 404
        assert client.get(url("offer_new")).status_code == 403
        assert client.post(url("offer_new"), typed()).status_code == 403
    assert Offer.objects.count() == 2


def test_a_withdrawn_offer_keeps_its_submitted_proposals_going(client, people):
    offer = offered(people)
    proposal = proposals.in_state("submitted", people, offer=offer)
    withdraw_offer(offer, actor=people.coordinator, reason="Digabung")
    perform(proposal, "take", actor=people.verifier)
    assert Case.objects.get(pk=proposal.case_id).status == "in_verification"
