"""From approval to the accepted report: who holds it, the gate on the start, money spent, who accepts."""

from datetime import timedelta

import pytest

from accounts.actors import Actor
from accounts.models import Holding
from accounts.roles import Role
from casework.workflow import NotAllowed, Refused, perform
from programs.services.costs import fill_budget_documents
from programs.services.covers import record_cover, remove_cover
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def turn(proposal):
    return proposal.case.turns.get(closed_at=None)


def start(proposal, people):
    return perform(proposal, "start", actor=people.proposer)


def test_while_an_agreement_is_needed_the_cooperation_officers_hold_it(people):
    proposal = proposals.in_state("approved", people)
    assert (turn(proposal).pool_role, turn(proposal).institution) == ("cooperation_officer", make.upt())
    case, today = proposals.agreement_case(proposal.body), clock.today()
    record_cover(proposal, case, today, today + timedelta(days=365))
    assert (turn(proposal).seat, turn(proposal).position) == ("proposer", people.proposer.position)
    remove_cover(proposal, case)
    assert turn(proposal).pool_role == "cooperation_officer"


def test_an_upt_without_such_an_officer_leaves_it_to_the_centre(people):
    people.officer.position.roles = [Role.INSTITUTION_ADMIN]
    people.officer.position.save()
    assert turn(proposals.in_state("approved", people)).institution == make.agency()


def test_moving_the_days_of_a_cover_moves_no_turn(people):
    proposal = proposals.in_state("approved", people)
    case, today = proposals.agreement_case(proposal.body), clock.today()
    record_cover(proposal, case, today, today + timedelta(days=365))
    before = turn(proposal)
    record_cover(proposal, case, today, today + timedelta(days=400))
    assert turn(proposal) == before
    assert proposal.covers.get().ends_on == today + timedelta(days=400)


def test_costs_of_one_party_need_no_agreement(people):
    proposal = proposals.in_state("approved", people, shared=False)
    assert turn(proposal).position == people.proposer.position
    assert start(proposal, people).case.status == "in_progress"


@pytest.mark.parametrize(("begins", "ends", "goes"), [(0, 0, True), (1, 9, False), (-9, -1, False), (-9, 9, True)])
def test_shared_costs_start_only_under_an_agreement_in_force_that_day(people, begins, ends, goes):
    proposal, today = proposals.in_state("approved", people), clock.today("Asia/Makassar")
    proposals.budgeted(proposal, people.proposer)
    case = proposals.agreement_case(proposal.body)
    record_cover(proposal, case, today + timedelta(days=begins), today + timedelta(days=ends))
    if goes:
        assert start(proposal, people).case.status == "in_progress"
    else:
        with pytest.raises(Refused):
            start(proposal, people)


def test_shared_costs_start_only_with_the_budget_document_of_each_who_pays(people):
    proposal = proposals.in_state("approved", people)
    proposals.cover(proposal)
    province, centre = proposal.cost_lines.all()
    fill_budget_documents(proposal, {province.pk: "DPA 1"}, actor=people.proposer)
    with pytest.raises(Refused) as refusal:
        start(proposal, people)
    assert len(refusal.value.reasons) == 1
    centre.form = "in_kind"
    centre.save()
    assert start(proposal, people).case.status == "in_progress"


def test_budget_documents_are_filled_by_those_concerned(people):
    proposal = proposals.in_state("approved", people)
    line = proposal.cost_lines.first()
    for actor in (people.proposer, people.officer, people.coordinator):
        fill_budget_documents(proposal, {line.pk: f"DPA {actor.user.pk}"}, actor=actor)
    for actor in (people.reviewers[0], make.actor(make.body(kind="diskominfo"), Role.PROPOSER)):
        with pytest.raises(NotAllowed):
            fill_budget_documents(proposal, {line.pk: "DPA 9"}, actor=actor)
    line.refresh_from_db()
    assert (line.budget_document, line.amount) == (f"DPA {people.coordinator.user.pk}", 40_000_000)


def test_a_programme_under_way_is_due_at_its_planned_end(people):
    proposal = proposals.in_state("in_progress", people)
    assert (turn(proposal).due_on, turn(proposal).position) == (proposal.ends_on, people.proposer.position)


def report(proposal, people, **changed):
    return perform(proposal, "report", actor=people.proposer, **proposals.report_values(proposal) | changed)


def test_a_report_says_people_money_and_brings_a_file(people):
    proposal = report(proposals.in_state("in_progress", people), people)
    row = proposal.reports.get()
    assert (row.people_reached, row.people_passed, row.document.kind) == (118, 101, "report")
    assert list(row.spendings.order_by("source").values_list("source", "planned", "spent")) == [
        ("apbd", 40_000_000, 40_000_000),
        ("apbn_centre", 30_000_000, 30_000_000),
    ]
    assert turn(proposal).position == people.head.position


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people_passed": 119}, "people_passed"),
        ({"file": None}, "file"),
        ({"spent": {}}, "spent"),
        ({"spent": {"apbd": 40_000_001, "apbn_centre": 0}}, "spent"),
        ({"spent": {"apbd": -1, "apbn_centre": 0}}, "spent"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused(people, changed, field):
    proposal = proposals.in_state("in_progress", people)
    with pytest.raises(Refused) as refusal:
        report(proposal, people, **changed)
    assert refusal.value.field == field
    assert not proposal.reports.exists() and not proposal.case.documents.filter(kind="report").exists()


def test_whoever_reported_does_not_accept(people):
    proposal = report(proposals.in_state("in_progress", people), people)
    seat = make.position(make.upt(), Role.UPT_HEAD)
    make.holding(seat, people.proposer.user)
    twice = Actor(people.proposer.user, Holding.objects.with_people().get(position=seat))
    with pytest.raises(Refused):
        perform(proposal, "close", actor=twice)
    assert perform(proposal, "close", actor=people.head).case.closed_at


def test_a_report_sent_back_after_the_planned_end_has_days_of_its_own(people):
    proposal = proposals.in_state("reporting", people)
    with clock.at(clock.now() + timedelta(days=800)):
        proposal = perform(proposal, "reopen", actor=people.head, comment="Lampirkan daftar hadir")
        assert (turn(proposal).allowance, turn(proposal).due_on > clock.today()) == (10, True)
    assert report(proposal, people).reports.count() == 2
