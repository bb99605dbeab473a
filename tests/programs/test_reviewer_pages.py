"""Naming reviewers: who may be named, who not and why, taking somebody off, and the way to the decision."""

import pytest

from accounts.roles import Role
from casework.models import Case
from programs.models import Review
from programs.services.reviews import recuse
from tests import factories as make
from tests import proposals
from tests.factories import sign_in
from tests.programs.reviewing import assign, chosen, give, key, url, version

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def proposal(people):
    return proposals.in_state("in_review", people)


def candidates(response) -> dict:
    return {each.position: each for each in response.context["form"].bench.candidates}


def test_the_coordinator_names_reviewers_who_then_hold_the_case(client, people, proposal):
    sign_in(client, people.coordinator)
    response = client.post(url(proposal, "reviewers"), chosen(proposal, *people.reviewers))
    assert response.url == url(proposal, "reviewers")
    assert {row.reviewer for row in Review.objects.all()} == {each.position for each in people.reviewers}
    assert {turn.seat for turn in Case.objects.get(pk=proposal.case_id).turns.open()} == {
        f"reviewer:{each.position.pk}" for each in people.reviewers
    }


def test_each_reviewer_stands_there_with_his_load_or_with_why_not(client, people, proposal):
    one, two = people.reviewers
    vacant = make.position(make.agency(), Role.REVIEWER)
    checked = make.position(make.agency(), Role.REVIEWER)
    make.holding(checked, people.verifier.user)
    other = proposals.in_state("in_review", people)
    assign(other, people, one)
    (mine,) = assign(proposal, people, two)
    recuse(mine, actor=two, reason="Pernah menjadi narasumber")
    found = candidates(sign_in(client, people.coordinator).get(url(proposal, "reviewers")))
    assert (found[one.position].load, found[one.position].reason) == (1, "")
    assert found[one.position].names == one.display_name
    assert "Pernah menjadi narasumber" in found[two.position].reason
    assert found[vacant].reason and found[checked].reason
    assert {each for each in found if not found[each].reason} == {one.position}


@pytest.mark.parametrize("who", ["recused", "checked", "vacant", "outsider"])
def test_who_may_not_be_named_is_not_named_by_hand_either(client, people, proposal, who):
    one, two = people.reviewers
    if who == "recused":
        recuse(assign(proposal, people, one)[0], actor=one, reason="Saudara pengusul")
        chair = one.position
    elif who == "outsider":
        chair = people.verifier.position
    else:
        chair = make.position(make.agency(), Role.REVIEWER)
        if who == "checked":
            make.holding(chair, people.verifier.user)
    sign_in(client, people.coordinator)
    data = chosen(proposal, two) | {"reviewers": [two.position.pk, chair.pk]}
    response = client.post(url(proposal, "reviewers"), data)
    assert response.context["form"].errors["reviewers"]
    assert '<li class="error">' in response.content.decode()
    assert not Review.objects.filter(reviewer=two.position).exists()
    assert str(two.position.pk) in map(str, response.context["form"]["reviewers"].value())


def test_the_refusal_of_an_old_page_keeps_who_was_ticked(client, people, proposal):
    one, two = people.reviewers
    sign_in(client, people.coordinator)
    data = chosen(proposal, two)
    give(assign(proposal, people, one)[0], one)
    response = client.post(url(proposal, "reviewers"), data)
    assert response.context["form"].errors
    ticked = [box.data["selected"] for each, box in response.context["form"].rows if each.position == two.position]
    assert ticked == [True]
    again = data | {"version": response.context["form"]["version"].value()}
    assert client.post(url(proposal, "reviewers"), again).status_code == 302


def test_sent_twice_it_names_once(client, people, proposal):
    sign_in(client, people.coordinator)
    data = chosen(proposal, *people.reviewers)
    assert [client.post(url(proposal, "reviewers"), data).status_code for _twice in range(2)] == [302, 302]
    assert Review.objects.count() == 2


def test_nobody_chosen_is_said_at_the_boxes(client, people, proposal):
    response = sign_in(client, people.coordinator).post(url(proposal, "reviewers"), chosen(proposal))
    assert response.context["form"].errors["reviewers"]


def test_bringing_to_decision_is_a_button_as_soon_as_two_have_scored(client, people, proposal):
    sign_in(client, people.coordinator)
    before = client.get(url(proposal, "reviewers"))
    assert before.context["acts"] == [] and before.context["not_yet"][0]["reasons"]
    proposals.score_all(proposal, people)
    (button,) = client.get(url(proposal, "reviewers")).context["acts"]
    client.post(button["url"], {"version": version(proposal), "key": key()})
    assert Case.objects.get(pk=proposal.case_id).status == "awaiting_decision"


def test_a_reviewer_is_taken_off_with_a_reason_and_may_be_named_again(client, people, proposal):
    one, two = people.reviewers
    first, second = assign(proposal, people)
    sign_in(client, people.coordinator)
    data = {"version": version(proposal), "key": key(), "comment": ""}
    assert client.post(url(proposal, "release", first.pk), data).context["form"].errors["comment"]
    assert client.post(url(proposal, "release", first.pk), data | {"comment": "Cuti"}).status_code == 302
    first.refresh_from_db()
    assert first.released_at
    assert client.post(url(proposal, "reviewers"), chosen(proposal, one)).status_code == 302
    give(second, two)
    assert client.get(url(proposal, "release", second.pk)).context["blocked"]


def test_naming_is_for_coordinators_within_sight(client, people, proposal):
    (review, _other) = assign(proposal, people)
    for address in (url(proposal, "reviewers"), url(proposal, "release", review.pk)):
        for actor in (people.proposer, people.verifier, people.approver, people.reviewers[0]):
            assert sign_in(client, actor).get(address).status_code == 403
            assert client.post(address, {"key": key()}).status_code == 403
        assert sign_in(client, proposals.cast("32", "BDG").proposer).get(address).status_code == 404
    assert sign_in(client, people.coordinator).get(url(proposal, "release", review.pk + 10**6)).status_code == 404


def test_scores_are_not_read_by_the_province_when_the_review_is_over(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    for actor in (people.proposer, people.verifier):
        for name in ("reviewers", "review", "decision"):
            assert sign_in(client, actor).get(url(proposal, name)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_naming_costs_the_same_number_of_queries(client, people, proposal, number, django_assert_num_queries):
    chairs = [make.actor(make.agency(), Role.REVIEWER) for _each in range(number)]
    for review, reviewer in zip(assign(proposal, people, *chairs), chairs, strict=True):
        give(review, reviewer)
    sign_in(client, people.coordinator)
    with django_assert_num_queries(QUERIES):
        assert len(client.get(url(proposal, "reviewers")).context["opinions"].given) == number
