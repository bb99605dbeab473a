"""Who leaves hands over: what waits, what is personal, what nobody holds; and the three questions of separation."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import HandoverNote, Holding
from accounts.roles import Role
from casework.models import Notice, SavedView, Snooze, Turn
from casework.workflow import NotAllowed, Refused, perform
from portal.handover import people as handing
from portal.handover.dossier import dossier_of
from portal.separation import CONFLICTS, Duties, by_name
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db
KEY = "7a0fd3c4-9a8e-4c8e-9d7c-2f1df0b2a10{}"


def day(days: int):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def returned(people):
    return proposals.in_state("returned", people)


def leave(actor) -> None:
    Holding.objects.filter(pk=actor.holding.pk).update(ends_on=day(-1))


def test_the_page_lists_turns_drafts_and_cases_to_follow(client, people, returned):
    followed = proposals.in_state("submitted", people)
    draft = proposals.complete_draft(make.actor(people.proposer.institution, Role.PROPOSER))
    type(draft).objects.filter(pk=draft.pk).update(author=people.proposer.position)
    dossier = dossier_of(people.proposer.holding, people.proposer)
    assert [words.turn.case for words in dossier.turns] == [returned.case]
    assert (dossier.drafts, dossier.follow_ups) == ([draft], [followed])
    stranger_s = dossier_of(people.proposer.holding, make.actor(make.body("91"), Role.PROPOSER))
    assert stranger_s.is_empty
    make.sign_in(client, people.proposer)
    page = client.get(reverse("handover:person", args=[people.proposer.holding.pk])).content.decode()
    assert page.count(returned.case.title) >= 1 and "belum ada" in page


def test_handing_over_moves_what_is_personal_and_leaves_a_line_on_every_case(client, people, returned):
    leaver = people.proposer
    turn = Turn.objects.open().get(case=returned.case)
    Snooze.objects.create(turn=turn, user=leaver.user, until=day(3), reason="x", at=clock.now())
    kept = {"list": "usulan", "name": "Lambat", "saved_at": clock.now()}
    SavedView.objects.create(owner=leaver.user, position=leaver.position, audience="position", **kept)
    SavedView.objects.create(owner=leaver.user, **kept | {"name": "Pribadi"})
    leave(leaver)
    successor = make.user()
    SavedView.objects.create(owner=successor, **kept)
    make.holding(leaver.position, successor, starts_on=day(0))
    admin = make.actor(leaver.institution, Role.INSTITUTION_ADMIN)
    make.sign_in(client, admin)
    data = {"text": "Hubungi Bu Rahma.", "successor": successor.pk, "key": KEY.format(1)}
    url = reverse("handover:person", args=[leaver.holding.pk])
    assert client.post(url, data).status_code == 302
    note = HandoverNote.objects.get()
    assert (note.successor, note.written_as, note.text) == (successor, str(admin), "Hubungi Bu Rahma.")
    assert not Snooze.objects.exists()
    assert sorted(successor.saved_views.values_list("name", flat=True))[0] == "Lambat"
    assert successor.saved_views.count() == 2 and leaver.user.saved_views.get().name == "Pribadi"
    line = returned.case.trail.first()
    assert (line.action, line.params["successor"]) == ("turn.hand_over", successor.full_name)
    assert (
        "1 giliran menunggu" in Notice.objects.get(recipient=successor, kind="holding.hand_over").letter.paragraphs[0]
    )
    make.sign_in(client, make.actor(make.body("64"), Role.PROPOSER))
    assert client.get(url).status_code == 404
    make.holding(other := make.position(make.body("91"), Role.PROPOSER), successor)
    client.force_login(successor)
    session = client.session
    session["position"] = other.pk  # acting elsewhere just now
    session.save()
    assert "Hubungi Bu Rahma." in client.get(url).content.decode()
    make.sign_in(client, admin)
    assert client.post(url, data | {"text": "Ralat", "key": KEY.format(2)}).status_code == 302
    assert [event.text for event in note.events.order_by("pgh_id")] == ["Hubungi Bu Rahma.", "Ralat"]


def test_only_who_sits_there_can_be_the_successor(people, returned):
    with pytest.raises(Refused) as refusal:
        handing.write_note(people.proposer.holding, actor=people.proposer, text="x", successor=make.user())
    assert refusal.value.field == "successor"
    with pytest.raises(NotAllowed):
        handing.write_note(people.proposer.holding, actor=people.verifier, text="x")


def test_an_empty_chair_is_listed_and_its_turn_goes_to_a_colleague(client, people, returned):
    admin = make.actor(make.body(), Role.INSTITUTION_ADMIN)
    colleague = make.actor(make.body(), Role.PROPOSER)
    elsewhere = make.actor(make.body("91"), Role.INSTITUTION_ADMIN)
    turn = Turn.objects.open().get(case=returned.case)
    url, act = reverse("handover:vacancies"), reverse("handover:pass", args=[turn.pk])
    with pytest.raises(Refused):  # somebody holds it
        handing.pass_turn(turn, colleague.position, actor=admin, reason="x")
    leave(people.proposer)
    for reader, sees in [(admin, True), (make.actor(make.agency(), Role.ADMINISTRATOR), True), (elsewhere, False)]:
        make.sign_in(client, reader)
        assert (returned.case.title in client.get(url).content.decode()) is sees
        assert client.get(act).status_code == (200 if sees else 404)
    make.sign_in(client, admin)
    data = {"position": colleague.position.pk, "reason": "Pindah tugas", "key": KEY.format(3)}
    wrong = client.post(act, data | {"position": people.head.position.pk, "key": KEY.format(4)})
    assert wrong.status_code == 200
    assert client.post(act, data).url == url
    new = Turn.objects.open().get(case=returned.case)
    assert (new.position, new.due_on) == (colleague.position, turn.due_on)
    assert Notice.objects.filter(recipient=colleague.user, kind="turn.pass").exists()
    assert returned.case.trail.first().comment == "Pindah tugas"
    assert perform(returned, "withdraw", actor=colleague, comment="x").case.status == "withdrawn"


def test_a_check_whose_verifier_left_goes_to_another_verifier(people):
    proposal = proposals.in_state("in_verification", people)
    second, centre = make.actor(make.upt(), Role.VERIFIER), make.actor(make.agency(), Role.ADMINISTRATOR)
    leave(people.verifier)
    handing.pass_turn(Turn.objects.open().get(case=proposal.case), second.position, actor=centre, reason="Pensiun")
    proposal.refresh_from_db()
    assert (proposal.verifier, proposal.rounds.get().verifier) == (second.position, second.position)


@pytest.mark.parametrize("page", ["person", "vacancies"])
def test_pages_ask_as_often_for_one_case_as_for_many(client, people, page):
    admin, counts = make.actor(make.body(), Role.INSTITUTION_ADMIN), []
    if page == "vacancies":
        leave(people.proposer)
    make.sign_in(client, admin)
    url = reverse(f"handover:{page}", args=[people.proposer.holding.pk] if page == "person" else [])
    for more in (1, 3):
        for _case in range(more):
            case = proposals.in_state("draft", proposals.cast()).case
            Turn.objects.open().filter(case=case).update(position=people.proposer.position)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts == {"person": [12, 12], "vacancies": [8, 8]}[page]


# --- separation of duties -------------------------------------------------------------


def test_a_step_with_one_person_or_nobody_is_named():
    one = make.actor(make.agency(), Role.APPROVER)
    make.position(make.upt(), Role.VERIFIER)
    (first, [nobody]), (second, [alone]) = by_name(Duties().single(), "")
    assert (first, second) == (make.upt().short_name, make.agency().short_name)
    assert nobody.late and "Verifikator" in nobody.sentence and "nobody" not in nobody.sentence
    assert not alone.late and one.user.full_name in alone.sentence
    assert [name for name, _ in by_name(Duties().single(), "VERIFIKATOR tidak")] == [first]
    assert by_name(Duties().single(), "verifikator entah") == []
    make.actor(make.agency(), Role.APPROVER)
    assert len(Duties().single()) == 1


@pytest.mark.parametrize("pair", CONFLICTS, ids=" + ".join)
def test_every_pair_is_found_in_one_position_or_in_two(pair):
    alone = make.actor(make.agency(), pair[0], **_auditing(pair[0]))
    assert Duties().conflicts() == []
    make.holding(make.position(make.upt(), pair[1], **_auditing(pair[1])), alone.user)
    assert [alone.user.full_name in finding.sentence for finding in Duties().conflicts()] == [True]


def _auditing(role) -> dict:
    return {"valid_from": day(-9), "valid_until": day(9)} if role == Role.AUDITOR else {}


def test_a_decider_who_is_away_while_decisions_wait(people):
    proposals.in_state("awaiting_decision", people)
    people.approver.user.last_login = clock.now() - timedelta(days=89)
    people.approver.user.save()
    assert Duties().absent() == []
    people.approver.user.last_login = clock.now() - timedelta(days=91)
    people.approver.user.save()
    assert ["1 keputusan menunggu" in finding.sentence for finding in Duties().absent()] == [True]


def test_the_page_is_the_administration_s_alone(client, people):
    admin = make.actor(make.agency(), Role.ADMINISTRATOR)
    admin.user.is_staff = admin.user.is_superuser = True
    admin.user.save()
    make.sign_in(client, people.coordinator)
    assert client.get(reverse("separation")).status_code == 302
    make.sign_in(client, admin)
    answer = client.get(reverse("separation"))
    assert answer.status_code == 200 and "Langkah yang bergantung pada satu orang" in answer.content.decode()
    page = client.get(reverse("separation"), {"q": "entah\x00apa"}).content.decode()
    assert "Tidak ada yang memuat semua kata ini." in page
