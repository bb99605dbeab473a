"""The page of a proposal: who sees it, what it says, which acts it offers, and how few questions it asks."""

import pytest
from django.urls import reverse

from agreements.services import open_from_proposals
from casework.embedding import embedded, unpacked
from casework.workflow import perform
from programs.models import CheckItem, CostLine, Proposal, ReturnNote
from programs.services.checks import answer_note
from programs.services.costs import replace_cost_lines
from tests import factories, proposals
from tests.factories import sign_in
from tests.rows import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def page(client, actor, proposal):
    return sign_in(client, actor).get(proposal.get_absolute_url())


def labels(response) -> list[str]:
    return [str(button["label"]) for button in response.context["acts"]]


def urls(response) -> list[str]:
    return [button["url"] for button in [*response.context["acts"], *response.context["rare_acts"]]]


def move(proposal, name) -> str:
    return reverse("programs:move", args=[proposal.pk, name])


def act(proposal, name) -> str:
    return reverse(f"programs:{name}", args=[proposal.pk])


def test_a_case_outside_the_scope_does_not_exist(client, people):
    proposal = proposals.in_state("in_verification", people)
    stranger = factories.actor(factories.body("32"), factories.Role.PROPOSER)
    for name in ("detail", "history", "check", "decision", "review", "transfer"):
        assert sign_in(client, stranger).get(act(proposal, name)).status_code == 404
    assert sign_in(client, stranger).post(move(proposal, "withdraw")).status_code == 404


def test_another_body_of_the_province_reads_and_has_no_acts(client, people):
    proposal = proposals.in_state("in_verification", people)
    neighbour = factories.actor(factories.body(kind="diskominfo"), factories.Role.PROPOSER)
    response = page(client, neighbour, proposal)
    assert response.status_code == 200
    assert response.context["acts"] == []
    assert response.context["blocked"] == []


STATES = {
    "draft": ("proposer", ["step", "discard"]),
    "submitted": ("verifier", ["take", "transfer", "tunda"]),
    "in_verification": ("verifier", ["check", "release", "return", "advise", "transfer", "tunda"]),
    "returned": ("proposer", ["step", "withdraw", "tunda"]),
    "in_review": ("coordinator", ["reviewers", "return", "send_back", "tunda"]),
    "awaiting_decision": ("approver", ["decision", "return", "tunda"]),
    "approved": ("proposer", ["budget", "ingatkan"]),
    "deferred": ("proposer", ["figures", "budget", "withdraw", "ingatkan"]),
    "in_progress": ("proposer", ["report", "tunda"]),
    "reporting": ("head", ["close", "reopen", "tunda"]),
    "closed": ("head", []),
    "rejected": ("proposer", []),
}


@pytest.mark.parametrize("status", STATES)
def test_offers_what_may_be_done_in_each_state(client, people, status):
    who, names = STATES[status]
    proposal = proposals.in_state(status, people)
    response = page(client, getattr(people, who), proposal)
    assert response.status_code == 200
    offered = [url.rstrip("/").rsplit("/", 1)[-1] for url in urls(response)]
    expected = [_word(proposal, name) for name in names]
    assert sorted(offered) == sorted(expected)
    assert response.context["acts"] or not names
    assert [button["kind"] for button in response.context["acts"]].count("primary") <= 1


def _word(proposal, name):
    if name == "step":
        return "jenis" if proposal.case.status == "draft" else "biaya"
    if name in proposal.workflow.by_name or name in ("tunda", "ingatkan"):  # reminders are put off, or sent now
        return name
    return act(proposal, name).rstrip("/").rsplit("/", 1)[-1]


def test_a_move_that_is_not_possible_yet_says_why(client, people):
    proposal = proposals.in_state("in_verification", people)
    response = page(client, people.verifier, proposal)
    blocked = {str(row["label"]): row["reasons"] for row in response.context["blocked"]}
    assert blocked[str(proposal.workflow["pass_on"].label)]
    proposals.check_all(proposal, people.verifier)
    response = page(client, people.verifier, proposal)
    assert response.context["acts"][0]["url"] == move(proposal, "pass_on")
    assert response.context["acts"][0]["kind"] == "primary"


# Queries of the page for the one who must act, in every state: the same for one row and many.
QUERIES = {
    "draft": 8,
    "submitted": 7,
    "in_verification": 11,
    "returned": 8,
    "in_review": 8,
    "awaiting_decision": 8,
    "approved": 8,
    "deferred": 7,
    "in_progress": 9,
    "reporting": 12,
    "closed": 8,
    "rejected": 6,
}


@pytest.mark.parametrize("status", QUERIES)
def test_asks_few_questions_in_every_state(client, people, django_assert_num_queries, status):
    proposal = proposals.in_state(status, people)
    response = page(client, getattr(people, STATES[status][0]), proposal)
    with django_assert_num_queries(QUERIES[status]):
        response = client.get(proposal.get_absolute_url())
    assert response.status_code == 200


@pytest.mark.parametrize("number", [1, 100])
def test_asks_the_same_for_one_of_each_and_for_a_hundred(client, people, django_assert_num_queries, number):
    proposal = proposals.complete_draft(people.proposer)
    lines = [{**proposals.cost_lines()[0], "item": f"Pengajar {row}"} for row in range(number)]
    replace_cost_lines(proposal, lines, actor=people.proposer)
    perform(proposal, "submit", actor=people.proposer)
    fill(proposal.case, number)
    page(client, people.verifier, proposal)
    with django_assert_num_queries(QUERIES["submitted"]):
        response = client.get(proposal.get_absolute_url())
    assert len(response.context["money"]["lines"]) == number


