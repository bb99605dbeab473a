"""A reviewer who has not spoken yet finds nothing of what another gave, whichever page, sheet or message he opens."""

import pytest
from django.urls import reverse

from casework.models import Notice
from tests import proposals
from tests.factories import sign_in
from tests.programs.reviewing import assign, give

pytestmark = pytest.mark.django_db
GROUNDS, POINTS = "Honor pengajar terlampau tinggi menurut pembanding", 37
PAGES = ["detail", "history", "review", "decision", "review_sheet", "sheet", "way", "compare", "check", "reviewers"]
TRACES = [GROUNDS, f">{POINTS}<", f"{POINTS},0", f"{POINTS}.0"]


@pytest.fixture
def scene():
    """Two reviewers are asked; the second has spoken, with a number that stands nowhere else."""
    people = proposals.cast()
    proposal = proposals.in_state("in_review", people)
    first, second = assign(proposal, people)
    give(second, people.reviewers[1], points=POINTS, text=GROUNDS)
    return people, proposal, first


def traces(client, reader, proposal) -> dict[str, list[str]]:
    """Which page shows what of the other's review; what a reader may not open shows nothing."""
    sign_in(client, reader)
    pages = {name: reverse(f"programs:{name}", args=[proposal.pk]) for name in PAGES}
    pages |= {name: reverse(name) for name in ("casework:inbox", "portal:desk", "programs:list", "programs:list_csv")}
    pages |= {"talk": reverse("casework:conversation", args=[proposal.case_id]), "search": f"/cari/?q={GROUNDS[:14]}"}
    found = {}
    for name, url in pages.items():
        answer = client.get(url)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")
        found[name] = [trace for trace in TRACES if trace in text]
    return {name: seen for name, seen in found.items() if seen}


def test_before_speaking_a_reviewer_finds_nothing_anywhere(client, scene):
    people, proposal, _first = scene
    assert traces(client, people.reviewers[0], proposal) == {}


def test_after_speaking_he_reads_the_other_s_on_the_page_of_reviews(client, scene):
    people, proposal, first = scene
    give(first, people.reviewers[0], points=90, text="Sepakat dengan sasaran.")
    seen = traces(client, people.reviewers[0], proposal)
    assert GROUNDS in seen["review"] and set(seen) <= {"review"}


def test_the_coordinator_reads_them_at_once_so_the_traces_are_the_right_ones(client, scene):
    people, proposal, _first = scene
    assert GROUNDS in traces(client, people.coordinator, proposal)["reviewers"]


def test_no_message_says_what_was_given(scene):
    people, _proposal, first = scene
    give(first, people.reviewers[0], points=POINTS, text=GROUNDS)
    for notice in Notice.objects.select_related("message"):
        said = f"{notice.params} {notice.letter} {notice.message.text}"
        assert not [trace for trace in TRACES if trace in said], notice.kind


@pytest.mark.parametrize("name", ["review_sheet", "decision"])
def test_a_sheet_and_the_decision_page_are_not_a_reviewer_s(client, scene, name):
    people, proposal, _first = scene
    sign_in(client, people.reviewers[0])
    assert client.get(reverse(f"programs:{name}", args=[proposal.pk])).status_code == 403
