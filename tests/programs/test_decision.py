"""Decision: separation of duties, deferral to a later year and back."""

from datetime import date, timedelta

import pytest

from accounts.actors import Actor
from accounts.models import Holding
from accounts.roles import Role
from casework.workflow import Refused, available, perform
from programs.models import Proposal
from programs.services.deferral import confirm_figures
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def as_approver(user) -> Actor:
    """The same person, now sitting in a chair that decides."""
    seat = make.position(make.agency(), Role.APPROVER)
    make.holding(seat, user)
    return Actor(user, Holding.objects.with_people().get(position=seat))


@pytest.mark.parametrize("part", ["proposer", "verifier", "reviewers"])
def test_nobody_decides_on_what_he_wrote_checked_or_reviewed(people, part):
    proposal = proposals.in_state("awaiting_decision", people)
    who = getattr(people, part)
    decider = as_approver((who[0] if part == "reviewers" else who).user)
    fresh = Proposal.objects.select_related("case").get(pk=proposal.pk)
    blocked = {row.name for row, reasons in available(fresh, decider) if reasons}
    assert blocked == {"approve", "defer", "reject"}
    for move in ("approve", "reject"):
        with pytest.raises(Refused):
            perform(proposal, move, actor=decider, comment="Alasan")


def test_whoever_sits_in_a_chair_that_checked_does_not_decide_either(people):
    """The position did it, whoever held it then."""
    proposal = proposals.in_state("awaiting_decision", people)
    reviewer = people.reviewers[0].position
    reviewer.roles = [Role.REVIEWER, Role.APPROVER]
    reviewer.save()
    Holding.objects.filter(position=reviewer).update(ends_on=clock.today() - timedelta(days=1))
    person = make.user()
    make.holding(reviewer, person, starts_on=clock.today())
    successor = Actor(person, Holding.objects.with_people().get(position=reviewer, user=person))
    with pytest.raises(Refused):
        perform(proposal, "approve", actor=successor)
    assert perform(proposal, "approve", actor=people.approver).approved_at


def test_only_the_coordinator_who_arranged_it_may_also_decide(people):
    """Assigning reviewers is neither writing, checking nor reviewing."""
    proposal = proposals.in_state("awaiting_decision", people)
    assert perform(proposal, "approve", actor=as_approver(people.coordinator.user)).case.status == "approved"


def defer(proposal, people, **data):
    return perform(proposal, "defer", actor=people.approver, comment="Anggaran habis", **data)


def test_a_deferral_names_a_later_year_and_waits_for_it(people):
    proposal = proposals.in_state("awaiting_decision", people)
    year = proposal.fiscal_year
    for wrong in (None, year - 1, year, year + 6, 10**9):
        with pytest.raises(Refused) as refusal:
            defer(proposal, people, fiscal_year=wrong)
        assert refusal.value.field == "fiscal_year"
    proposal = defer(proposal, people, fiscal_year=year + 1)
    turn = proposal.case.turns.get(closed_at=None)
    assert (turn.pool_role, turn.institution, turn.due_on) == ("coordinator", make.agency(), date(year + 1, 1, 1))


def confirm(proposal, people, **values):
    year = proposal.deferred_to
    values = {"participants": 90, "starts_on": date(year, 4, 1), "ends_on": date(year, 5, 1)} | values
    return confirm_figures(proposal, actor=people.proposer, **values)


def test_it_resumes_when_the_province_has_confirmed_and_is_reviewed_anew(people):
    proposal = proposals.in_state("deferred", people)
    year = proposal.deferred_to
    with pytest.raises(Refused):
        perform(proposal, "resume", actor=people.coordinator)
    confirm(proposal, people)
    proposal = perform(proposal, "resume", actor=people.coordinator)
    assert (proposal.fiscal_year, proposal.participants, proposal.starts_on) == (year, 90, date(year, 4, 1))
    assert set(proposal.cost_lines.values_list("fiscal_year", flat=True)) == {year}
    with pytest.raises(Refused):
        perform(proposal, "bring_to_decision", actor=people.coordinator)
    proposals.score_all(proposal, people)
    assert perform(proposal, "bring_to_decision", actor=people.coordinator)


def test_deferred_again_the_figures_are_confirmed_again(people):
    proposal = proposals.in_state("deferred", people)
    confirm(proposal, people)
    proposal = perform(proposal, "resume", actor=people.coordinator)
    proposals.score_all(proposal, people)
    proposal = perform(proposal, "bring_to_decision", actor=people.coordinator)
    proposal = defer(proposal, people, fiscal_year=proposal.fiscal_year + 1)
    assert proposal.figures_confirmed_at is None


def test_new_costs_come_with_the_confirmation_and_are_whole(people):
    proposal = proposals.in_state("deferred", people)
    with pytest.raises(Refused):
        confirm(proposal, people, lines=[])
    with pytest.raises(Refused):
        confirm(proposal, people, lines=[{"item": "Pengajar"}])
    assert Proposal.objects.get(pk=proposal.pk).total == 70_000_000
    assert confirm(proposal, people, lines=proposals.cost_lines()[:1]).total == 40_000_000


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(2020, 1, 1)}, "starts_on"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"participants": 0}, "participants"),
    ],
)
def test_figures_belong_to_the_new_year(people, values, field):
    proposal = proposals.in_state("deferred", people)
    with pytest.raises(Refused) as refusal:
        confirm(proposal, people, **values)
    assert refusal.value.field == field
