"""The block "reminders" of a case's page: what comes, what was sent, in a fixed number of queries."""

import pytest
from django.utils import timezone, translation

from casework import reminded
from casework.models import Notice
from regions import clock, working_days
from tests.waiting import at, stage, sweep_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reader():
    with translation.override("id"), timezone.override("Asia/Makassar"):
        yield


def test_what_comes_and_what_was_sent_in_words():
    scene = stage(at("2026-11-09", "10:00"))
    sweep_at(at("2026-11-16"), at("2026-11-17"))
    Notice.objects.filter(recipient=scene.verifier.user).update(read_at=at("2026-11-17", "08:07"))
    with clock.at(at("2026-11-17", "12:00")):
        rows = reminded.lines(scene.case)
    assert [(row.get("group"), row["title"], row["note"]) for row in rows] == [
        ("Akan dikirim", "Rab 18 Nov 08.00 WITA", "Kepala UPT: lewat 2 hari kerja (tahap 4)"),
        (None, "Sen 23 Nov 08.00 WITA", "Koordinator pusat: lewat 5 hari kerja (tahap 5)"),
        ("Terkirim", "Sel 17 Nov 08.00 WITA", scene.head.user.full_name),
        (None, "Sel 17 Nov 08.00 WITA", f"{scene.verifier.user.full_name}; dibuka 08.07 WITA"),
        (None, "Sen 16 Nov 08.00 WITA", f"{scene.verifier.user.full_name}; dibuka Sel 17 Nov 08.07 WITA"),
    ]


def test_the_block_asks_two_questions_when_the_page_has_the_turns(django_assert_num_queries):
    scene = stage(at("2026-11-09", "10:00"))
    sweep_at(at("2026-11-16"), at("2026-11-17"))
    turns = list(scene.case.turns.open().with_holders())
    with clock.at(at("2026-11-17", "12:00")), working_days.spell(), django_assert_num_queries(3):
        reminded.lines(scene.case, turns)  # steps, calendar, sent
