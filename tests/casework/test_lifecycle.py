"""The drawing of a lifecycle: it knows every state, and shows the way a case really took."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from agreements.lifecycle_map import PLACES as AGREEMENT_PLACES
from agreements.lifecycle_map import USUAL as AGREEMENT_USUAL
from agreements.workflow import AGREEMENT
from casework.lifecycle import BOX_HEIGHT, BOX_WIDTH, CELL_HEIGHT, CELL_WIDTH, Stop, _path, drawing
from casework.states import AGREEMENT_STATES, PROPOSAL_STATES
from casework.workflow import perform
from programs.lifecycle_map import PLACES
from programs.views.detail import USUAL
from programs.workflow import PROPOSAL
from regions import clock
from tests import factories, pacts, proposals

ROOMS = [
    (PROPOSAL, PLACES, USUAL, PROPOSAL_STATES),
    (AGREEMENT, AGREEMENT_PLACES, AGREEMENT_USUAL, AGREEMENT_STATES),
]


@pytest.mark.parametrize(("workflow", "places", "usual", "states"), ROOMS)
def test_every_state_of_the_workflow_has_a_place_of_its_own(workflow, places, usual, states):
    moves = {(source, row.target) for row in workflow.transitions for source in row.sources}
    reached = {status for move in moves for status in move}
    assert set(places) == set(states) == reached
    assert len(set(places.values())) == len(places)
    assert set(zip(usual, usual[1:], strict=False)) <= moves


@pytest.mark.django_db
def test_shows_the_way_taken_the_days_and_what_may_come():
    people = proposals.cast()
    start = clock.now()
    with clock.at(start - timedelta(days=14)):
        proposal = proposals.in_state("returned", people)
    with clock.at(start):
        proposals.answer_notes(proposal, people.proposer)
        proposal = perform(proposal, "resubmit", actor=people.proposer)
        shown = drawing(proposal.case, PROPOSAL, PLACES, USUAL)
    stops = {stop.status: stop for stop in shown.stops}
    assert [row["label"] for row in shown.been] == [
        PROPOSAL_STATES[status].label
        for status in ("draft", "submitted", "in_verification", "returned", "in_verification")
    ]
    assert shown.been[3]["days"] >= 8 and shown.been[-1]["now"]
    assert {status: stop.state for status, stop in stops.items() if stop.state != "ahead"} == {
        "draft": "past",
        "submitted": "past",
        "in_verification": "now",
        "returned": "past",
        "in_review": "possible",
        "rejected": "possible",
        "withdrawn": "possible",
    }
    assert [move.label for move in shown.onward] == [row.label for row in PROPOSAL.from_state("in_verification")]
    assert [edge.kind for edge in shown.edges].count("taken") == 4


@pytest.mark.django_db
def test_a_closed_case_goes_nowhere(client):
    people = proposals.cast()
    proposal = proposals.in_state("withdrawn", people)
    page = factories.sign_in(client, people.proposer).get(reverse("programs:way", args=[proposal.pk]))
    assert page.context["drawing"].onward == [] and page.context["here"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["party_review", "in_force"])
def test_the_page_of_a_document_asks_little(client, status, django_assert_max_num_queries):
    people = pacts.cast()
    agreement = pacts.in_state(status, people)
    factories.sign_in(client, people.officer)
    client.get(agreement.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = client.get(reverse("agreements:way", args=[agreement.pk]))
    assert b'class="lifecycle"' in page.content


@pytest.mark.parametrize(("workflow", "places", "usual", "states"), ROOMS)
def test_no_line_runs_behind_a_box(workflow, places, usual, states):
    stops = {status: Stop(status, "", *centre(place), state="ahead") for status, place in places.items()}
    moves = {(source, row.target) for row in workflow.transitions for source in row.sources if source != row.target}
    behind = {
        (one, other, stop.status)
        for one, other in moves
        for x, y in points(_path(stops[one], stops[other]))
        for stop in stops.values()
        if abs(x - stop.x) < BOX_WIDTH / 2 - 1 and abs(y - stop.y) < BOX_HEIGHT / 2 - 1
    }
    assert behind == set()


def centre(place: tuple[int, int]) -> tuple[int, int]:
    return tuple(int((part + 0.5) * size) for part, size in zip(place, (CELL_WIDTH, CELL_HEIGHT), strict=True))


def points(path: str):
    """Along a path of M, H, V and C, close enough to each other to meet every box."""
    x = y = 0
    for letter, rest in re.findall(r"([MHVC])([^MHVC]*)", path):
        numbers = [float(number) for number in rest.split()]
        if letter == "M":
            x, y = numbers
            continue
        bend = {"H": [x, y, numbers[0], y, numbers[0], y], "V": [x, y, x, numbers[0], x, numbers[0]]}.get(
            letter, numbers
        )
        for part in range(21):
            t, s = part / 20, 1 - part / 20
            weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
            yield tuple(
                sum(w * p for w, p in zip(weights, (at, *bend[i::2]), strict=True)) for i, at in enumerate((x, y))
            )
        x, y = bend[4:]
