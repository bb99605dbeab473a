"""The life of a cooperation document as a literal table: state × move × person → does it go, or who stops it."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import Institution
from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from agreements.workflow import AGREEMENT
from casework.workflow import NotAllowed, Refused, available, perform
from regions import clock
from tests import factories as make
from tests import pacts
from tests.proposals import pdf

pytestmark = pytest.mark.django_db

DRAFTERS = {"officer", "upt_officer"}
READERS = {"proposer", "colleague", "head", "governor", "province_legal"}
LAWYERS = {"legal", "province_legal"}

# state → move → (who may, the state reached). What is not written here does not exist.
TABLE = {
    "draft": {
        "send_for_review": (DRAFTERS, "party_review"),
        "register": (DRAFTERS, "in_force"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "party_review": {
        "answer": (READERS, "party_review"),
        "accept": (READERS, "legal_review"),
        "redraft": (DRAFTERS | {"legal"}, "draft"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "legal_review": {
        "need_council": ({"province_legal"}, "council"),
        "clear": (LAWYERS, "ready"),
        "redraft": (DRAFTERS | {"legal"}, "draft"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "council": {
        "clear": (LAWYERS, "ready"),
        "redraft": (DRAFTERS | {"legal"}, "draft"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "ready": {
        "sign": (DRAFTERS | {"head", "governor", "province_legal"}, "partly_signed"),
        "redraft": (DRAFTERS | {"legal"}, "draft"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "partly_signed": {
        "sign": (DRAFTERS | {"head", "governor", "province_legal"}, "partly_signed"),
        "bring_into_force": (set(), "in_force"),
        "redraft": (DRAFTERS | {"legal"}, "draft"),
        "cancel": (DRAFTERS, "cancelled"),
    },
    "in_force": {
        "expire": (set(), "expired"),
        "terminate": ({"approver"}, "terminated"),
    },
    "expired": {},
    "terminated": {},
    "cancelled": {},
}

MOVES = [
    *("send_for_review", "answer", "accept", "need_council", "clear", "sign", "bring_into_force", "register"),
    *("redraft", "expire", "terminate", "cancel"),
]


def everybody(people: pacts.Cast) -> dict:
    """One person of every role, near and far; None is the clock."""
    office, centre, body = make.upt("BJM"), make.agency(), make.body()
    partner = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
    return {
        "officer": people.officer,
        "upt_officer": people.upt_officer,
        "legal": people.legal,
        "approver": people.approver,
        "proposer": people.proposer,
        "colleague": make.actor(body, Role.PROPOSER),
        "head": people.head,
        "governor": people.governor,
        "province_legal": people.province_legal,
        "institution_admin": make.actor(body, Role.INSTITUTION_ADMIN),
        "other_body": make.actor(make.body(kind="diskominfo"), Role.PROPOSER, Role.BODY_HEAD),
        "other_province": make.actor(make.body(make.WEST_JAVA), Role.PROPOSER, Role.PROVINCE_LEGAL),
        "verifier": make.actor(office, Role.VERIFIER),
        "upt_head": make.actor(office, Role.UPT_HEAD),
        "other_upt": make.actor(make.upt("BDG"), Role.COOPERATION_OFFICER),
        "coordinator": make.actor(centre, Role.COORDINATOR),
        "reviewer": make.actor(centre, Role.REVIEWER),
        "secretariat": make.actor(centre, Role.SECRETARIAT),
        "leadership": make.actor(centre, Role.LEADERSHIP),
        "administrator": make.actor(centre, Role.ADMINISTRATOR),
        "auditor": make.auditor(make.EAST_KALIMANTAN),
        "partner": make.actor(partner, Role.PARTNER),
        "clock": None,
    }


def ready(status: str, people: pacts.Cast) -> Agreement:
    """A document in a state, with everything done that the guards of its moves ask for."""
    agreement = pacts.in_state(status, people)
    if status == "draft":
        services.upload_text(agreement, pdf(), actor=people.officer)
        pacts.number(agreement, people)
    elif status in ("legal_review", "council"):
        pacts.spoken(agreement, people)
    return Agreement.objects.get(pk=agreement.pk)


def data_of(move: str, agreement: Agreement) -> dict:
    """What the move needs besides the person."""
    today, provincial = clock.today(), pacts.province_party(agreement)
    if move == "send_for_review":
        return {"first_party": provincial}
    if move == "sign":
        return {"party": provincial, "signed_on": today, "place": "Samarinda", "scan": pdf()}
    if move == "terminate":
        return {"document": pdf(), "ended_on": today}
    if move == "register":
        row = {"signer_name": "Budi", "signed_on": today, "place": "Jakarta"}
        return {"signed_file": pdf(), "signatures": [{"party": party} | row for party in agreement.parties.all()]}
    return {}


def outcome(agreement: Agreement, move: str, actor) -> str:
    """The state reached, or who stops it; nothing is kept."""
    try:
        with transaction.atomic():
            done = perform(agreement, move, actor=actor, comment="Sebabnya jelas.", **data_of(move, agreement))
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
    if name == "clock" or (move == "bring_into_force" and name in DRAFTERS):
        return "refused"  # the clock makes its own moves only; one signature is missing, the last day not past
    return "forbidden" if target or not sees else "refused"


def test_the_table_has_every_move_and_no_other():
    assert [row.name for row in AGREEMENT.transitions] == MOVES
    assert {(row.name, source) for row in AGREEMENT.transitions for source in row.sources} == {
        (move, status) for status, moves in TABLE.items() for move in moves
    }


def test_reasons_are_required_where_the_lifecycle_says_so():
    asked = {row.name for row in AGREEMENT.transitions if row.needs_comment}
    assert asked == {"need_council", "register", "redraft", "terminate", "cancel"}


def test_the_clock_makes_two_moves():
    assert {row.name for row in AGREEMENT.transitions if row.by_clock} == {"bring_into_force", "expire"}


@pytest.mark.parametrize("status", TABLE)
def test_who_brings_a_document_from_a_state_where(status):
    people = pacts.cast()
    agreement = ready(status, people)
    seen, wrong = Agreement.objects.filter(pk=agreement.pk), []
    for name, actor in everybody(people).items():
        sees = actor is not None and seen.visible_to(actor).exists()
        for move in MOVES:
            got, want = outcome(agreement, move, actor), expected(status, move, name, sees)
            if got.split(":")[0] != want:
                wrong.append(f"{status} · {move} · {name}: {got}, expected {want}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("status", TABLE)
def test_buttons_are_those_that_may(status):
    people = pacts.cast()
    agreement = ready(status, people)
    for name, actor in everybody(people).items():
        if actor is None or not Agreement.objects.visible_to(actor).filter(pk=agreement.pk).exists():
            continue
        offered = {row.name for row, _reasons in available(agreement, actor)}
        may = {move for move, (who, _target) in TABLE[status].items() if name in who}
        if status == "partly_signed" and name in DRAFTERS:
            may |= {"bring_into_force"}
        assert offered == may, (status, name)


# State → (seat, office, role or holder) of each open turn.
SEATS = {
    "draft": [("drafter", "Badan Litbang SDM", "cooperation_officer")],
    "party_review": [("party", "Bpsdm Kalimantan Timur", "proposer")],
    "legal_review": [
        ("legal:centre", "Badan Litbang SDM", "legal_officer"),
        ("legal:province", "Pemprov Kalimantan Timur", "province_legal"),
    ],
    "council": [
        ("legal:centre", "Badan Litbang SDM", "legal_officer"),
        ("legal:province", "Pemprov Kalimantan Timur", "province_legal"),
    ],
    "ready": [("sign", "Badan Litbang SDM", "cooperation_officer")],
    "partly_signed": [("sign", "Bpsdm Kalimantan Timur", "")],
    "in_force": [],
    "expired": [],
    "terminated": [],
    "cancelled": [],
}


@pytest.mark.parametrize("status", SEATS)
def test_who_holds_the_ball(status):
    agreement = pacts.in_state(status, pacts.cast())
    turns = agreement.case.turns.open().order_by("seat")
    found = [(_place(turn.seat), turn.institution.short_name, turn.pool_role) for turn in turns]
    assert found == SEATS[status]


def _place(seat: str) -> str:
    """The seat without the number of its party."""
    return seat.rstrip("0123456789").rstrip(":")


def test_when_all_have_signed_the_cooperation_officer_concludes():
    people = pacts.cast()
    agreement = pacts.all_signed(pacts.in_state("ready", people), people)
    assert [turn.seat for turn in agreement.case.turns.open()] == ["conclude"]


def test_it_leaves_the_house_when_it_is_sent():
    people = pacts.cast()
    agreement = pacts.draft(people)
    assert agreement.case.shared_at is None
    assert not Agreement.objects.visible_to(people.proposer).exists()
    pacts.sent(agreement, people)
    assert Agreement.objects.visible_to(people.proposer).get().case.shared_at == pytest.approx(
        clock.now(), abs=timedelta(minutes=5)
    )
