"""When each act that is no move has its time: in these states and no others, whoever asks."""

from datetime import timedelta

import pytest

from casework.states import PROPOSAL_STATES
from programs.models import Proposal, ReturnNote
from programs.services import checks, costs, deferral, papers, partners, reviews, routing
from programs.services.drafts import save_step
from regions import clock
from tests import occasions, proposals
from tests.proposals import pdf

pytestmark = pytest.mark.django_db
CHECK, WRITABLE = ["in_verification"], ["draft", "returned"]
OPEN = [code for code, state in PROPOSAL_STATES.items() if not state.final]


def confirm(proposal, **by):
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=9)}
    return deferral.confirm_figures(proposal, participants=9, **days, **by)


# Act → who does it, in which states it has its time, and how it is done.
ACTS = {
    "save a step": ("proposer", WRITABLE, lambda p, **by: save_step(p, "tujuan", {}, version=p.case.version, **by)),
    "replace costs": ("proposer", WRITABLE, lambda p, **by: costs.replace_cost_lines(p, [], **by)),
    "attach a paper": ("proposer", WRITABLE, lambda p, **by: papers.attach_paper(p, pdf(), "other", **by)),
    "answer a note": ("proposer", ["returned"], lambda p, **by: checks.answer_note(ReturnNote(proposal=p), "", **by)),
    "name partners": ("proposer", OPEN, lambda p, **by: partners.set_partners(p, [], **by)),
    "fill the checklist": ("verifier", CHECK, lambda p, **by: checks.save_checklist(p, {}, **by)),
    "judge a note": ("verifier", CHECK, lambda p, **by: checks.judge_note(ReturnNote(proposal=p), "met", **by)),
    "advise to reject": ("verifier", CHECK, lambda p, **by: checks.recommend_rejection(p, reason="Ganda", **by)),
    "give back": ("head", CHECK, lambda p, **by: checks.give_back(p, reason="Lanjutkan", **by)),
    "reassign": ("head", CHECK, lambda p, **by: routing.reassign_verifier(p, p.verifier, reason="Cuti", **by)),
    "transfer": ("head", ["submitted", *CHECK], lambda p, **by: routing.transfer_upt(p, p.case.upt, reason="x", **by)),
    "name reviewers": ("coordinator", ["in_review"], lambda p, **by: reviews.assign_reviewers(p, [], **by)),
    "confirm figures": ("proposer", ["deferred"], confirm),
    "fill the budget": (
        "proposer",
        ["approved", "deferred", "in_progress"],
        lambda p, **by: costs.fill_budget_documents(p, {}, **by),
    ),
}


def test_each_act_has_its_time_in_its_states_and_in_no_other():
    people = proposals.cast()
    proposal = proposals.in_state("in_verification", people)
    Proposal.objects.filter(pk=proposal.pk).update(deferred_to=clock.today().year)
    assert occasions.found(ACTS, proposal, people, PROPOSAL_STATES) == occasions.meant(ACTS)
