"""Acts on many rows: the preview says what will happen, each row stands alone, sending twice has one effect."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework import bulk, services
from casework.models import BulkRow, BulkRun, Notice, Nudge, TrailEntry, Turn
from regions import clock
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.races import race, unlocked
from tests.rows import copies

pytestmark = pytest.mark.django_db
BULK = reverse("casework:bulk")
KEY = "00000000-0000-4000-8000-00000000000{}"
PREVIEW_QUERIES = 8


@pytest.fixture
def people():
    return proposals.cast()


def words(*rows, act="ingatkan", **more) -> dict:
    return {"daftar": "usulan", "tindakan": act, "baris": [row.pk for row in rows], "key": KEY.format(1)} | more


def outcomes() -> list[tuple[str, str]]:
    return [(row.outcome, row.name) for row in BulkRow.objects.order_by("pk")]


def test_the_preview_says_row_by_row_what_will_happen_and_why_not(client, people):
    waits, mine = proposals.in_state("returned", people), proposals.in_state("in_verification", people)
    told = proposals.in_state("returned", people)
    ended = proposals.in_state("withdrawn", people)
    unseen = proposals.in_state("returned", proposals.cast("32", "BDG"))
    services.nudge(told.case.turns.open().get(), actor=people.verifier)
    page = sign_in(client, people.verifier).get(BULK, words(waits, mine, told, ended, unseen))
    found = {row.name.partition(" ")[0]: row.possible for row in page.context["rows"]}
    assert found == {
        waits.case.number: True,
        mine.case.number: False,
        told.case.number: False,
        ended.case.number: False,
        f"#{unseen.pk}": False,
    }
    assert unseen.case.number not in page.content.decode()
    assert (page.context["possible"], page.context["impossible"]) == (1, 4)
    assert Nudge.objects.count() == 1


def test_each_row_is_done_or_says_why_not_and_the_same_form_twice_has_one_effect(client, people):
    waits, mine = proposals.in_state("returned", people), proposals.in_state("in_verification", people)
    unseen = proposals.in_state("returned", proposals.cast("32", "BDG"))
    sign_in(client, people.verifier)
    answer = client.post(BULK, words(waits, mine, unseen))
    run = BulkRun.objects.get()
    assert answer["Location"] == run.get_absolute_url()
    assert [outcome for outcome, _name in outcomes()] == ["done", "refused", "refused"]
    assert Nudge.objects.get().turn.case == waits.case
    assert TrailEntry.objects.filter(case=waits.case, action="turn.nudge").count() == 1
    again = client.post(BULK, words(waits, mine, unseen))
    assert again["Location"] == run.get_absolute_url() and BulkRun.objects.count() == 1
    assert bulk.carry_out(run.pk) == 0 and Nudge.objects.count() == 1
    page = client.get(run.get_absolute_url())
    assert page.context["count"] == {"waiting": 0, "done": 1, "refused": 2}
    assert unseen.case.number not in page.content.decode()


def test_a_row_that_fails_leaves_the_others_alone(client, people):
    first, last = proposals.in_state("returned", people), proposals.in_state("returned", people)
    run = _begun(people.verifier, [first, last])
    Turn.objects.filter(case=first.case).update(closed_at=first.case.opened_at)  # somebody acted meanwhile
    assert bulk.carry_out(run.pk) == 1
    assert [outcome for outcome, _name in outcomes()] == ["refused", "done"]
    assert BulkRun.objects.get().finished_at


def test_a_row_that_breaks_is_said_and_keeps_no_other_waiting(people, monkeypatch):
    run = _begun(people.verifier, [proposals.in_state("returned", people) for _each in range(3)])
    act, broken = bulk.ACTS["ingatkan"], run.rows.first().case_id

    def breaks(case, *rest):
        if case.pk == broken:
            raise ValueError("surat rusak")
        return act.carry_out(case, *rest)

    monkeypatch.setitem(bulk.ACTS, "ingatkan", replace(act, carry_out=breaks))
    assert bulk.carry_out(run.pk) == 2
    assert sorted(outcome for outcome, _name in outcomes()) == ["done", "done", "refused"]
    assert BulkRun.objects.get().finished_at


def _begun(actor, rows):
    from django.http import QueryDict

    from casework.lists import Found
    from programs.lists import PROPOSALS

    found = Found(PROPOSALS, actor, QueryDict("&".join(f"baris={row.pk}" for row in rows)))
    return bulk.begin(PROPOSALS, bulk.REMIND, found, KEY.format(9), actor=actor)


def test_who_lost_the_position_meanwhile_does_nothing_more(people):
    run = _begun(people.verifier, [proposals.in_state("returned", people)])
    people.verifier.holding.delete()
    assert bulk.carry_out(run.pk) == 0 and outcomes()[0][0] == "refused"
    assert not Nudge.objects.exists()


def test_what_left_the_scope_meanwhile_is_not_found(people):
    proposal = proposals.in_state("returned", people)
    run = _begun(people.verifier, [proposal])
    proposal.case.upt = factories.upt("MKS").upt
    proposal.case.save()
    bulk.carry_out(run.pk)
    assert outcomes()[0][0] == "refused" and not Nudge.objects.exists()


def test_all_that_was_found_is_what_the_filters_leave(client, people):
    rows = [proposals.in_state("returned", people) for _each in range(3)]
    proposals.in_state("in_verification", people)
    sign_in(client, people.verifier)
    page = client.get(BULK, words(rows[0], semua="ya", tahap="returned"))
    assert page.context["possible"] == 3 and page.context["impossible"] == 0


def test_too_many_are_refused_and_none_is_asked_for(client, people, monkeypatch):
    monkeypatch.setattr(bulk, "LIMIT", 1)
    rows = [proposals.in_state("returned", people) for _each in range(2)]
    sign_in(client, people.verifier)
    assert client.get(BULK, words(*rows)).context["too_many"] == 1
    assert client.post(BULK, words(*rows)).status_code == 200
    assert "Belum ada baris" in client.get(BULK, words()).content.decode()
    assert client.post(BULK, words()).status_code == 200
    assert not BulkRun.objects.exists()


def test_more_than_a_handful_waits_for_the_worker_and_the_sweep_finds_it(client, people, monkeypatch):
    monkeypatch.setattr(bulk, "DIRECT", 1)
    rows = [proposals.in_state("returned", people) for _each in range(2)]
    sign_in(client, people.verifier)
    client.post(BULK, words(*rows))
    run = BulkRun.objects.get()
    assert [outcome for outcome, _name in outcomes()] == ["waiting", "waiting"]
    part = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in part and "<html" not in part
    assert bulk.sweep() == 2
    assert "every 1s" not in client.get(run.get_absolute_url()).content.decode()


@pytest.mark.parametrize("query", [{"daftar": "usulan"}, {"daftar": "usulan", "tindakan": "hapus"}, {"daftar": "x"}])
def test_acts_it_does_not_know_do_not_exist(client, people, query):
    assert sign_in(client, people.verifier).get(BULK, query).status_code == 404


def test_offers_hold_no_turn_and_an_auditor_changes_nothing(client, people):
    proposal = proposals.in_state("returned", people)
    assert sign_in(client, people.coordinator).get(BULK, words() | {"daftar": "tawaran"}).status_code == 404
    assert sign_in(client, factories.auditor("64")).post(BULK, words(proposal)).status_code == 403
    assert sign_in(client, people.verifier).get(BULK, words(proposal, act="serahkan")).status_code == 403


def test_assigning_asks_to_whom_then_gives_each_turn(client, people):
    pool, held = proposals.in_state("submitted", people), proposals.in_state("in_verification", people)
    away = proposals.in_state("returned", people)
    other = factories.actor(people.verifier.institution, Role.VERIFIER)
    head = factories.actor(people.verifier.institution, Role.UPT_HEAD)
    sign_in(client, head)
    ask = client.get(BULK, words(pool, held, away, act="serahkan"))
    assert ask.context["asking"] and other.position.pk in dict(ask.context["choices"])
    empty = client.get(BULK, words(pool, act="serahkan", posisi="", alasan="Cuti"))
    assert empty.context["unchosen"] and not ask.context["unchosen"]
    for part in ("Pilih kepada siapa giliran diberikan.", ">Cuti</textarea>"):
        assert part in empty.content.decode()
    chosen = words(pool, held, away, act="serahkan", posisi=other.position.pk)
    page = client.get(BULK, chosen)
    assert [row.possible for row in page.context["rows"]] == [True, False, False]  # a colleague's needs a reason
    page = client.get(BULK, chosen | {"alasan": "Cuti"})
    assert [row.possible for row in page.context["rows"]] == [True, True, False]
    client.post(BULK, chosen | {"alasan": "Cuti"})
    assert [outcome for outcome, _name in outcomes()] == ["done", "done", "refused"]
    for proposal in (pool, held):
        assert proposal.case.turns.open().get().position == other.position
    assert Notice.objects.filter(recipient=other.user).count() >= 2


def test_a_position_of_another_office_cannot_be_chosen(client, people):
    pool = proposals.in_state("submitted", people)
    stranger = factories.actor(factories.upt("MKS"), Role.VERIFIER)
    sign_in(client, factories.actor(people.verifier.institution, Role.UPT_HEAD))
    chosen = words(pool, act="serahkan", posisi=stranger.position.pk)
    assert client.get(BULK, chosen).context["asking"] and client.post(BULK, chosen).context["asking"]
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("many", [1, 100])
def test_the_preview_asks_the_same_number_of_questions(client, people, many, django_assert_num_queries):
    first = proposals.in_state("returned", people)
    rows = [first, *(case.proposal for case in copies(first, many - 1))]
    sign_in(client, people.verifier)
    with django_assert_num_queries(PREVIEW_QUERIES):
        assert len(client.get(BULK, words(*rows)).context["rows"]) == many


def test_documents_are_reminded_alike(client):
    people = pacts.cast()
    agreement = pacts.in_state("party_review", people)
    answer = sign_in(client, people.officer).post(
        BULK, {"daftar": "naskah", "tindakan": "ingatkan", "baris": [agreement.pk], "key": KEY.format(3)}
    )
    assert answer.status_code == 302 and outcomes()[0][0] == "done"


def test_another_s_result_does_not_exist(client, people):
    run = _begun(people.verifier, [proposals.in_state("returned", people)])
    assert sign_in(client, people.coordinator).get(run.get_absolute_url()).status_code == 404


def two_workers():
    people = proposals.cast()
    waits = proposals.in_state("returned", people)
    run = BulkRun.objects.create(
        owner=people.verifier.user,
        position=people.verifier.position,
        list="usulan",
        act="ingatkan",
        asked_at=clock.now(),
    )
    BulkRow.objects.create(run=run, case=waits.case, name=str(waits.case))
    return race(*[lambda: bulk.carry_out(run.pk)] * 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_a_row_once():
    assert sorted(two_workers()) == [0, 1]
    assert [outcome for outcome, _name in outcomes()] == ["done"]


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_the_row_is_done_twice(monkeypatch):
    monkeypatch.setattr(bulk, "locked", unlocked)
    assert two_workers() == [1, 1]
