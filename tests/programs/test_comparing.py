"""Compare with what was submitted: fields word by word, cost lines in rupiah, documents that were replaced."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from casework import documents
from casework.models import Document
from casework.workflow import perform
from programs.comparing import LineChange, compare
from programs.dossier import dossier
from programs.services.costs import replace_cost_lines
from programs.services.deferral import confirm_figures
from programs.services.drafts import save_step
from programs.versions import versions
from regions import clock
from tests import factories, proposals

pytestmark = pytest.mark.django_db

LINES = [
    {"item": "Pengajar", "quantity": 30, "unit": "JP", "unit_price": 1_000_000, "source": "apbd"},
    {"item": "Sewa ruang", "quantity": 5, "unit": "hari", "unit_price": 2_000_000, "source": "apbd"},
]


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def returned(people):
    return proposals.in_state("returned", people)


def revise(proposal, people):
    """Another title and aim, one line dearer, one gone, one new, and a new cost estimate."""
    step = {"aim": "Perangkat daerah mengolah dan menjaga datanya sendiri"}
    proposal = save_step(proposal, "tujuan", step, actor=people.proposer, version=proposal.case.version)
    named = {"title": "Pelatihan analis data di Balikpapan"}
    proposal = save_step(proposal, "jenis", named, actor=people.proposer, version=proposal.case.version)
    proposal = replace_cost_lines(proposal, LINES, actor=people.proposer)
    old = Document.objects.get(case=proposal.case, kind="rab")
    documents.attach(proposal.case, proposals.pdf("rab-2.pdf"), "rab", actor=people.proposer, replaces=old)
    proposals.answer_notes(proposal, people.proposer)
    return proposal


def test_going_on_after_a_deferral_is_no_submission_of_its_own(people):
    proposal = proposals.in_state("deferred", people)
    year = proposal.deferred_to
    days = {"starts_on": date(year, 4, 1), "ends_on": date(year, 5, 1)}
    proposal = confirm_figures(proposal, participants=90, actor=people.proposer, **days)
    proposal = perform(proposal, "resume", actor=people.coordinator)
    asked = {"notes": [("tujuan", "Perjelas.")], "deadline": clock.today() + timedelta(days=14)}
    proposal = perform(proposal, "return", actor=people.coordinator, **asked)
    proposal = perform(revise(proposal, people), "resubmit", actor=people.proposer)
    first, second, _now = versions(dossier(people.verifier, proposal.pk))
    assert (first.number, second.number) == (1, 2)
    assert "menjaga" not in first.fields["aim"].text and "menjaga" in second.fields["aim"].text


def address(proposal, query: str = "") -> str:
    return reverse("programs:compare", args=[proposal.pk]) + query


def test_tells_what_the_revision_changed(people, returned):
    proposal = perform(revise(returned, people), "resubmit", actor=people.proposer)
    first, second, now = versions(dossier(people.verifier, proposal.pk))
    found = compare(first, second)
    assert [change.label for change in found.fields] == ["Judul", "Tujuan"]
    assert [piece.text for piece in found.fields[1].pieces if piece.kind == "in"] == ["dan menjaga "]
    assert [(line.kind, line.difference) for line in found.lines] == [
        ("removed", "−Rp30.000.000"),
        ("changed", "−Rp10.000.000"),
        ("added", "+Rp10.000.000"),
    ]
    assert found.difference == "−Rp30.000.000"
    [paper] = found.documents
    assert (paper["was"]["name"], paper["name"]) == ("rab.pdf", "rab-2.pdf")
    assert compare(second, now).count == 0


def test_the_dots_between_the_parts_of_a_line_are_not_marked():
    line = LineChange("changed", "Modul · 2 × Rp5 = Rp10 · APBD", "Modul · 2 × Rp5 = Rp10 · APBD · DPA/1", 10, 10)
    assert [(piece.kind, piece.text) for piece in line.pieces][-2:] == [("same", "· "), ("in", "DPA/1")]
    line = LineChange("removed", "Modul · APBD · 2027", "", 10, 0)
    assert [(piece.kind, piece.text) for piece in line.pieces] == [("out", "Modul · APBD · 2027")]


def test_the_page_shows_the_last_revision_unless_asked_otherwise(client, people, returned):
    proposal = revise(returned, people)
    factories.sign_in(client, people.verifier)
    page = client.get(address(proposal))
    assert (page.context["old"].word, page.context["new"].word) == ("1", "kini")
    perform(proposal, "resubmit", actor=people.proposer)
    page = client.get(address(proposal))
    assert (page.context["old"].word, page.context["new"].word) == ("1", "2")
    for query in ("?dari=7&ke=x", "?dari=2&ke=1", "?dari=kini&ke=kini", "?ke=%00"):
        assert client.get(address(proposal, query)).status_code == 200
    assert client.get(address(proposal, "?dari=2&ke=kini")).context["comparison"].count == 0


def test_a_draft_has_nothing_to_compare(client, people):
    proposal = proposals.complete_draft(people.proposer)
    page = factories.sign_in(client, people.proposer).get(address(proposal))
    assert page.context["comparison"] is None


def test_asks_as_much_for_one_submission_as_for_two(client, people, returned, django_assert_num_queries):
    factories.sign_in(client, people.verifier)
    client.get(address(returned))
    with django_assert_num_queries(9):
        client.get(address(returned))
    perform(revise(returned, people), "resubmit", actor=people.proposer)
    with django_assert_num_queries(9):
        client.get(address(returned))


def test_whoever_checks_a_revision_finds_the_way_to_it(client, people, returned):
    proposal = perform(revise(returned, people), "resubmit", actor=people.proposer)
    factories.sign_in(client, people.verifier)
    for page in (proposal.get_absolute_url(), reverse("programs:check", args=[proposal.pk])):
        assert address(proposal).encode() in client.get(page).content