def test_says_whose_turn_it_is_to_each_reader(client, people):
    proposal = proposals.in_state("in_verification", people)
    assert page(client, people.verifier, proposal).context["strip"]["tone"] == "mine"
    assert page(client, people.proposer, proposal).context["strip"]["tone"] == "calm"


@pytest.mark.parametrize("kind", proposals.OWN_VALUES)
def test_shows_the_kinds_own_fields_and_the_money(client, people, kind):
    proposal = proposals.in_state("submitted", people, kind)
    response = page(client, people.verifier, proposal)
    text = response.content.decode()
    assert "Rp70.000.000" in text
    assert not [fact for fact in response.context["facts"] if fact.get("missing")]
    for own in proposals.OWN_VALUES[kind].values():
        for value in own.values():
            if isinstance(value, str) and " " in value:
                assert value in text


def test_a_note_is_judged_with_one_press_and_only_once(client, people):
    proposal = proposals.in_state("returned", people)
    note = ReturnNote.objects.get(proposal=proposal)
    answer_note(note, "Sudah dirinci.", actor=people.proposer)
    perform(proposal, "resubmit", actor=people.proposer)
    response = page(client, people.verifier, proposal)
    assert response.context["notes"]["items"][0]["acts"]
    data = {
        "verdict": "met",
        "key": "7f9c24e8-3b12-4fef-91e0-56a2d5a9b1aa",
        "version": response.context["case"].version,
    }
    for _press in range(2):
        assert client.post(act_note(note), data).status_code == 302
    note.refresh_from_db()
    assert note.verdict == "met"
    assert proposal.case.trail.filter(action="proposal.judge_note").count() == 1
    assert sign_in(client, people.proposer).post(act_note(note), data | {"key": ""}).status_code == 403
    note.refresh_from_db()
    assert note.verdict == "met"


def act_note(note) -> str:
    return reverse("programs:judge", args=[note.proposal_id, note.pk])


def test_says_how_far_check_and_review_have_come(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    shown = page(client, people.proposer, proposal).context["proposal"]
    assert (shown.checked_round, shown.items_checked) == (1, CheckItem.objects.for_kind(proposal.kind).count())
    assert (shown.reviews_given, shown.reviews_asked) == (2, 2)
    scores = act(proposal, "decision")
    assert scores not in page(client, people.proposer, proposal).content.decode()
    assert scores in page(client, people.coordinator, proposal).content.decode()


def test_the_cooperation_officer_is_led_to_a_new_agreement(client, people):
    proposal = proposals.in_state("approved", people)
    assert urls(page(client, people.officer, proposal))[0] == f"{reverse('agreements:open')}?usulan={proposal.pk}"


def test_an_agreement_opened_for_it_is_named_and_led_to(client, people):
    proposal = proposals.in_state("approved", people)
    agreement = open_from_proposals([proposal], actor=people.officer)
    case = reverse("portal:case", args=[agreement.case_id])
    assert urls(page(client, people.officer, proposal))[0] == case
    assert case in page(client, people.proposer, proposal).content.decode()


def test_unfolds_everything_for_paper(client, people):
    proposal = proposals.in_state("submitted", people)
    text = sign_in(client, people.verifier).get(proposal.get_absolute_url() + "?cetak").content.decode()
    assert '<details class="lines" open>' in text


def test_the_history_has_a_page_of_its_own(client, people):
    proposal = proposals.in_state("in_review", people)
    response = sign_in(client, people.proposer).get(act(proposal, "history"))
    assert len(response.context["history"].lines) == proposal.case.trail.count()


def test_the_report_stands_on_the_page(client, people):
    proposal = proposals.in_state("reporting", people)
    response = page(client, people.head, proposal)
    assert response.context["report"]["planned"] == response.context["report"]["spent"] == "Rp70.000.000"


def test_an_agreement_that_covers_it_is_named(client, people):
    proposal = proposals.in_state("in_progress", people)
    source = proposal.covers.get().source
    response = page(client, people.proposer, proposal)
    assert reverse("portal:case", args=[source.pk]) in response.content.decode()


def test_embedded_rows_are_what_prefetching_gives(people):
    proposal = proposals.in_state("returned", people)
    paths = ("cost_lines", "notes", "case__documents", "case__trail")
    rows = embedded(Proposal.objects.select_related("case"), *paths)
    packed = unpacked(rows.get(pk=proposal.pk), *paths)
    for line, plain in zip(packed.cost_lines.all(), CostLine.objects.filter(proposal=proposal), strict=True):
        assert {f.attname: getattr(line, f.attname) for f in CostLine._meta.concrete_fields} == {
            f.attname: getattr(plain, f.attname) for f in CostLine._meta.concrete_fields
        }
    assert [row.pk for row in packed.case.documents.all()] == [row.pk for row in proposal.case.documents.all()]
    assert [row.at for row in packed.case.trail.all()] == [row.at for row in proposal.case.trail.all()]
    assert list(packed.notes.all()) == list(proposal.notes.all())
