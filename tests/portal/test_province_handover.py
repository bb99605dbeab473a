"""A province passes from one UPT to another: what moves, what stays, once only, whoever is killed on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from agreements.models import Agreement
from casework.models import Case, Notice, SweepRun, TrailEntry, Turn
from casework.workflow import NotAllowed, Refused, perform
from portal.handover import provinces
from portal.tasks import sweep
from programs.models import Proposal
from regions import clock
from regions.models import Coverage, CoverageChange, Upt
from regions.queries import upt_covering
from tests import factories as make
from tests import pacts, proposals, races

pytestmark = pytest.mark.django_db
WHY = {"reason": "Beban kerja merata", "decree": "KEP 45/2026"}


def plan(by, days: int = 7, upt: str = "MKS", province: str = "64") -> CoverageChange:
    make.upt(upt)
    on = clock.today() + timedelta(days=days)
    return provinces.announce(make.province(province), Upt.objects.get(pk=upt), on, actor=by, **WHY)


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def newcomers():
    """Who sits in the UPT that receives."""
    office = make.upt("MKS")
    roles = (Role.UPT_HEAD, Role.VERIFIER, Role.COOPERATION_OFFICER)
    return {role: make.actor(office, role) for role in roles}


# State of a proposal → whose turn it is before and after, as (seat, office, position or pool).
TURNS = {
    "submitted": (("verifier", "BJM", "verifier"), ("verifier", "MKS", "verifier")),
    "in_verification": (("verifier", "BJM", "chair"), ("verifier", "MKS", "verifier")),
    "returned": (("proposer", None, "chair"), ("proposer", None, "chair")),
    "in_review": (None, None),  # reviewers at the centre, untouched
    "approved": (
        ("cooperation_officer", "BJM", "cooperation_officer"),
        ("cooperation_officer", "MKS", "cooperation_officer"),
    ),
    "reporting": (("upt_head", "BJM", "chair"), ("upt_head", "MKS", "chair")),
}


def words(turn: Turn):
    return turn.seat, turn.institution.upt_id, turn.pool_role or "chair"


@pytest.mark.parametrize("state", sorted(TURNS))
def test_every_open_case_passes_with_its_turn(people, newcomers, state):
    proposal = proposals.in_state(state, people)
    before = list(Turn.objects.open().filter(case=proposal.case))
    wanted, reached = TURNS[state]
    if wanted:
        assert [words(turn) for turn in before] == [wanted]
    plan(people.coordinator, days=0)
    case = Case.objects.get(pk=proposal.case_id)
    after = list(Turn.objects.open().filter(case=case))
    assert case.upt_id == "MKS" and case.version > proposal.case.version
    if reached:
        assert [words(turn) for turn in after] == [reached]
    else:
        assert [turn.pk for turn in after] == [turn.pk for turn in before]
    line = case.trail.get(action="province.hand_over")
    assert (line.params["left"], line.params["upt"], line.params["decree"]) == (
        Upt.objects.get(pk="BJM").short_name,
        Upt.objects.get(pk="MKS").short_name,
        "KEP 45/2026",
    )
    assert not case.trail.filter(action="province.hand_over").exclude(user=None).exists()


def test_rights_follow_on_the_day(people, newcomers):
    proposal = proposals.in_state("in_verification", people)
    plan(people.coordinator, days=0)
    verifier = newcomers[Role.VERIFIER]
    assert not Proposal.objects.visible_to(people.verifier).exists()
    proposal = perform(Proposal.objects.visible_to(verifier).get(), "take", actor=verifier)
    assert proposal.verifier == verifier.position
    proposals.check_all(proposal, verifier)
    assert perform(proposal, "pass_on", actor=verifier, recommendation="Layak.").case.status == "in_review"


def test_a_cooperation_document_drafted_by_the_upt_passes_to_the_new_drafter(newcomers):
    cast = pacts.cast()
    agreement = pacts.draft(cast, by=cast.upt_officer)
    by = make.actor(make.agency(), Role.ADMINISTRATOR)
    plan(by, days=0)
    agreement = Agreement.objects.get(pk=agreement.pk)
    officer = newcomers[Role.COOPERATION_OFFICER]
    assert (agreement.case.upt_id, agreement.case.owner) == ("MKS", officer.institution)
    turn = Turn.objects.open().get(case=agreement.case)
    assert (turn.institution, turn.pool_role) == (officer.institution, "cooperation_officer")
    assert {party.office.upt_id for party in agreement.parties.all() if party.is_centre} == {"MKS"}
    assert Agreement.objects.visible_to(officer).exists()
    assert not Agreement.objects.visible_to(cast.upt_officer).exists()


def test_what_stays(people):
    closed = proposals.in_state("submitted", people)
    perform(closed, "withdraw", actor=people.proposer, comment="Salah kirim")
    elsewhere = proposals.in_state("submitted", people)
    Case.objects.filter(pk=elsewhere.case_id).update(upt="BDG")
    neighbour = proposals.in_state("submitted", proposals.cast("63"))
    draft = proposals.complete_draft(people.proposer)
    plan(people.coordinator, days=0)
    rows = Case.objects.filter(pk__in=[row.case_id for row in (closed, elsewhere, neighbour, draft)]).order_by("pk")
    assert list(rows.values_list("upt", flat=True)) == ["BJM", "BDG", "BJM", None]
    draft = perform(draft, "submit", actor=people.proposer)
    assert draft.case.upt_id == "MKS"


def test_it_waits_for_its_day_and_everybody_is_told_twice(people, newcomers):
    proposal = proposals.in_state("submitted", people)
    change = plan(people.coordinator, days=7)
    sweep()
    assert Case.objects.get(pk=proposal.case_id).upt_id == "BJM"
    assert upt_covering(make.province(), clock.today() + timedelta(days=7)).pk == "BJM"
    concerned = {people.verifier, people.head, people.proposer, *newcomers.values()}
    for act in ("province.announce", "province.done"):
        told = set(Notice.objects.filter(kind=act).values_list("recipient", flat=True))
        assert told == ({actor.user.pk for actor in concerned | {people.officer}} if act.endswith("ce") else set())
    with clock.at(clock.now() + timedelta(days=7)):
        sweep()
        sweep()
        assert upt_covering(make.province(), clock.today()).pk == "MKS"
        assert upt_covering(make.province(), clock.today() - timedelta(days=1)).pk == "BJM"
    told = Notice.objects.filter(kind="province.done").values_list("recipient", flat=True)
    assert sorted(told) == sorted(actor.user.pk for actor in concerned | {people.officer, people.coordinator})
    assert TrailEntry.objects.filter(action="province.hand_over").count() == 1
    assert SweepRun.objects.filter(name="portal.handovers", found=1).count() == 1
    change.refresh_from_db()
    assert change.done_at and not change.is_planned


def test_it_can_be_withdrawn_before_its_day_only(people):
    change = plan(people.coordinator)
    with pytest.raises(Refused):
        plan(people.coordinator, days=20)
    provinces.withdraw(change, actor=people.coordinator, reason="Ditunda")
    with clock.at(clock.now() + timedelta(days=7)):
        sweep()
    assert upt_covering(make.province(), clock.today()).pk == "BJM" and Coverage.objects.filter(upt="MKS").count()
    with pytest.raises(Refused):
        provinces.withdraw(change, actor=people.coordinator, reason="Sekali lagi")
    done = plan(people.coordinator, days=0)
    with pytest.raises(Refused):
        provinces.withdraw(done, actor=people.coordinator, reason="Terlambat")


def test_who_may_not_and_what_is_impossible(people):
    for actor in (people.head, people.approver, people.proposer, make.actor(make.body(), Role.INSTITUTION_ADMIN)):
        with pytest.raises(NotAllowed):
            plan(actor)
    for wrong, field in [({"days": -1}, "on"), ({"upt": "BJM"}, "upt")]:
        with pytest.raises(Refused) as refusal:
            plan(people.coordinator, **wrong)
        assert refusal.value.field == field


def test_the_database_keeps_a_province_from_two_plans(people):
    change = plan(people.coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoverageChange.objects.create(
            province=change.province,
            left=change.left,
            upt_id="BDG",
            on=change.on,
            reason="x",
            decree="x",
            announced_at=clock.now(),
            announced_by="x",
        )


def due(people) -> int:
    """A plan whose day has come, with one case to move; its key."""
    proposals.in_state("submitted", people)
    pk = plan(people.coordinator, days=1).pk
    CoverageChange.objects.update(on=clock.today())
    return pk


@pytest.mark.django_db(transaction=True)
def test_two_clocks_carry_it_out_once(people):
    pk = due(people)
    assert sorted(races.race(*[lambda: provinces.carry_out(pk)] * 2), key=bool) == [False, True]
    assert TrailEntry.objects.filter(action="province.hand_over").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_be_done_twice(people, monkeypatch):
    """The twin: what the lock prevents."""
    pk = due(people)
    monkeypatch.setattr(provinces, "locked", races.unlocked)
    results = races.race(*[lambda: provinces.carry_out(pk)] * 2)
    broken = [row for row in results if isinstance(row, Exception)]
    assert broken or results == [True, True]


@pytest.mark.parametrize("whole", [True, False])
def test_killed_half_way_it_leaves_nothing_and_the_next_run_does_all(people, monkeypatch, whole):
    """The twin (whole=False) runs without a transaction and shows what would be left."""
    pk, told = due(people), provinces.tell_of_change

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(provinces, "tell_of_change", killed)
    act = provinces.carry_out if whole else provinces.carry_out.__wrapped__
    with pytest.raises(KeyboardInterrupt):
        act(pk)
    moved = Case.objects.filter(upt="MKS").count(), Coverage.objects.filter(province="64", upt="MKS").count()
    assert moved == ((0, 0) if whole else (1, 1))
    monkeypatch.setattr(provinces, "tell_of_change", told)
    if whole:
        assert provinces.carry_out(pk) is True and Case.objects.filter(upt="MKS").count() == 1


# --- pages ----------------------------------------------------------------------------


def test_the_page_shows_what_moves_before_anything_is_announced(client, people):
    proposals.in_state("submitted", people)
    make.upt("MKS")
    make.sign_in(client, people.coordinator)
    on = (clock.today() + timedelta(days=3)).isoformat()
    url = reverse("handover:province_new")
    page = client.get(url, {"province": "64", "upt": "MKS", "on": on}).content.decode()
    assert "Yang pindah ke" in page and "USL/" in page
    answer = client.post(f"{url}?province=64&upt=MKS&on={on}", WHY)
    assert answer.status_code == 200 and not CoverageChange.objects.exists()  # no key
    key = "7a0fd3c4-9a8e-4c8e-9d7c-2f1df0b2a001"
    for _twice in range(2):
        answer = client.post(f"{url}?province=64&upt=MKS&on={on}", WHY | {"key": key})
        assert answer.status_code in (200, 302)
    assert CoverageChange.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"province": "99"}, {"upt": "XXX"}, {"on": "kemarin"}, {"on": "2020-01-01"}, {"upt": "BJM"}, {"on": "\x00"}],
)
def test_a_wrong_choice_is_said_at_its_field(client, people, wrong):
    make.upt("MKS")
    make.sign_in(client, people.coordinator)
    choice = {"province": "64", "upt": "MKS", "on": clock.today().isoformat()} | wrong
    page = client.get(reverse("handover:province_new"), choice).content.decode()
    assert f'id="id_{next(iter(wrong))}_error"' in page and "Yang pindah ke" not in page


# Who sees the plan for Kalimantan Timur (BJM → MKS), and who may announce or withdraw.
READERS = """
                        list new plan withdraw
