"""The reviewer's own page: giving a review, stepping aside; who reads what, and when."""

from datetime import timedelta

import pytest

from accounts.actors import actors_of
from accounts.roles import Role
from casework.workflow import perform
from programs.models import Criterion, Review
from programs.services.checks import answer_note, judge_note
from programs.services.reviews import release_reviewer
from regions import clock
from tests import factories as make
from tests import proposals
from tests.factories import sign_in
from tests.hostile.messages import listen
from tests.programs.reviewing import assign, give, scored, stepping_aside, url

pytestmark = pytest.mark.django_db
REVIEW_QUERIES, READ_QUERIES = 10, 9


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def proposal(people):
    return proposals.in_state("in_review", people)


# --- giving the review ------------------------------------------------------------------


def test_a_review_is_given_once_and_then_only_read(client, people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    sign_in(client, people.reviewers[0])
    page = client.get(url(proposal, "review"))
    assert page.context["pending"] and page.context["facts"] and page.context["money"]["lines"]
    assert client.post(url(proposal, "review"), scored(review, 75)).url == url(proposal, "review")
    review.refresh_from_db()
    assert (review.weighted, review.opinion, review.text) == (75, "support", "Tujuan jelas.")
    again = client.post(url(proposal, "review"), scored(review, 10, text="Berubah pikiran."))
    assert again.context["form"].errors and not again.context["pending"]
    review.refresh_from_db()
    assert (review.weighted, review.text) == (75, "Tujuan jelas.")
    read = client.get(url(proposal, "review"))
    assert "data-scores" not in read.content.decode() and "75,0" in read.content.decode()


def test_sent_twice_it_counts_once(client, people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    sign_in(client, people.reviewers[0])
    data = scored(review)
    assert [client.post(url(proposal, "review"), data).status_code for _twice in range(2)] == [302, 302]
    assert review.scores.count() == Criterion.objects.count()


@pytest.mark.parametrize("wrong", ["101", "-1", "", "abc", "7,5", "9" * 5000, "\0"])
def test_what_is_no_number_of_points_is_said_there_and_the_rest_stays(client, people, proposal, wrong):
    (review,) = assign(proposal, people, people.reviewers[0])
    name = f"points_{Criterion.objects.first().pk}"
    response = sign_in(client, people.reviewers[0]).post(url(proposal, "review"), scored(review, **{name: wrong}))
    form = response.context["scoring"]
    assert set(form.errors) == {name}
    assert (form["text"].value(), form["opinion"].value(), form[name].value()) == ("Tujuan jelas.", "support", wrong)
    assert not review.scores.exists()


def test_opinion_and_grounds_are_asked_for(client, people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    response = sign_in(client, people.reviewers[0]).post(
        url(proposal, "review"), scored(review, 61, opinion="mungkin", text=" ")
    )
    assert set(response.context["scoring"].errors) == {"opinion", "text"}
    assert "61" in response.content.decode()
    assert {"opinion", "text"} <= listen(response.content.decode()).described


def test_another_reviewer_who_was_faster_is_no_obstacle(client, people, proposal):
    one, two = people.reviewers
    first, second = assign(proposal, people)
    data = scored(first)
    give(second, two)
    assert sign_in(client, one).post(url(proposal, "review"), data).status_code == 302
    first.refresh_from_db()
    assert first.submitted_at


def test_a_page_of_an_earlier_round_is_refused_and_kept(client, people, proposal):
    one, _two = people.reviewers
    first, _second = assign(proposal, people)
    data = scored(first, text="Ditulis sebelum perbaikan.")
    notes, deadline = [("tujuan", "Perjelas.")], clock.today() + timedelta(days=14)
    proposal = perform(proposal, "return", actor=people.coordinator, notes=notes, deadline=deadline)
    answer_note(proposal.notes.get(), "Sudah.", actor=people.proposer)
    proposal = perform(proposal, "resubmit", actor=people.proposer)
    judge_note(proposal.notes.get(), "met", actor=people.verifier)
    proposal = proposals.ROADS["in_review"][1](proposal, people)
    assign(proposal, people, one)
    response = sign_in(client, one).post(url(proposal, "review"), data)
    assert response.context["scoring"].errors["review"]
    assert response.context["scoring"]["text"].value() == "Ditulis sebelum perbaikan."
    assert not Review.objects.given().exists()


def test_the_others_scores_are_read_after_ones_own(client, people, proposal):
    one, two = people.reviewers
    first, second = assign(proposal, people)
    give(second, two, points=37, text="Rahasia sampai Anda menilai.")
    sign_in(client, one)
    before = client.get(url(proposal, "review")).content.decode()
    assert "Rahasia" not in before and ">37<" not in before
    client.post(url(proposal, "review"), scored(first))
    after = client.get(url(proposal, "review")).content.decode()
    assert "Rahasia" in after and ">37<" in after


def test_who_owes_a_review_does_not_read_scores_from_another_chair_either(client, people, proposal):
    """A person in two chairs is one person."""
    one, two = people.reviewers
    _first, second = assign(proposal, people)
    give(second, two, text="Rahasia sampai Anda menilai.")
    for role, name in ((Role.COORDINATOR, "reviewers"), (Role.APPROVER, "decision")):
        chair = make.position(make.agency(), role)
        make.holding(chair, one.user)
        twice = next(each for each in actors_of(one.user) if each.position == chair)
        page = sign_in(client, twice).get(url(proposal, name))
        assert page.status_code == 200 and "Rahasia" not in page.content.decode()
    assert "Rahasia" in sign_in(client, people.coordinator).get(url(proposal, "reviewers")).content.decode()


def test_who_was_not_asked_is_told_so(client, people, proposal):
    assign(proposal, people, people.reviewers[0])
    response = sign_in(client, people.reviewers[1]).get(url(proposal, "review"))
    assert response.status_code == 403 and b"koordinator" in response.content
    for actor in (people.coordinator, people.approver, people.proposer):
        assert sign_in(client, actor).get(url(proposal, "review")).status_code == 403
    assert sign_in(client, proposals.cast("32", "BDG").proposer).get(url(proposal, "review")).status_code == 404


# --- stepping aside ---------------------------------------------------------------------


def test_stepping_aside_wants_a_reason_and_a_tick(client, people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    sign_in(client, people.reviewers[0])
    response = client.post(url(proposal, "review"), stepping_aside(review, reason=" ", sure=""))
    assert set(response.context["recusal"].errors) == {"reason", "sure"}
    response = client.post(url(proposal, "review"), stepping_aside(review, sure=""))
    assert response.context["recusal"]["reason"].value() == "Saya mengajar di sana."
    review.refresh_from_db()
    assert review.recused_at is None


def test_who_stepped_aside_neither_scores_nor_reads_the_scores(client, people, proposal):
    one, two = people.reviewers
    first, second = assign(proposal, people)
    give(second, two, text="Rahasia sampai Anda menilai.")
    sign_in(client, one)
    data = stepping_aside(first)
    assert [client.post(url(proposal, "review"), data).status_code for _twice in range(2)] == [302, 302]
    first.refresh_from_db()
    assert first.recusal_reason == "Saya mengajar di sana."
    page = client.get(url(proposal, "review")).content.decode()
    assert "Saya mengajar di sana." in page and "Rahasia" not in page and "data-scores" not in page
    assert client.post(url(proposal, "review"), scored(first)).status_code == 200
    assert first.scores.count() == 0


def test_who_was_taken_off_reads_that(client, people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    release_reviewer(review, actor=people.coordinator, reason="Cuti")
    page = sign_in(client, people.reviewers[0]).get(url(proposal, "review"))
    assert page.status_code == 200 and not page.context["pending"]


# --- questions to the database ----------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_reviewing_costs_the_same_number_of_queries(client, people, proposal, number, django_assert_num_queries):
    one = people.reviewers[0]
    others = [make.actor(make.agency(), Role.REVIEWER) for _each in range(number)]
    own, *rest = assign(proposal, people, one, *others)
    for review, reviewer in zip(rest, others, strict=True):
        give(review, reviewer)
    sign_in(client, one)
    with django_assert_num_queries(REVIEW_QUERIES):
        assert client.get(url(proposal, "review")).context["pending"]
    give(own, one)
    with django_assert_num_queries(READ_QUERIES):
        assert len(client.get(url(proposal, "review")).context["opinions"].given) == number + 1
