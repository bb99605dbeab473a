"""Putting off one's own reminders, and reminding whoever holds the case: by whom, how long, how often."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from casework import services
from casework.models import Notice, Nudge, Snooze
from casework.workflow import NotAllowed, Refused
from regions import clock
from tests import factories as make
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db
NOW = at("2026-11-12", "10:00")


@pytest.fixture
def scene():
    return stage(at("2026-11-09", "10:00"))


@pytest.fixture
def proposer(scene):
    return make.actor(scene.case.owner, Role.PROPOSER)


def snooze(scene, actor, until: str, reason: str = "Menunggu DPA") -> Snooze:
    with clock.at(NOW):
        return services.snooze(scene.turn, actor=actor, until=date.fromisoformat(until), reason=reason)


def test_the_holder_puts_off_for_at_most_five_working_days_and_the_reason_is_kept(scene):
    assert snooze(scene, scene.verifier, "2026-11-19").until == date(2026, 11, 19)
    line = scene.case.trail.get(action="turn.snooze")
    assert (line.comment, line.params) == ("Menunggu DPA", {"until": "2026-11-19"})
    for wrong in ("2026-11-12", "2026-11-20"):
        with pytest.raises(Refused):
            snooze(scene, scene.verifier, wrong)
    assert snooze(scene, scene.verifier, "2026-11-16").pk == Snooze.objects.get().pk


def test_nobody_puts_off_the_reminders_of_another(scene):
    with pytest.raises(NotAllowed):
        snooze(scene, scene.head, "2026-11-16")


def nudge(scene, actor, when=NOW):
    with clock.at(when):
        return services.nudge(scene.turn, actor=actor)


def test_who_waits_reminds_once_a_day_and_the_next_day_again(scene, proposer):
    assert nudge(scene, proposer)[1] is True
    assert nudge(scene, scene.coordinator, at("2026-11-12", "16:00"))[1] is False
    assert nudge(scene, scene.coordinator, at("2026-11-13", "00:10"))[1] is True
    told = Notice.objects.filter(kind="turn.nudge").order_by("pk")
    assert [(row.recipient, row.params["who"]) for row in told] == [
        (scene.verifier.user, proposer.display_name),
        (scene.verifier.user, scene.coordinator.display_name),
    ]


def test_the_constraint_and_not_a_look_before_keeps_it_to_one_a_day(scene, proposer):
    nudge(scene, proposer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(turn=scene.turn, user=proposer.user, on=date(2026, 11, 12), at=NOW)


def test_the_holder_an_auditor_and_another_body_do_not_remind(scene):
    other_body = make.actor(make.body(kind="diskominfo"), Role.PROPOSER)
    for actor in (scene.verifier, make.auditor(), other_body):
        with pytest.raises(NotAllowed):
            nudge(scene, actor)


def test_pages_say_what_was_done_and_lead_back_to_the_case(client, scene, proposer):
    page = f"/usulan/{scene.case.proposal.pk}/"
    make.sign_in(client, proposer)
    with clock.at(NOW):
        first = client.post(f"/giliran/{scene.turn.pk}/ingatkan/")
        second = client.post(f"/giliran/{scene.turn.pk}/ingatkan/", follow=False)
    assert (first.url, second.url) == (page, page)
    assert Nudge.objects.count() == 1
    make.sign_in(client, scene.verifier)
    with clock.at(NOW):
        assert client.get(f"/giliran/{scene.turn.pk}/tunda/").status_code == 200
        wrong = client.post(f"/giliran/{scene.turn.pk}/tunda/", {"until": "2027-01-01", "reason": "Lama sekali"})
        assert wrong.status_code == 200 and b"Lama sekali" in wrong.content
        right = client.post(f"/giliran/{scene.turn.pk}/tunda/", {"until": "2026-11-16", "reason": "Menunggu DPA"})
    assert right.url == page
    assert Snooze.objects.get().reason == "Menunggu DPA"


def test_pages_of_turns_are_scoped(client, scene):
    make.sign_in(client, make.actor(make.upt("MDN"), Role.VERIFIER))
    assert client.get(f"/giliran/{scene.turn.pk}/tunda/").status_code == 404
    assert client.post(f"/giliran/{scene.turn.pk}/ingatkan/").status_code == 404
    make.sign_in(client, scene.head)
    assert client.get(f"/giliran/{scene.turn.pk}/tunda/").status_code == 403


def test_a_turn_that_is_over_leads_back_without_an_act(client, scene, proposer):
    scene.case.turns.update(closed_at=NOW)
    make.sign_in(client, proposer)
    assert client.post(f"/giliran/{scene.turn.pk}/ingatkan/").url == f"/usulan/{scene.case.proposal.pk}/"
    assert not Nudge.objects.exists()
