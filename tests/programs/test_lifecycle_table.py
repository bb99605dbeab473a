"""The life of a proposal as a literal table: state × move × person → does it go, or who stops it."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import Institution
from accounts.roles import Role
from casework.workflow import NotAllowed, Refused, available, perform
from programs.services.checks import answer_note
from programs.services.deferral import confirm_figures
from programs.workflow import PROPOSAL
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db

BODY = {"proposer", "colleague"}
VERIFIERS = {"verifier", "other_verifier"}

# state → move → (who may, the state reached). What is not written here does not exist.
TABLE = {
    "draft": {
        "submit": (BODY, "submitted"),
        "discard": (BODY, "cancelled"),
    },
    "submitted": {
        "take": (VERIFIERS | {"head"}, "in_verification"),
        "assign": ({"head"}, "in_verification"),
        "withdraw": (BODY, "withdrawn"),
    },
    "in_verification": {
        "release": ({"verifier", "head", "clock"}, "submitted"),
        "return": ({"verifier"}, "returned"),
        "pass_on": ({"verifier", "head"}, "in_review"),
        "reject": ({"head"}, "rejected"),
        "withdraw": (BODY, "withdrawn"),
    },
    "returned": {
        "resubmit": (BODY, "in_verification"),
        "withdraw": (BODY, "withdrawn"),
        "drop": ({"head"}, "cancelled"),
    },
    "in_review": {
        "return": ({"coordinator"}, "returned"),
        "send_back": ({"coordinator"}, "in_verification"),
        "bring_to_decision": ({"coordinator"}, "awaiting_decision"),
        "reject": ({"approver"}, "rejected"),
        "withdraw": (BODY, "withdrawn"),
    },
    "awaiting_decision": {
        "return": ({"approver"}, "returned"),
        "ask_review": ({"approver"}, "in_review"),
        "approve": ({"approver"}, "approved"),
        "defer": ({"approver"}, "deferred"),
        "reject": ({"approver"}, "rejected"),
        "withdraw": (BODY, "withdrawn"),
    },
    "approved": {
        "start": (BODY | VERIFIERS | {"head"}, "in_progress"),
        "defer": ({"approver"}, "deferred"),
        "cancel": ({"approver"}, "cancelled"),
    },
    "deferred": {
        "resume": ({"coordinator"}, "in_review"),
        "withdraw": (BODY, "withdrawn"),
        "cancel": ({"approver"}, "cancelled"),
    },
    "in_progress": {
        "report": (BODY, "reporting"),
        "cancel": ({"approver"}, "cancelled"),
    },
    "reporting": {
        "reopen": ({"head"}, "in_progress"),
        "close": ({"head"}, "closed"),
    },
    "closed": {},
    "rejected": {},
    "withdrawn": {},
    "cancelled": {},
}

MOVES = [
    *("submit", "take", "assign", "release", "return", "resubmit", "pass_on", "send_back", "bring_to_decision"),
    "ask_review",
    *("approve", "defer", "resume", "reject", "withdraw", "discard", "start", "report", "reopen", "close", "cancel"),
    "drop",
]


def everybody(people: proposals.Cast) -> dict:
    """One person of every role, near and far; None is the clock."""
    office, centre, body = make.upt("BJM"), make.agency(), make.body()
    partner = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
    return {
        "proposer": people.proposer,
        "colleague": make.actor(body, Role.PROPOSER),
        "body_head": make.actor(body, Role.BODY_HEAD),
        "province_legal": make.actor(make.government(), Role.PROVINCE_LEGAL),
        "institution_admin": make.actor(body, Role.INSTITUTION_ADMIN),
        "other_body": make.actor(make.body(kind="diskominfo"), Role.PROPOSER),
        "other_province": make.actor(make.body(make.WEST_JAVA), Role.PROPOSER),
        "verifier": people.verifier,
        "other_verifier": make.actor(office, Role.VERIFIER),
        "head": people.head,
        "officer": people.officer,
        "other_upt": make.actor(make.upt("BDG"), Role.VERIFIER, Role.UPT_HEAD),
        "coordinator": people.coordinator,
        "reviewer": people.reviewers[0],
        "approver": people.approver,
        "centre_officer": make.actor(centre, Role.COOPERATION_OFFICER),
        "legal_officer": make.actor(centre, Role.LEGAL_OFFICER),
        "secretariat": make.actor(centre, Role.SECRETARIAT),
        "leadership": make.actor(centre, Role.LEADERSHIP),
        "administrator": make.actor(centre, Role.ADMINISTRATOR),
        "auditor": make.auditor(make.EAST_KALIMANTAN),
        "auditor_elsewhere": make.auditor(make.WEST_JAVA),
        "partner": make.actor(partner, Role.PARTNER),
        "clock": None,
    }


def ready(status: str, people: proposals.Cast):
    """A proposal in a state, with everything done that the guards of its moves ask for."""
    proposal = proposals.in_state(status, people)
    if status == "in_verification":
        proposals.check_all(proposal, people.verifier)
    elif status == "returned":
        answer_note(proposal.notes.get(), "Sudah dirinci.", actor=people.proposer)
    elif status == "in_review":
        proposals.score_all(proposal, people)
    elif status == "approved":
        proposals.cover(proposal)
        proposals.budgeted(proposal, people.proposer)
    elif status == "deferred":
        values = {"participants": 90, "starts_on": proposal.starts_on.replace(year=proposal.deferred_to)}
        confirm_figures(proposal, actor=people.proposer, ends_on=values["starts_on"] + timedelta(days=9), **values)
    return proposal


def data_of(move: str, proposal) -> dict:
    """What the move needs besides the person."""
    if move == "assign":
        return {"position": make.upt("BJM").positions.with_role(Role.VERIFIER).first()}
    if move == "return":
        return {"notes": [("tujuan", "Perjelas sasaran.")], "deadline": clock.today() + timedelta(days=14)}
    if move == "defer":
        return {"fiscal_year": proposal.fiscal_year + 1}
    if move == "pass_on":
        return {"recommendation": "Layak."}
    return proposals.report_values(proposal) if move == "report" else {}


def outcome(proposal, move: str, actor) -> str:
    """The state reached, or who stops it; nothing is kept."""
    later = clock.at(clock.now() + timedelta(days=30)) if move == "drop" else nullcontext()
    try:
        with transaction.atomic(), later:
            done = perform(proposal, move, actor=actor, comment="Sebabnya jelas.", **data_of(move, proposal))
            transaction.set_rollback(True)
            return done.case.status
    except NotAllowed:
        return "forbidden"
    except Refused as refusal:
        return f"refused: {refusal}"


def expected(status: str, move: str, name: str, sees: bool) -> str:
    who, target = TABLE[status].get(move, (set(), ""))
    if name in who:
        return target
    if name == "clock":
        return "refused"
    return "forbidden" if target or not sees else "refused"


def test_the_table_has_every_move_and_no_other():
    assert [row.name for row in PROPOSAL.transitions] == MOVES
    assert {move for moves in TABLE.values() for move in moves} == set(MOVES)
    assert {(row.name, source) for row in PROPOSAL.transitions for source in row.sources} == {
        (move, status) for status, moves in TABLE.items() for move in moves
    }


@pytest.mark.parametrize("status", TABLE)
def test_who_brings_a_proposal_from_a_state_where(status):
    people = proposals.cast()
    proposal = ready(status, people)
    seen, wrong = type(proposal).objects.filter(pk=proposal.pk), []
    for name, actor in everybody(people).items():
        sees = actor is not None and seen.visible_to(actor).exists()
        for move in MOVES:
            got, want = outcome(proposal, move, actor), expected(status, move, name, sees)
            if got.split(":")[0] != want:
                wrong.append(f"{status} · {move} · {name}: {got}, expected {want}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("status", TABLE)
def test_buttons_are_those_that_may(status):
    people = proposals.cast()
    proposal = ready(status, people)
    for name, actor in everybody(people).items():
        fresh = type(proposal).objects.select_related("case").get(pk=proposal.pk)
        shown = {row.name for row, _reasons in available(fresh, actor)} if actor else set()
        assert shown == {move for move, (who, _target) in TABLE[status].items() if name in who - {"clock"}}, name


def test_the_province_next_door_and_an_auditor_elsewhere_see_nothing():
    people = proposals.cast()
    proposal = proposals.in_state("submitted", people)
    rows = type(proposal).objects.filter(pk=proposal.pk)
    sees = {name for name, actor in everybody(people).items() if rows.visible_to(actor).exists()}
    assert {"proposer", "other_body", "verifier", "coordinator", "auditor"} <= sees
    assert not sees & {"other_province", "other_upt", "auditor_elsewhere", "partner", "clock"}
