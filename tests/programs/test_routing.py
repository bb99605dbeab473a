"""Handing a case to another verifier, or to the UPT it belongs to."""

from datetime import timedelta

import pytest

from accounts.models import Holding
from accounts.roles import Role
from casework.models import Notice
from casework.workflow import NotAllowed, Refused, perform
from programs.models import Proposal
from programs.services.checks import recommend_rejection
from programs.services.routing import reassign_verifier, transfer_upt
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def turn(proposal):
    return proposal.case.turns.get(closed_at=None)


def test_the_head_gives_it_to_another_verifier_and_the_last_day_stays(people):
    proposal, colleague = proposals.in_state("in_verification", people), make.actor(make.upt(), Role.VERIFIER)
    due_on = turn(proposal).due_on
    proposals.check_all(proposal, people.verifier)
    with clock.at(clock.now() + timedelta(days=2)):
        reassign_verifier(proposal, colleague.position, actor=people.head, reason="Cuti")
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (turn(proposal).position, turn(proposal).due_on) == (colleague.position, due_on)
    assert (proposal.verifier, proposal.rounds.get().verifier) == (colleague.position, colleague.position)
    assert [n.recipient for n in Notice.objects.filter(kind="proposal.reassign_verifier")] == [colleague.user]
    with pytest.raises(NotAllowed):
        perform(proposal, "pass_on", actor=people.verifier, recommendation="Layak.")
    assert perform(proposal, "pass_on", actor=colleague, recommendation="Layak.").case.status == "in_review"


def test_reassigning_settles_advice_to_reject(people):
    proposal, colleague = proposals.in_state("in_verification", people), make.actor(make.upt(), Role.VERIFIER)
    recommend_rejection(proposal, actor=people.verifier, reason="Di luar kewenangan")
    reassign_verifier(proposal, colleague.position, actor=people.head, reason="Mohon dilihat lagi")
    assert (turn(proposal).position, proposal.rounds.get().rejection_advice) == (colleague.position, "")


def test_who_cannot_be_given_it(people):
    proposal = proposals.in_state("in_verification", people)
    gone = make.actor(make.upt(), Role.VERIFIER)
    Holding.objects.filter(position=gone.position).update(ends_on=clock.today() - timedelta(days=1))
    elsewhere = make.actor(make.upt("MKS"), Role.VERIFIER)
    for position in (gone.position, elsewhere.position, people.officer.position, people.verifier.position):
        with pytest.raises(Refused) as refusal:
            reassign_verifier(proposal, position, actor=people.head, reason="Cuti")
        assert refusal.value.field == "position"
    with pytest.raises(NotAllowed):
        reassign_verifier(proposal, people.head.position, actor=people.verifier, reason="Cuti")
    with pytest.raises(Refused) as refusal:
        reassign_verifier(proposal, people.head.position, actor=people.head, reason=" ")
    assert refusal.value.field == "comment"


@pytest.mark.parametrize(
    ("status", "who"),
    [
        ("submitted", "verifier"),
        ("submitted", "head"),
        ("submitted", "coordinator"),
        ("in_verification", "verifier"),
        ("in_verification", "head"),
    ],
)
def test_a_misrouted_case_goes_to_the_pool_of_the_right_upt(people, status, who):
    proposal, right = proposals.in_state(status, people), make.upt("MKS")
    there = make.actor(right, Role.VERIFIER)
    transfer_upt(proposal, right.upt, actor=getattr(people, who), reason="Wilayah kerja Makassar")
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.case.status, proposal.case.upt, proposal.verifier) == ("submitted", right.upt, None)
    assert (turn(proposal).institution, turn(proposal).pool_role, turn(proposal).allowance) == (right, "verifier", 2)
    line = proposal.case.trail.first()
    assert (line.action, line.comment) == ("proposal.transfer_upt", "Wilayah kerja Makassar")
    assert there.user in {n.recipient for n in Notice.objects.filter(kind="proposal.transfer_upt")}
    assert not Proposal.objects.visible_to(people.verifier).exists()
    assert perform(proposal, "take", actor=there).verifier == there.position


def test_who_may_not_transfer_and_whereto_not(people):
    submitted = proposals.in_state("submitted", people)
    right = make.upt("MKS").upt
    for actor in (people.proposer, people.approver, people.officer):
        with pytest.raises(NotAllowed):
            transfer_upt(submitted, right, actor=actor, reason="Salah alamat")
    closed = make.upt("MDN")
    closed.is_active = False
    closed.save()
    for upt in (make.upt().upt, closed.upt):
        with pytest.raises(Refused) as refusal:
            transfer_upt(submitted, upt, actor=people.head, reason="Salah alamat")
        assert refusal.value.field == "upt"
    taken = proposals.in_state("in_verification", people)
    with pytest.raises(NotAllowed):
        transfer_upt(taken, right, actor=people.coordinator, reason="Salah alamat")
    with pytest.raises(Refused):
        transfer_upt(proposals.in_state("in_review", people), right, actor=people.head, reason="Salah alamat")
