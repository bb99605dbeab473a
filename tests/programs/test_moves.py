"""The pages of moves: what they ask, what they refuse and keep, and that twice sent is once done."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.models import Case
from programs.models import ReturnNote
from programs.workflow import PROPOSAL
from regions import clock, working_days
from tests import factories, proposals
from tests.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def url(proposal, name) -> str:
    return reverse("programs:move", args=[proposal.pk, name])


def sent(proposal, **data) -> dict:
    version = Case.objects.get(pk=proposal.case_id).version
    return {"version": version, "key": str(uuid.uuid4()), "comment": "", **data}


def status_of(proposal) -> str:
    return Case.objects.get(pk=proposal.case_id).status


def errors(response) -> list[str]:
    form = response.context["form"]
    return list(form.errors)


@pytest.mark.parametrize(
    ("name", "status", "who"),
    [
        ("return", "in_verification", "verifier"),
        ("pass_on", "in_verification", "verifier"),
        ("send_back", "in_review", "coordinator"),
        ("withdraw", "submitted", "proposer"),
        ("report", "in_progress", "proposer"),
    ],
)
def test_the_page_of_a_move_asks_few_questions(client, people, django_assert_max_num_queries, name, status, who):
    proposal = proposals.in_state(status, people)
    sign_in(client, getattr(people, who))
    with django_assert_max_num_queries(12):
        assert client.get(url(proposal, name)).status_code == 200


def return_data(proposal, **data) -> dict:
    deadline = (clock.today() + timedelta(days=14)).isoformat()
    first = {"step_0": "biaya", "text_0": "Pisahkan honor dan sewa.", "deadline": deadline, "rows": "3"}
    return sent(proposal, **first | data)


def test_return_takes_notes_per_step_and_a_day(client, people):
    proposal = proposals.in_state("in_verification", people)
    sign_in(client, people.verifier)
    page = client.get(url(proposal, "return"))
    buttons = page.content.decode().split('name="rows"')[1]
    assert "<button" in buttons.split('name="more"')[0].rpartition("<button")[0], "Enter must not ask for more rows"
    offered = page.context["form"]["deadline"].value()
    assert working_days.working_days_between(clock.today("Asia/Makassar"), offered) == 10
    response = client.post(url(proposal, "return"), return_data(proposal, step_1="tujuan", text_1="Sebut sasaran."))
    assert response.status_code == 302
    notes = ReturnNote.objects.filter(proposal=proposal)
    assert [(note.step, note.text) for note in notes] == [
        ("biaya", "Pisahkan honor dan sewa."),
        ("tujuan", "Sebut sasaran."),
    ]
    assert status_of(proposal) == "returned"


def test_more_rows_for_notes_without_a_script_lose_nothing(client, people):
    proposal = proposals.in_state("in_verification", people)
    sign_in(client, people.verifier)
    response = client.post(url(proposal, "return"), return_data(proposal, more="1"))
    form = response.context["form"]
    assert form.count == 6
    assert form["text_0"].value() == "Pisahkan honor dan sewa."
    assert not form.errors
    assert status_of(proposal) == "in_verification"
    data = return_data(proposal, rows="6", step_5="dokumen", text_5="Surat belum bertanggal.")
    client.post(url(proposal, "return"), data)
    assert ReturnNote.objects.filter(proposal=proposal).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"step_0": ""}, "step_0"),
        ({"text_0": ""}, "text_0"),
        ({"step_0": "hantu"}, "step_0"),
        ({"deadline": ""}, "deadline"),
        ({"deadline": "01/02/2027"}, "deadline"),
        ({"deadline": "2020-01-01"}, "deadline"),
        ({"step_0": "", "text_0": ""}, "__all__"),
        ({"rows": "10" * 30, "text_0": "x" * 3000}, "text_0"),
        ({"key": "bukan-kunci"}, "key"),
    ],
)
def test_return_names_the_field_and_keeps_what_was_typed(client, people, changes, field):
    proposal = proposals.in_state("in_verification", people)
    sign_in(client, people.verifier)
    data = return_data(proposal, step_1="tujuan", text_1="Tetap ada.", **changes)
    if field == "__all__":
        data |= {"step_1": "", "text_1": ""}
    response = client.post(url(proposal, "return"), data)
    assert response.status_code == 200
    assert field in errors(response)
    assert field == "__all__" or response.context["form"]["text_1"].value() == "Tetap ada."
    assert "data-focus-first" in response.content.decode()
    assert status_of(proposal) == "in_verification"


def test_sent_twice_it_is_done_once(client, people):
    proposal = proposals.in_state("submitted", people)
    sign_in(client, people.verifier)
    data = sent(proposal)
    for _time in range(2):
        assert client.post(url(proposal, "take"), data).status_code == 302
    assert proposal.case.trail.filter(action="proposal.take").count() == 1


def test_an_old_page_is_refused_with_the_text_kept(client, people):
    proposal = proposals.in_state("in_verification", people)
    proposals.check_all(proposal, people.verifier)
    sign_in(client, people.verifier)
    data = sent(proposal, recommendation="Layak, ruang tersedia.", version=1)
    response = client.post(url(proposal, "pass_on"), data)
    assert response.status_code == 200
    assert response.context["form"]["recommendation"].value() == "Layak, ruang tersedia."
    assert status_of(proposal) == "in_verification"
    again = data | {"version": response.context["form"]["version"].value()}
    assert client.post(url(proposal, "pass_on"), again).status_code == 302
    assert status_of(proposal) == "in_review"


def test_who_may_see_but_not_do_is_told_who_does(client, people):
    proposal = proposals.in_state("in_verification", people)
    sign_in(client, people.proposer)
    for ask in (client.get, client.post):
        response = ask(url(proposal, "return"), return_data(proposal))
        assert response.status_code == 403
        assert str(PROPOSAL["return"].allowed.who) in response.content.decode()


def test_out_of_sight_or_unknown_there_is_nothing(client, people):
    proposal = proposals.in_state("in_verification", people)
    stranger = factories.actor(factories.body("32"), factories.Role.PROPOSER)
    assert sign_in(client, stranger).get(url(proposal, "withdraw")).status_code == 404
    assert sign_in(client, people.verifier).get(url(proposal, "hantu")).status_code == 404


def test_what_is_not_possible_now_is_said_without_a_button(client, people):
    proposal = proposals.in_state("in_verification", people)
    response = sign_in(client, people.verifier).get(url(proposal, "pass_on"))
    assert response.context["blocked"]
    assert "btn-primary end" not in response.content.decode()
    response = client.post(url(proposal, "pass_on"), sent(proposal, recommendation="Layak."))
    assert response.status_code == 200
    assert status_of(proposal) == "in_verification"


def test_a_reason_is_required_where_the_table_says_so(client, people):
    proposal = proposals.in_state("submitted", people)
    sign_in(client, people.proposer)
    response = client.post(url(proposal, "withdraw"), sent(proposal, comment="  "))
    assert errors(response) == ["comment"]
    assert client.post(url(proposal, "withdraw"), sent(proposal, comment="Berubah.")).status_code == 302
    assert status_of(proposal) == "withdrawn"


def test_defer_offers_later_years_only(client, people):
    proposal = proposals.in_state("awaiting_decision", people)
    sign_in(client, people.approver)
    years = [year for year, _label in client.get(url(proposal, "defer")).context["form"].fields["fiscal_year"].choices]
    assert years == [proposal.fiscal_year + plus for plus in range(1, 6)]
    response = client.post(url(proposal, "defer"), sent(proposal, comment="Habis.", fiscal_year=proposal.fiscal_year))
    assert errors(response) == ["fiscal_year"]
    client.post(url(proposal, "defer"), sent(proposal, comment="Habis.", fiscal_year=years[0]))
    assert status_of(proposal) == "deferred"


def report_data(proposal, **data) -> dict:
    figures = {"people_reached": "118", "people_passed": "101", "summary": "Tercapai."}
    spent = {"spent_0": "Rp 30.000.000", "spent_1": "38.500.000"}
    return sent(proposal, **figures | spent | {"file": proposals.pdf("laporan.pdf")} | data)


def test_a_report_closes_in_on_the_end(client, people):
    proposal = proposals.in_state("in_progress", people)
    page = sign_in(client, people.proposer).get(url(proposal, "report")).content.decode()
    assert page.index('name="people_passed"') < page.index('name="spent_1"') < page.index('name="summary"')
    assert client.post(url(proposal, "report"), report_data(proposal)).status_code == 302
    report = proposal.reports.get()
    assert (report.people_reached, report.people_passed) == (118, 101)
    assert sorted(report.spendings.values_list("spent", flat=True)) == [30_000_000, 38_500_000]
    assert status_of(proposal) == "reporting"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people_passed": "119"}, "people_passed"),
        ({"people_reached": "-1"}, "people_reached"),
        ({"people_reached": "9" * 40}, "people_reached"),
        ({"spent_1": "40.000.001"}, "spent_1"),
        ({"spent_1": "1,5"}, "spent_1"),
        ({"spent_0": ""}, "spent_0"),
        ({"file": ""}, "file"),
    ],
)
def test_a_report_names_the_field_that_is_wrong(client, people, changes, field):
    proposal = proposals.in_state("in_progress", people)
    sign_in(client, people.proposer)
    response = client.post(url(proposal, "report"), report_data(proposal, **changes))
    assert response.status_code == 200
    assert errors(response) == [field]
    assert response.context["form"]["summary"].value() == "Tercapai."
    assert proposal.reports.count() == 0


def test_after_a_withdrawal_in_draft_one_stands_on_a_page_one_may_see(client, people):
    proposal = proposals.in_state("draft", people)
    sign_in(client, people.proposer)
    response = client.post(url(proposal, "discard"), sent(proposal), follow=True)
    assert response.status_code == 200
    assert status_of(proposal) == "cancelled"


@pytest.mark.parametrize("status", ["in_verification", "in_review", "awaiting_decision", "approved", "in_progress"])
def test_every_move_from_a_state_has_a_page_for_who_may(client, people, status):
    proposal = proposals.in_state(status, people)
    actors = [people.proposer, people.verifier, people.head, people.coordinator, people.approver]
    for row in PROPOSAL.from_state(status):
        for actor in actors:
            expected = 200 if row.allowed(actor, proposal) else 403
            assert sign_in(client, actor).get(url(proposal, row.name)).status_code == expected, (row.name, actor)
