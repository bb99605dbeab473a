"""Submitting: number, route, first date, window of the offer, snapshots; and a province without UPT."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from accounts.models import Holding
from accounts.roles import Role
from casework.models import Notice
from casework.workflow import Refused, perform
from programs.kinds import Step
from programs.models import Proposal
from programs.services.checks import answer_note
from programs.services.drafts import alarm_without_upt, save_step
from programs.services.offers import withdraw_offer
from regions import clock
from regions.models import Coverage
from tests import factories as make
from tests import proposals
from tests.programs.test_drafts import an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def test_submission_gives_number_route_and_first_date(people):
    draft = proposals.complete_draft(people.proposer)
    with clock.at(datetime(2027, 1, 1, 1, tzinfo=UTC)):
        proposal = perform(draft, "submit", actor=people.proposer)
        assert proposal.first_submitted_at == proposal.case.shared_at == clock.now()
    assert proposal.case.number == "USL/2027/0001"
    assert proposal.case.upt.code == "BJM"
    turn = proposal.case.turns.get(closed_at=None)
    assert (turn.institution, turn.pool_role, turn.allowance) == (make.upt(), "verifier", 2)


def test_the_year_of_the_number_is_the_year_in_jakarta(people):
    draft = proposals.complete_draft(people.proposer)
    with clock.at(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):  # 1 January in Samarinda, 31 December in Jakarta
        assert perform(draft, "submit", actor=people.proposer).case.number == "USL/2026/0001"


def test_numbers_have_no_gap_after_a_refusal(people):
    first, second = (proposals.complete_draft(people.proposer) for _ in range(2))
    empty = proposals.draft(people.proposer)
    perform(first, "submit", actor=people.proposer)
    with pytest.raises(Refused):
        perform(empty, "submit", actor=people.proposer)
    assert perform(second, "submit", actor=people.proposer).case.number.endswith("/0002")


def test_an_incomplete_draft_says_which_steps(people):
    with pytest.raises(Refused) as refusal:
        perform(proposals.draft(people.proposer), "submit", actor=people.proposer)
    assert len(refusal.value.reasons) == 5


def test_the_upt_of_the_day_is_stored_and_stays(people):
    today = clock.today("Asia/Makassar")
    Coverage.objects.filter(province="64").update(ends_on=today)
    make.upt("MKS")
    Coverage.objects.create(
        province=make.province(), upt=make.upt("MKS").upt, starts_on=today + timedelta(days=1), confidence="A"
    )
    now, later = (proposals.complete_draft(people.proposer) for _ in range(2))
    now = perform(now, "submit", actor=people.proposer)
    with clock.at(clock.now() + timedelta(days=1)):
        later = perform(later, "submit", actor=people.proposer)
    assert (now.case.upt.code, later.case.upt.code) == ("BJM", "MKS")


def test_without_an_upt_the_draft_waits_and_the_centre_hears_once_a_day(people):
    Coverage.objects.filter(province="64").delete()
    draft = proposals.complete_draft(people.proposer)
    with pytest.raises(Refused) as refusal:
        perform(draft, "submit", actor=people.proposer)
    assert "Kalimantan Timur" in refusal.value.reasons[0]
    assert Proposal.objects.get(pk=draft.pk).case.status == "draft"
    assert alarm_without_upt(draft, actor=people.proposer)
    assert not alarm_without_upt(draft, actor=people.proposer)
    told = Notice.objects.filter(kind="proposal.wait_for_upt")
    assert [notice.recipient for notice in told] == [people.coordinator.user]
    with clock.at(clock.now() + timedelta(days=1)):
        assert alarm_without_upt(draft, actor=people.proposer)
    Coverage.objects.create(province=make.province(), upt=make.upt().upt, confidence="A")
    assert not alarm_without_upt(draft, actor=people.proposer)
    assert perform(draft, "submit", actor=people.proposer).case.status == "submitted"


def from_offer(people, **window):
    offer = an_offer(people.coordinator, kind="pelatihan_asn", **window)
    return offer, proposals.complete_draft(people.proposer, offer=offer)


def test_an_offer_that_closed_meanwhile_says_so(people):
    offer, draft = from_offer(people)
    last = datetime.combine(offer.closes_on, datetime.min.time(), tzinfo=UTC) + timedelta(hours=10)
    with clock.at(last + timedelta(days=1)), pytest.raises(Refused) as refusal:
        perform(draft, "submit", actor=people.proposer)
    assert offer.title in str(refusal.value.reasons[0])
    with clock.at(last):
        assert perform(draft, "submit", actor=people.proposer).case.number


def test_a_withdrawn_offer_says_why(people):
    offer, draft = from_offer(people)
    withdraw_offer(offer, actor=people.coordinator, reason="Anggaran dipotong")
    with pytest.raises(Refused, match="Anggaran dipotong"):
        perform(draft, "submit", actor=people.proposer)


def returned(people, **values) -> Proposal:
    proposal = proposals.in_state("returned", people)
    answer_note(proposal.notes.get(), "Sudah.", actor=people.proposer)
    return Proposal.objects.get(pk=proposal.pk)


def test_resubmission_keeps_number_and_first_date_and_goes_to_the_same_verifier(people):
    before = returned(people)
    with clock.at(clock.now() + timedelta(days=3)):
        after = perform(before, "resubmit", actor=people.proposer)
        assert after.last_submitted_at == clock.now()
    assert (after.case.number, after.first_submitted_at) == (before.case.number, before.first_submitted_at)
    assert (after.submissions, after.revise_by, after.case.status) == (2, None, "in_verification")
    turn = after.case.turns.get(closed_at=None)
    assert (turn.position, turn.allowance) == (people.verifier.position, 2)


def test_when_the_verifier_has_left_the_pool_takes_over(people):
    proposal = returned(people)
    Holding.objects.filter(position=people.verifier.position).update(ends_on=clock.today() - timedelta(days=1))
    after = perform(proposal, "resubmit", actor=people.proposer)
    assert (after.case.status, after.verifier) == ("submitted", None)
    assert after.case.turns.get(closed_at=None).pool_role == "verifier"
    colleague = make.actor(make.upt(), Role.VERIFIER)
    assert perform(after, "take", actor=colleague).verifier == colleague.position


def test_unanswered_notes_and_new_gaps_stop_a_resubmission(people):
    proposal = proposals.in_state("returned", people)
    save_step(proposal, Step.AIM, {"aim": ""}, actor=people.proposer, version=proposal.case.version)
    with pytest.raises(Refused) as refusal:
        perform(proposal, "resubmit", actor=people.proposer)
    assert len(refusal.value.reasons) == 2


def test_the_history_of_a_draft_is_one_snapshot_per_submission(people):
    events = apps.get_model("programs", "ProposalEvent").objects
    proposal = proposals.complete_draft(people.proposer)
    assert not events.exists()
    proposal = perform(proposal, "submit", actor=people.proposer)
    proposal = perform(proposal, "take", actor=people.verifier)
    proposal = proposals.ROADS["returned"][1](proposal, people)
    answer_note(proposal.notes.get(), "Sudah.", actor=people.proposer)
    proposal.refresh_from_db()
    proposal = save_step(proposal, Step.AIM, {"aim": "Baru"}, actor=people.proposer, version=proposal.case.version)
    perform(proposal, "resubmit", actor=people.proposer)
    assert [event.aim for event in events.order_by("pgh_id")] == ["Perangkat daerah mengolah datanya sendiri", "Baru"]
    assert apps.get_model("programs", "CostLineEvent").objects.count() == 4
    assert apps.get_model("programs", "AsnTrainingEvent").objects.count() == 2


def test_withdrawing_ends_it_and_tells_the_upt(people):
    proposal = perform(
        proposals.in_state("in_verification", people), "withdraw", actor=people.proposer, comment="Berubah"
    )
    assert proposal.case.closed_at and not proposal.case.turns.open().exists()
    assert proposal.rounds.get().outcome == "withdraw"
    assert [n.recipient for n in Notice.objects.filter(kind="proposal.withdraw")] == [people.verifier.user]