proposer, own           200  403 200  403
proposer, other         200  403 404  404
verifier, leaving UPT   200  403 200  403
verifier, new UPT       200  403 200  403
verifier, other UPT     200  403 404  404
coordinator             200  200 200  200
administrator           200  200 200  200
reviewer                200  403 200  403
auditor, in scope       200  403 200  403
auditor, out of scope   200  403 404  404
"""


def test_every_cell(client, people):
    change = plan(people.coordinator)
    readers = {
        "proposer, own": people.proposer,
        "proposer, other": make.actor(make.body("91"), Role.PROPOSER),
        "verifier, leaving UPT": people.verifier,
        "verifier, new UPT": make.actor(make.upt("MKS"), Role.VERIFIER),
        "verifier, other UPT": make.actor(make.upt("BDG"), Role.VERIFIER),
        "coordinator": people.coordinator,
        "administrator": make.actor(make.agency(), Role.ADMINISTRATOR),
        "reviewer": people.reviewers[0],
        "auditor, in scope": make.auditor("64"),
        "auditor, out of scope": make.auditor("91"),
    }
    names = [("provinces", []), ("province_new", []), ("province", [change.pk]), ("province_withdraw", [change.pk])]
    pages, found = [reverse(f"handover:{name}", args=args) for name, args in names], {}
    for name, actor in readers.items():
        make.sign_in(client, actor)
        found[name] = [client.get(page).status_code for page in pages]
    lines = READERS.strip().splitlines()[1:]
    assert found == {line[:24].strip(): [int(code) for code in line[24:].split()] for line in lines}


def test_the_preview_asks_as_often_for_one_case_as_for_many(client, people):
    make.upt("MKS")
    make.sign_in(client, people.coordinator)
    url = f"{reverse('handover:province_new')}?province=64&upt=MKS&on={clock.today()}"
    counts = []
    for _more in range(2):
        proposals.in_state("submitted", people)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
