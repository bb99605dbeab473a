"""Reminders on ends: the exact set, found by range, once, and none for what has a successor."""

from datetime import UTC, datetime, timedelta

import pytest

from agreements import services
from agreements.services import clockwork, ends
from casework import reference
from casework.models import Notice, Reminder
from casework.workflow import perform
from regions import clock
from tests import pacts

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)  # a Monday, 10.00 WIB
NOON = timedelta(hours=2)


@pytest.fixture(autouse=True)
def ladder():
    with clock.at(START):
        reference.load()


def in_force(days: int):
    with clock.at(START):
        people = pacts.cast()
        return people, pacts.in_state("in_force", people, days=days)


def sweep(days: float) -> int:
    """The clock's sweep so many days after the start, at noon in Jakarta."""
    with clock.at(START + timedelta(days=days) + NOON):
        before = Notice.objects.filter(kind__in=["agreement.ending", "agreement.unsucceeded"]).count()
        clockwork.sweep()
        return Notice.objects.filter(kind__in=["agreement.ending", "agreement.unsucceeded"]).count() - before


def told(offset: int) -> set[str]:
    """Who was told of the rung so many days from the end, by user name."""
    rows = Reminder.objects.filter(step__offset=offset, merged_into=None).exclude(step__basis="due")
    return {row.recipient.username for row in rows.select_related("recipient")}


def names(*actors) -> set[str]:
    return {actor.user.username for actor in actors}


def test_each_threshold_tells_officers_and_province_once():
    people, agreement = in_force(days=200)
    audience = names(people.officer, people.upt_officer, people.proposer, people.province_legal)
    found = [day for day in range(0, 201) if sweep(day)]
    ending = [200 - left for left in (180, 90, 60, 30, 14, 7)]
    assert len(found) == 6
    assert all(0 <= day - due <= 4 for day, due in zip(found, ending, strict=True)), found  # next working day
    for left in (180, 90, 60, 30, 14, 7):
        assert told(-left) == audience, left
    assert sweep(200.2) == 0


def test_nine_days_without_the_clock_lose_none_and_merge_what_was_missed():
    people, agreement = in_force(days=100)
    quiet = sweep(85)
    assert quiet  # 90, 60 and 30 days were missed: one letter each person
    per_person = Reminder.objects.filter(slot=ends.slot(agreement), recipient=people.officer.user)
    assert per_person.filter(merged_into=None).count() == 1
    assert per_person.filter(merged_into__isnull=False).count() == 2
    assert sweep(85.1) == 0


def test_twin_by_equality_of_dates_the_same_sweep_would_find_nothing():
    _people, agreement = in_force(days=100)
    with clock.at(START + timedelta(days=85) + NOON):
        today = clock.today()
        assert [one for one in ends.candidates() if one.day == today] == []
        assert len(ends.candidates()) == 6


def test_a_rung_before_it_was_in_force_never_speaks():
    _people, agreement = in_force(days=50)
    sweep(1)
    assert not Reminder.objects.filter(slot=ends.slot(agreement)).exists()


def test_a_successor_ends_the_reminding():
    people, agreement = in_force(days=100)
    sweep(11)
    with clock.at(START + timedelta(days=12)):
        services.open_successor(agreement, actor=people.officer)
    assert [sweep(day) for day in range(13, 100, 3)] == [0] * 29


def test_a_cancelled_successor_is_none():
    people, agreement = in_force(days=100)
    with clock.at(START + timedelta(days=12)):
        heir = services.open_successor(agreement, actor=people.officer)
        perform(heir, "cancel", actor=people.officer, comment="Batal.")
    assert sweep(45) > 0


def test_who_joins_when_others_have_heard_hears_within_the_hour():
    people, agreement = in_force(days=100)
    hour = 1 / 24
    assert sweep(14)
    with clock.at(START):
        late = pacts.actor(pacts.body("63"), pacts.Role.PROPOSER)
    agreement.case.participants.create(institution=late.institution)
    assert sweep(14 + 0.5 * hour) == 0
    assert sweep(14 + 1.1 * hour) == 1
    assert names(late) <= told(-90)


def test_ended_without_successor_is_said_and_the_centre_hears_of_it_later():
    people, agreement = in_force(days=20)
    with clock.at(START):
        coordinator = pacts.actor(pacts.agency(), pacts.Role.COORDINATOR)
    for day in range(0, 60):
        sweep(day)
    assert told(1) == names(people.officer, people.upt_officer)
    assert names(coordinator) == told(30) - names(people.officer, people.upt_officer)


def test_the_page_says_what_is_ahead():
    people, agreement = in_force(days=100)
    with clock.at(START):
        days = sorted({(agreement.ends_on - day).days for day, _step in ends.coming(agreement)}, reverse=True)
        assert days == [90, 60, 30, 14, 7]
        services.open_successor(agreement, actor=people.officer)
        assert ends.coming(agreement) == []
