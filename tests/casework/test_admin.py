"""The administrator's pages of this room: new versions instead of edits, resend, and nothing else to press."""

from datetime import date

import pytest
from django.urls import reverse

from casework.models import Allowance, LadderStep, Message
from regions.models import CalendarDay
from tests import factories as make
from tests.waiting import at, stage, sweep_at

pytestmark = pytest.mark.django_db
ROWS = [
    "allowance",
    "case",
    "heartbeat",
    "ladderstep",
    "message",
    "notice",
    "reminder",
    "sweeprun",
    "trailentry",
    "turn",
]


@pytest.fixture
def scene():
    scene = stage(at("2026-11-09", "10:00"))
    sweep_at(at("2026-11-17"))
    return scene


@pytest.fixture
def admin(client):
    client.force_login(make.user(is_staff=True, is_superuser=True))
    return client


def test_every_list_and_every_row_opens(admin, scene):
    for name in ROWS:
        assert admin.get(f"/admin/casework/{name}/").status_code == 200, name
    for row in (scene.case, scene.turn, Message.objects.first(), LadderStep.objects.first()):
        assert admin.get(reverse(f"admin:casework_{row._meta.model_name}_change", args=[row.pk])).status_code == 200


def test_no_status_can_be_changed_and_nothing_deleted_or_added(admin, scene):
    for name in ("case", "turn", "trailentry", "message", "notice", "reminder", "sweeprun"):
        assert admin.get(f"/admin/casework/{name}/add/").status_code == 403
    for row in (scene.case, scene.turn, Message.objects.first()):
        change = reverse(f"admin:casework_{row._meta.model_name}_change", args=[row.pk])
        assert admin.post(change, {"status": "approved"}).status_code == 403
        assert admin.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_an_edited_rung_becomes_a_new_version(admin, scene):
    step = LadderStep.objects.in_force().get(lifecycle="proposal", status="", offset=2)
    change = reverse("admin:casework_ladderstep_change", args=[step.pk])
    fields = {"lifecycle": "proposal", "status": "", "basis": "due", "offset": 3, "audience": "upt_head"}
    assert admin.post(change, fields).status_code == 302
    new = LadderStep.objects.in_force().get(code=step.code)
    assert (new.version, new.offset) == (2, 3)
    step.refresh_from_db()
    assert step.offset == 2 and step.retired_at
    assert admin.post(change, fields | {"offset": 4}).status_code == 403  # what is retired stays as it was


def test_saving_a_rung_unchanged_makes_no_version(admin):
    step = LadderStep.objects.in_force().get(lifecycle="proposal", status="returned", offset=-5)
    fields = {"lifecycle": "proposal", "status": "returned", "basis": "due", "offset": -5, "audience": "holder"}
    admin.post(reverse("admin:casework_ladderstep_change", args=[step.pk]), fields)
    assert LadderStep.objects.filter(code=step.code).count() == 1


def test_a_rung_is_added_once_and_taken_off(admin):
    fields = {"lifecycle": "agreement", "status": "ready", "basis": "due", "offset": 9, "audience": "centre"}
    admin.post("/admin/casework/ladderstep/add/", fields)
    again = admin.post("/admin/casework/ladderstep/add/", fields)
    assert again.status_code == 200 and again.context["adminform"].form.errors
    step = LadderStep.objects.in_force().get(status="ready")
    admin.post("/admin/casework/ladderstep/", {"action": "retire", "_selected_action": [step.pk]})
    assert not LadderStep.objects.in_force().filter(status="ready").exists()


def test_a_wrong_rung_is_refused_with_a_word(admin):
    fields = {"lifecycle": "proposal", "status": "council", "basis": "due", "offset": 9, "audience": "centre"}
    answer = admin.post("/admin/casework/ladderstep/add/", fields)
    assert "status" in answer.context["adminform"].form.errors


def test_an_allowance_counts_for_turns_that_begin_from_now_on(admin, scene):
    row = Allowance.objects.get(lifecycle="proposal", status="in_verification")
    admin.post(reverse("admin:casework_allowance_change", args=[row.pk]), {"working_days": 9, "after_resubmission": 3})
    row.refresh_from_db()
    scene.turn.refresh_from_db()
    assert (row.working_days, scene.turn.allowance, scene.turn.due_on) == (9, 5, date(2026, 11, 16))


def test_a_day_off_entered_here_moves_open_last_days(admin, scene):
    admin.post("/admin/regions/calendarday/add/", {"on": "2026-11-13", "name": "Pilkada"})
    assert CalendarDay.objects.get().is_working is False
    scene.turn.refresh_from_db()
    assert scene.turn.due_on == date(2026, 11, 17)


def test_failed_and_uncertain_messages_are_sent_again_and_sent_ones_are_not(admin, scene):
    sent, failed = Message.objects.order_by("pk")
    Message.objects.filter(pk=sent.pk).update(status="sent")
    Message.objects.filter(pk=failed.pk).update(status="failed", cause="550 no such person", attempts=3)
    admin.post("/admin/casework/message/", {"action": "resend", "_selected_action": [sent.pk, failed.pk]})
    sent.refresh_from_db()
    failed.refresh_from_db()
    assert (sent.status, failed.status, failed.attempts) == ("sent", "queued", 0)


def test_the_text_of_a_message_is_the_recipients_and_not_shown(admin, scene):
    message = Message.objects.first()
    page = admin.get(reverse("admin:casework_message_change", args=[message.pk]))
    assert message.text.splitlines()[4] not in page.content.decode()


@pytest.mark.parametrize(("how", "count"), [("terbuka", 1), ("lewat", 1), ("kosong", 0)])
def test_turns_are_found_by_how_they_stand(admin, scene, how, count):
    page = admin.get("/admin/casework/turn/", {"keadaan": how})
    assert len(page.context["cl"].result_list) == count


def test_drafts_are_their_own_institutions_affair(admin, scene):
    scene.case.shared_at = None
    scene.case.save()
    for name in ("case", "turn", "reminder"):
        assert len(admin.get(f"/admin/casework/{name}/").context["cl"].result_list) == 0
