"""What is done on the desk: take and give what waits in a pool, remind, put the welcome away; and what is new."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.models import Notice
from casework.workflow import perform
from portal.desk import desk_of
from portal.desk.visits import look
from portal.desk.welcome import WELCOMES
from regions import clock
from tests import factories, proposals

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")


def the_turn(proposal):
    return proposal.case.turns.open().get()


def test_two_coordinators_see_what_neither_has_taken_and_one_takes_it(client):
    people = proposals.cast()
    alone = desk_of(people.coordinator)
    proposal = proposals.in_state("in_review", people)
    assert desk_of(people.coordinator).untaken == alone.untaken == []
    colleague = factories.actor(factories.agency(), Role.COORDINATOR)
    assert len(desk_of(colleague).untaken) == len(desk_of(people.coordinator).untaken) == 1
    factories.sign_in(client, colleague)
    url, data = reverse("casework:claim", args=[the_turn(proposal).pk]), {"key": str(uuid4()), "next": DESK}
    answer = client.post(url, data, follow=True)
    assert answer.redirect_chain == [(DESK, 302)] and "kini di tangan Anda. Giliran Anda: " in answer.content.decode()
    assert (desk_of(colleague).count, desk_of(people.coordinator).untaken) == (1, [])
    assert desk_of(people.coordinator).waiting[0].people == [colleague.display_name]


def test_the_head_gives_a_case_from_the_desk_to_a_verifier_who_is_told(client):
    people = proposals.cast()
    turn = the_turn(proposals.in_state("submitted", people))
    page = factories.sign_in(client, people.head).get(DESK).content.decode()
    assert f"{people.verifier.display_name} · {people.verifier.position.title}" in page
    url = reverse("casework:assign", args=[turn.pk])
    data = {"key": str(uuid4()), "next": DESK, "position": people.verifier.position.pk}
    assert client.post(url, data).url == DESK
    assert Notice.objects.filter(kind="proposal.assign", recipient=people.verifier.user).count() == 1
    assert [(load.open, load.late) for load in desk_of(people.head).load] == [(1, 0)]


def test_a_reason_is_asked_for_when_it_is_taken_from_somebody(client):
    people = proposals.cast()
    turn, colleague = (
        the_turn(proposals.in_state("in_verification", people)),
        factories.actor(factories.upt(), Role.VERIFIER),
    )
    page = factories.sign_in(client, people.head).get(reverse("portal:load", args=[people.verifier.position.pk]))
    assert turn.case.title in page.content.decode()
    url, data = reverse("casework:assign", args=[turn.pk]), {"position": colleague.position.pk, "next": DESK}
    assert client.post(url, data | {"key": str(uuid4())}).status_code == 200
    assert client.post(url, data | {"key": str(uuid4()), "comment": "Cuti"}).status_code == 302
    turn.case.proposal.refresh_from_db()
    assert turn.case.proposal.verifier == colleague.position


def test_who_may_not_reads_why_and_an_address_of_elsewhere_is_not_followed(client):
    people = proposals.cast()
    turn = the_turn(proposals.in_state("submitted", people))
    factories.sign_in(client, people.coordinator)
    for name in ("claim", "assign", "release"):
        assert client.post(reverse(f"casework:{name}", args=[turn.pk]), {"key": str(uuid4())}).status_code == 403
    assert client.get(reverse("portal:load", args=[people.verifier.position.pk])).status_code == 404
    factories.sign_in(client, people.verifier)
    assert client.get(reverse("portal:load", args=[people.verifier.position.pk])).status_code == 403
    data = {"key": str(uuid4()), "next": "https://elsewhere.example/"}
    assert client.post(reverse("casework:claim", args=[turn.pk]), data).url == turn.case.proposal.get_absolute_url()


def test_a_reminder_is_sent_from_the_row_and_leads_back_to_the_desk(client):
    people = proposals.cast()
    turn = the_turn(proposals.in_state("in_verification", people))
    page = factories.sign_in(client, people.proposer).get(DESK).content.decode()
    url = reverse("casework:nudge", args=[turn.pk])
    assert url in page
    assert client.post(url, {"next": DESK}).url == DESK
    assert Notice.objects.filter(kind="turn.nudge", recipient=people.verifier.user).count() == 1
    for page in (client.get(DESK), client.get(turn.case.proposal.get_absolute_url())):
        assert url not in page.content.decode() and "diingatkan hari ini pukul" in page.content.decode()
    assert "sudah diingatkan hari ini" in client.post(url, {"next": DESK}, follow=True).content.decode()
    assert Notice.objects.filter(kind="turn.nudge").count() == 1
    with clock.at(clock.now() + timedelta(days=1)):
        assert url in client.get(DESK).content.decode()


def test_the_button_on_the_desk_leads_to_where_the_work_is_done(client):
    people = proposals.cast()
    returned = proposals.in_state("returned", people)
    work, step = reverse("programs:work", args=[returned.pk]), returned.notes.first().step
    assert work in factories.sign_in(client, people.proposer).get(DESK).content.decode()
    assert client.get(work).url == reverse("programs:step", args=[returned.pk, step])
    checked = proposals.in_state("in_verification", people)
    work = reverse("programs:work", args=[checked.pk])
    assert factories.sign_in(client, people.verifier).get(work).url == reverse("programs:check", args=[checked.pk])
    assert factories.sign_in(client, people.coordinator).get(work).url == checked.get_absolute_url()


def test_who_only_reads_is_not_offered_to_remind():
    people = proposals.cast()
    proposals.in_state("in_verification", people)
    for reader in (factories.auditor(), factories.actor(factories.agency(), Role.LEADERSHIP)):
        assert desk_of(reader).waiting == []


def test_new_is_what_came_since_the_visit_before_and_a_second_look_does_not_use_it_up():
    people = proposals.cast()
    morning = clock.now()
    with clock.at(morning):
        assert look(people.verifier).since is None
    with clock.at(morning + timedelta(hours=2)):
        proposal = proposals.in_state("submitted", people)
        perform(proposal, "take", actor=people.verifier)
    for minutes in (0, 10, 29):
        with clock.at(morning + timedelta(hours=3, minutes=minutes)):
            desk = desk_of(people.verifier, look(people.verifier))
            assert (desk.visit.since, [row.fresh for row in desk.mine]) == (morning, [True])
    with clock.at(morning + timedelta(hours=9)):
        desk = desk_of(people.verifier, look(people.verifier))
        assert [row.fresh for row in desk.mine] == [False]


def test_the_welcome_shows_until_it_is_put_away_for_this_person_in_this_position(client):
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    page = factories.sign_in(client, verifier).get(DESK).content.decode()
    assert "Selamat datang" in page and str(WELCOMES[Role.VERIFIER].who) not in ("",)
    assert client.post(reverse("portal:welcomed")).url == DESK
    assert "Selamat datang" not in client.get(DESK).content.decode()
    other = factories.actor(factories.upt(), Role.VERIFIER)
    assert "Selamat datang" in factories.sign_in(client, other).get(DESK).content.decode()


def test_every_role_is_welcomed_and_led_to_a_first_task():
    assert set(WELCOMES) == set(Role)
    assert all(1 <= len(welcome.links) <= 3 for welcome in WELCOMES.values())
    assert WELCOMES[Role.VERIFIER].links[0]["url"] == "/usulan/?tampilan=belum"  # not the whole list
    assert WELCOMES[Role.PROPOSER].links[0]["url"] == "/tawaran/?tampilan=buka"
