"""The decision on one page: what stands there, which moves are open to whom, and why not."""

import uuid

import pytest
from django.urls import reverse

from accounts.actors import actors_of
from accounts.roles import Role
from casework.models import Case
from programs.models import CheckAnswer, CheckItem, Criterion, Review
from programs.services.offers import create_offer, publish_offer
from programs.services.reviews import assign_reviewers, give_review, recuse
from regions import clock
from tests import factories as make
from tests import proposals
from tests.factories import sign_in

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def people():
    return proposals.cast()


def url(proposal) -> str:
    return reverse("programs:decision", args=[proposal.pk])


def moves(response) -> list[str]:
    return [move["url"].rstrip("/").rpartition("/")[2] for move in response.context["ruling"].moves]


def as_approver(user):
    chair = make.position(make.agency(), Role.APPROVER)
    make.holding(chair, user)
    return next(each for each in actors_of(user) if each.position == chair)


def test_everything_needed_to_decide_stands_there(client, people):
    today = clock.today(people.proposer.timezone)
    values = {"kind": "pelatihan_asn", "title": "Pelatihan tematik", "fiscal_year": clock.today().year + 1}
    values |= {"seats": 300, "conditions": "Semua provinsi.", "opens_on": today, "closes_on": today}
    offer = publish_offer(create_offer(values, actor=people.coordinator), actor=people.coordinator)
    proposal = proposals.in_state("awaiting_decision", people, offer=offer)
    CheckAnswer.objects.filter(item=CheckItem.objects.for_kind(proposal.kind).first()).update(
        result="not_met", note="Surat belum bertanggal."
    )
    page = sign_in(client, people.approver).get(url(proposal))
    context, text = page.context, page.content.decode()
    assert context["opinions"].mean == 80 and len(context["opinions"].given) == 2
    assert [row["note"] for row in context["check"]["unmet"]] == ["Surat belum bertanggal."]
    assert "Layak diteruskan." in text and "Layak dan siap." in text
    assert context["money"]["total"] == "Rp70.000.000" and len(context["money"]["shares"]) == 2
    assert [row["met"] for row in context["budget"]] == [False, False]
    assert [figure["number"] for figure in context["figures"]] == ["120", "Rp70 juta", "80,0", "180"]
    assert len(context["documents"]) == 3 and context["history"]


def test_the_moves_are_open_in_order_with_one_filled(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    page = sign_in(client, people.approver).get(url(proposal))
    assert moves(page) == ["approve", "defer", "return", "ask_review", "reject"]
    assert [move["kind"] for move in page.context["ruling"].moves] == ["primary", "line", "line", "line", "plain"]
    for move in page.context["ruling"].moves:
        assert client.get(move["url"]).status_code == 200


def test_approving_sent_twice_approves_once(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    sign_in(client, people.approver)
    address = client.get(url(proposal)).context["ruling"].moves[0]["url"]
    data = {"version": Case.objects.get(pk=proposal.case_id).version, "key": str(uuid.uuid4())}
    assert [client.post(address, data).status_code for _twice in range(2)] == [302, 302]
    case = Case.objects.get(pk=proposal.case_id)
    assert case.status == "approved"
    assert case.trail.filter(action="proposal.approve").count() == 1
    page = client.get(url(proposal))
    assert page.status_code == 200 and moves(page) == ["defer"]


@pytest.mark.parametrize("part", ["proposer", "verifier", "reviewers"])
def test_whoever_had_a_hand_in_it_reads_why_he_does_not_decide(client, people, part):
    proposal = proposals.in_state("awaiting_decision", people)
    who = getattr(people, part)
    page = sign_in(client, as_approver((who[0] if part == "reviewers" else who).user)).get(url(proposal))
    assert moves(page) == ["return", "ask_review"]
    (reason,) = page.context["ruling"].reasons
    assert str(reason) in page.content.decode()


def test_during_the_review_only_rejecting_is_open(client, people):
    page = sign_in(client, people.approver).get(url(proposals.in_state("in_review", people)))
    assert moves(page) == ["reject"] and page.context["opinions"].mean is None


def test_recusals_and_earlier_rounds_are_told_apart(client, people):
    proposal = proposals.in_state("in_review", people)
    third = make.actor(make.agency(), Role.REVIEWER)
    (aside,) = assign_reviewers(proposal, [third.position], actor=people.coordinator)
    recuse(aside, actor=third, reason="Saudara pengusul.")
    proposals.score_all(proposal, people)
    Review.objects.filter(reviewer=people.reviewers[0].position).update(round=0, text="Putaran lama.")
    page = sign_in(client, people.approver).get(url(proposal))
    read = page.context["opinions"]
    assert (len(read.given), len(read.aside), len(read.earlier)) == (1, 1, 1)
    assert "Saudara pengusul." in page.content.decode() and "Putaran lama." in page.content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADERSHIP])
def test_the_centre_reads_it_without_moves(client, people, role):
    proposal = proposals.in_state("awaiting_decision", people)
    page = sign_in(client, make.actor(make.agency(), role)).get(url(proposal))
    assert page.status_code == 200 and not page.context["decides"] and moves(page) == []


def test_an_auditor_reads_it_within_his_scope(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    assert sign_in(client, make.auditor("64")).get(url(proposal)).status_code == 200
    assert sign_in(client, make.auditor("32")).get(url(proposal)).status_code == 404


def test_nobody_else_reads_it(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    for actor in (people.proposer, people.verifier, people.head, people.reviewers[0]):
        response = sign_in(client, actor).get(url(proposal))
        assert response.status_code == 403 and "pimpinan" in response.content.decode()
    assert sign_in(client, proposals.cast("32", "BDG").proposer).get(url(proposal)).status_code == 404
    draft = proposals.draft(people.proposer)
    assert sign_in(client, people.approver).get(url(draft)).status_code == 404


@pytest.mark.parametrize("number", [2, 5])
def test_costs_the_same_number_of_queries(client, people, number, django_assert_num_queries):
    proposal = proposals.in_state("awaiting_decision", people)
    Case.objects.filter(pk=proposal.case_id).update(status="in_review")
    points = {criterion.pk: 60 for criterion in Criterion.objects.all()}
    for _each in range(number - 2):
        reviewer = make.actor(make.agency(), Role.REVIEWER)
        (review,) = assign_reviewers(proposal, [reviewer.position], actor=people.coordinator)
        give_review(review, actor=reviewer, points=points, opinion="oppose", text="Belum.")
    Case.objects.filter(pk=proposal.case_id).update(status="awaiting_decision")
    sign_in(client, people.approver)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(url(proposal)).context["opinions"].given) == number
