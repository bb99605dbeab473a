"""The pages of the UPT: checklist, advice to reject, giving on and back, transfer; and the acts after approval."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.models import Case
from casework.workflow import perform
from programs.guards import open_round
from programs.models import CheckItem
from programs.services.checks import answer_note, recommend_rejection
from tests import factories, proposals
from tests.factories import sign_in
from tests.hostile.messages import listen

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def proposal(people):
    return proposals.in_state("in_verification", people)


def url(proposal, name) -> str:
    return reverse(f"programs:{name}", args=[proposal.pk])


def sent(proposal, **data) -> dict:
    return {"version": Case.objects.get(pk=proposal.case_id).version, "key": str(uuid.uuid4()), **data}


def holder(proposal):
    return Case.objects.get(pk=proposal.case_id).turns.open().get().position


def items(proposal) -> list[CheckItem]:
    return list(CheckItem.objects.for_kind(proposal.kind))


def test_the_checklist_is_saved_in_parts(client, people, proposal):
    first, second, *_rest = items(proposal)
    sign_in(client, people.verifier)
    data = {f"result_{first.pk}": "met", f"note_{first.pk}": "Bertanggal 3 November."}
    assert client.post(url(proposal, "check"), sent(proposal, **data)).status_code == 302
    data = {f"result_{second.pk}": "not_needed"}
    client.post(url(proposal, "check"), sent(proposal, **data))
    answers = {answer.item_id: (answer.result, answer.note) for answer in open_round(proposal).answers.all()}
    assert answers == {first.pk: ("met", "Bertanggal 3 November."), second.pk: ("not_needed", "")}
    page = client.get(url(proposal, "check"))
    assert page.context["form"].answered == 2
    assert page.context["form"][f"note_{first.pk}"].value() == "Bertanggal 3 November."


def test_what_is_not_met_says_why_and_what_was_typed_stays(client, people, proposal):
    first, second, *_rest = items(proposal)
    sign_in(client, people.verifier)
    data = {f"result_{first.pk}": "not_met", f"note_{second.pk}": "Tetap ada."}
    response = client.post(url(proposal, "check"), sent(proposal, **data))
    assert set(response.context["form"].errors) == {f"note_{first.pk}", f"result_{second.pk}"}
    assert response.context["form"][f"note_{second.pk}"].value() == "Tetap ada."
    assert open_round(proposal).answers.count() == 0


def test_what_stops_the_checklist_is_led_to_and_described(client, people, proposal):
    """The summary led to a place that was not on the page, and the words at a note said to the ear of nothing."""
    first, second, *_rest = items(proposal)
    data = sent(proposal, **{f"result_{first.pk}": "lain", f"result_{second.pk}": "not_met"})
    page = sign_in(client, people.verifier).post(url(proposal, "check"), data).content.decode()
    assert {f"result_{first.pk}", f"note_{second.pk}"} <= listen(page).described
    assert f'href="#div_id_result_{first.pk}"' in page and f'id="div_id_result_{first.pk}"' in page


def test_an_old_checklist_is_refused_and_kept(client, people, proposal):
    first, *_rest = items(proposal)
    sign_in(client, people.verifier)
    data = sent(proposal, **{f"result_{first.pk}": "met", f"note_{first.pk}": "Tetap ada.", "version": 1})
    response = client.post(url(proposal, "check"), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["form"][f"note_{first.pk}"].value() == "Tetap ada."
    assert client.post(url(proposal, "check"), sent(proposal, **data | sent(proposal))).status_code == 302


def test_everybody_in_sight_reads_the_checklist_and_few_write_it(client, people, proposal):
    proposals.check_all(proposal, people.verifier)
    response = sign_in(client, people.proposer).get(url(proposal, "check"))
    assert not response.context["may_write"]
    assert 'type="radio"' not in response.content.decode()
    assert client.post(url(proposal, "check"), sent(proposal)).status_code == 403
    assert sign_in(client, people.head).get(url(proposal, "check")).context["may_write"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_checklist_costs_the_same_for_one_answer_and_three(
    client, people, proposal, django_assert_num_queries, number
):
    sign_in(client, people.verifier)
    data = {f"result_{item.pk}": "met" for item in items(proposal)[:number]}
    client.post(url(proposal, "check"), sent(proposal, **data))
    client.get(url(proposal, "check"))
    with django_assert_num_queries(QUERIES):
        client.get(url(proposal, "check"))


def test_rejection_is_advised_and_given_back(client, people, proposal):
    sign_in(client, people.verifier)
    assert client.post(url(proposal, "advise"), sent(proposal, comment="")).context["form"].errors
    assert client.post(url(proposal, "advise"), sent(proposal, comment="Tumpang tindih.")).status_code == 302
    assert holder(proposal) == people.head.position
    page = sign_in(client, people.head).get(proposal.get_absolute_url())
    assert url(proposal, "give_back") in [button["url"] for button in page.context["acts"]]
    assert client.post(url(proposal, "give_back"), sent(proposal, comment="Masih bisa.")).status_code == 302
    assert holder(proposal) == people.verifier.position


def test_while_rejection_is_advised_the_verifier_waits(client, people, proposal):
    recommend_rejection(proposal, actor=people.verifier, reason="Tumpang tindih.")
    sign_in(client, people.verifier)
    assert client.get(url(proposal, "advise")).status_code == 403
    acts = client.get(proposal.get_absolute_url()).context["acts"]
    assert [button["url"].rstrip("/").rsplit("/", 1)[-1] for button in acts] == ["ingatkan"]


def test_the_head_gives_the_case_to_another_verifier(client, people, proposal):
    other = factories.actor(factories.upt(), Role.VERIFIER)
    vacant = factories.position(factories.upt(), Role.VERIFIER)
    sign_in(client, people.head)
    offered = set(client.get(url(proposal, "reassign")).context["form"].fields["position"].queryset)
    assert other.position in offered
    assert not offered & {vacant, people.verifier.position}
    data = sent(proposal, position=other.position.pk, comment="Cuti.")
    for _time in range(2):
        assert client.post(url(proposal, "reassign"), data).status_code == 302
    assert holder(proposal) == other.position
    assert proposal.case.trail.filter(action="proposal.reassign_verifier").count() == 1
    assert sign_in(client, people.verifier).get(url(proposal, "reassign")).status_code == 403


def test_a_misrouted_case_goes_to_another_upt_and_out_of_sight(client, people, proposal):
    factories.upt("MKS")
    sign_in(client, people.verifier)
    data = sent(proposal, upt="MKS", comment="Kegiatan di Makassar.")
    response = client.post(url(proposal, "transfer"), data)
    assert response["Location"] == reverse("programs:list")
    case = Case.objects.get(pk=proposal.case_id)
    assert (case.upt_id, case.status) == ("MKS", "submitted")
    assert client.get(proposal.get_absolute_url()).status_code == 404


def test_out_of_its_time_a_page_says_so(client, people):
    proposal = proposals.in_state("approved", people)
    for name in ("advise", "transfer", "figures"):
        response = sign_in(client, people.head).get(url(proposal, name))
        assert response.context["blocked"], name


def test_the_province_confirms_its_figures_for_the_new_year(client, people):
    proposal = proposals.in_state("deferred", people)
    year = proposal.deferred_to
    sign_in(client, people.proposer)
    data = {"participants": "1.200", "starts_on": date(year, 4, 1).isoformat(), "ends_on": date(year, 3, 1).isoformat()}
    response = client.post(url(proposal, "figures"), sent(proposal, **data))
    assert list(response.context["form"].errors) == ["ends_on"]
    assert response.context["form"]["participants"].value() == "1.200"
    data["ends_on"] = date(year, 6, 1).isoformat()
    assert client.post(url(proposal, "figures"), sent(proposal, **data)).status_code == 302
    proposal.refresh_from_db()
    assert proposal.participants == 1200
    assert proposal.figures_confirmed_at is not None


def test_budget_documents_are_filled_in_line_by_line(client, people):
    proposal = proposals.in_state("approved", people)
    first, second = proposal.cost_lines.all()
    sign_in(client, people.proposer)
    client.post(url(proposal, "budget"), sent(proposal, **{f"line_{first.pk}": "DPA 2.16", f"line_{second.pk}": ""}))
    first.refresh_from_db()
    assert first.budget_document == "DPA 2.16"
    assert sign_in(client, people.reviewers[0]).get(url(proposal, "budget")).status_code == 403


def test_what_is_not_met_becomes_the_notes_of_the_return_and_is_remembered(client, people, proposal):
    """Nobody writes a finding twice: not into the return, and not from memory at the next check."""
    sign_in(client, people.verifier)
    first, *rest = items(proposal)
    data = {f"result_{item.pk}": "met" for item in rest}
    data |= {f"result_{first.pk}": "not_met", f"note_{first.pk}": "Belum ditandatangani."}
    client.post(url(proposal, "check"), sent(proposal, **data))
    filled = client.get(proposal.get_absolute_url()).context["acts"][0]
    back = reverse("programs:move", args=[proposal.pk, "return"])
    assert (filled["url"], filled["kind"]) == (back, "primary")
    form = client.get(back).context["form"]
    assert (form["step_0"].value(), form["text_0"].value()) == (first.step, "Belum ditandatangani.")
    day = form["deadline"].value().isoformat()
    client.post(back, sent(proposal, step_0=first.step, text_0="Belum ditandatangani.", deadline=day))
    answer_note(proposal.notes.get(), "Sudah ditandatangani.", actor=people.proposer)
    perform(proposal, "resubmit", actor=people.proposer)
    form = client.get(url(proposal, "check")).context["form"]
    assert form.answered == 0 and "Belum ditandatangani." in form[f"result_{first.pk}"].help_text
