"""Technical review: assignment, turns, scores with weights, recusal, rounds."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from accounts.roles import Role
from casework.models import Notice
from casework.workflow import NotAllowed, Refused, perform
from programs.models import Criterion, Proposal, Review
from programs.services.checks import answer_note, judge_note
from programs.services.reviews import assign_reviewers, give_review, recuse, release_reviewer
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def proposal(people):
    return proposals.in_state("in_review", people)


def assign(proposal, people, *reviewers):
    return assign_reviewers(
        proposal, [each.position for each in reviewers or people.reviewers], actor=people.coordinator
    )


def give(review, actor, points=80, **values):
    values = {"opinion": "support", "text": "Layak."} | values
    return give_review(review, actor=actor, points={row.pk: points for row in Criterion.objects.all()}, **values)


def seats(proposal) -> set[str]:
    return set(proposal.case.turns.filter(closed_at=None).values_list("seat", flat=True))


def test_the_coordinators_hold_it_until_reviewers_are_named_and_after_they_have_spoken(people, proposal):
    one, two = people.reviewers
    assert seats(proposal) == {"coordinator"}
    first, second = assign(proposal, people)
    assert seats(proposal) == {f"reviewer:{one.position.pk}", f"reviewer:{two.position.pk}"}
    give(first, one)
    assert seats(proposal) == {f"reviewer:{two.position.pk}"}
    give(second, two)
    assert seats(proposal) == {"coordinator"}


def test_each_reviewer_has_the_whole_allowance_from_the_assignment(people, proposal):
    with clock.at(clock.now() + timedelta(days=4)):
        assign(proposal, people, people.reviewers[0])
        turn = proposal.case.turns.get(closed_at=None)
        assert (turn.allowance, clock.day_of(turn.entered_at)) == (8, clock.today())


def test_points_are_weighted(people, proposal):
    (review,) = assign(proposal, people, people.reviewers[0])
    criteria = list(Criterion.objects.all())
    points = {row.pk: (100 if row == criteria[0] else 0) for row in criteria}
    review = give_review(review, actor=people.reviewers[0], points=points, opinion="oppose", text="Belum siap.")
    assert review.weighted == criteria[0].weight == 25
    assert Criterion.objects.aggregate(Sum("weight"))["weight__sum"] == 100


@pytest.mark.parametrize(
    ("points", "opinion", "text"),
    [(101, "support", "x"), (-1, "support", "x"), (None, "support", "x"), (50, "maybe", "x"), (50, "support", " ")],
)
def test_a_review_is_whole_or_refused(people, proposal, points, opinion, text):
    (review,) = assign(proposal, people, people.reviewers[0])
    with pytest.raises(Refused):
        give(review, people.reviewers[0], points, opinion=opinion, text=text)
    review.refresh_from_db()
    assert review.submitted_at is None and not review.scores.exists()


def test_a_review_is_given_once_and_by_its_reviewer(people, proposal):
    one, two = people.reviewers
    (review,) = assign(proposal, people, one)
    with pytest.raises(NotAllowed):
        give(review, two)
    give(review, one)
    with pytest.raises(Refused):
        give(review, one)
    with pytest.raises(Refused):
        recuse(review, actor=one, reason="Terlambat")


def test_who_recused_or_was_released_does_not_count(people, proposal):
    one, two = people.reviewers
    third = make.actor(make.agency(), Role.REVIEWER)
    first, second, last = assign(proposal, people, one, two, third)
    give(first, one)
    recuse(second, actor=two, reason="Pernah menjadi narasumber")
    release_reviewer(last, actor=people.coordinator, reason="Cuti")
    assert seats(proposal) == {"coordinator"}
    with pytest.raises(Refused):
        perform(proposal, "bring_to_decision", actor=people.coordinator)
    (again,) = assign(proposal, people, third)
    assert again == last
    give(again, third)
    assert perform(proposal, "bring_to_decision", actor=people.coordinator).case.status == "awaiting_decision"
    second.refresh_from_db()
    assert second.recusal_reason == "Pernah menjadi narasumber"


def test_who_may_not_be_named(people, proposal):
    outsider = make.actor(make.upt(), Role.VERIFIER)
    vacant = make.position(make.agency(), Role.REVIEWER)
    for position in (outsider.position, people.approver.position, vacant):
        with pytest.raises(Refused):
            assign_reviewers(proposal, [position], actor=people.coordinator)
    with pytest.raises(Refused):
        assign_reviewers(proposal, [], actor=people.coordinator)
    assign(proposal, people)
    with pytest.raises(Refused):
        assign(proposal, people)


def test_a_refused_assignment_names_nobody(people, proposal):
    with pytest.raises(Refused):
        assign(proposal, people, people.reviewers[0], people.approver)
    assert not Review.objects.exists() and seats(proposal) == {"coordinator"}


def test_scores_of_an_earlier_round_stay_but_do_not_count(people, proposal):
    proposals.score_all(proposal, people)
    deadline = clock.today() + timedelta(days=14)
    proposal = perform(proposal, "return", actor=people.coordinator, notes=[("tujuan", "Perjelas.")], deadline=deadline)
    answer_note(proposal.notes.get(), "Sudah.", actor=people.proposer)
    proposal = perform(proposal, "resubmit", actor=people.proposer)
    judge_note(proposal.notes.get(), "met", actor=people.verifier)
    proposal = proposals.ROADS["in_review"][1](proposal, people)
    assert Review.objects.count() == 2
    with pytest.raises(Refused):
        perform(proposal, "bring_to_decision", actor=people.coordinator)
    proposals.score_all(proposal, people)
    assert perform(proposal, "bring_to_decision", actor=people.coordinator).case.status == "awaiting_decision"


def test_sent_back_to_the_upt_the_scores_stand(people, proposal):
    proposals.score_all(proposal, people)
    proposal = perform(proposal, "send_back", actor=people.coordinator, comment="Lampiran kurang")
    assert proposal.case.turns.get(closed_at=None).position == people.verifier.position
    proposal = proposals.ROADS["in_review"][1](proposal, people)
    assert perform(proposal, "bring_to_decision", actor=people.coordinator).case.status == "awaiting_decision"


def test_more_review_goes_to_whoever_has_not_spoken(people, proposal):
    third = make.actor(make.agency(), Role.REVIEWER)
    first, second, _last = assign(proposal, people, *people.reviewers, third)
    give(first, people.reviewers[0])
    give(second, people.reviewers[1])
    proposal = perform(proposal, "bring_to_decision", actor=people.coordinator)
    proposal = perform(proposal, "ask_review", actor=people.approver, comment="Mohon telaah biaya")
    assert seats(proposal) == {f"reviewer:{third.position.pk}"}


def test_who_checked_it_is_neither_named_nor_may_he_review_from_a_chair_named_before(people):
    proposal, seat = proposals.in_state("in_review", people), people.reviewers[0].position
    (review,) = assign(proposal, people, people.reviewers[0])
    acting = make.holding(seat, people.verifier.user, kind="plh")
    with pytest.raises(Refused):
        give(review, make.Actor(people.verifier.user, acting))
    assert Proposal.objects.get(pk=proposal.pk).reviews.given().count() == 0
    release_reviewer(review, actor=people.coordinator, reason="Pelaksana harian memverifikasi usulan ini")
    with pytest.raises(Refused):
        assign(proposal, people, people.reviewers[0])


def told(kind: str) -> list:
    """Who was told, and whether the case came to them with it."""
    notices = Notice.objects.filter(kind=f"proposal.{kind}").order_by("pk")
    return [(notice.recipient, notice.params.get("yours", False)) for notice in notices]


def test_each_act_tells_whom_it_concerns_and_says_who_did_it(people, proposal):
    one, two = people.reviewers
    first, second = assign(proposal, people)
    assert told("assign_reviewers") == [(one.user, True), (two.user, True)]
    third = make.actor(make.agency(), Role.REVIEWER)
    assign(proposal, people, third)
    assert told("assign_reviewers")[2:] == [(third.user, True)]
    last = Review.objects.get(reviewer=third.position)
    release_reviewer(last, actor=people.coordinator, reason="Cuti")
    assert told("release_reviewer") == [(third.user, False)]
    give(first, one)
    assert told("give_review") == []
    recuse(second, actor=two, reason="Pernah menjadi narasumber")
    assert told("recuse") == [(people.coordinator.user, True)]
    letter = Notice.objects.get(kind="proposal.recuse")
    assert (letter.params["who"], letter.params["comment"]) == (two.display_name, "Pernah menjadi narasumber")
