"""Rungs: their days, found by range; new versions under one code; the rows to begin with."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from casework import ladder, reference
from casework.models import Allowance, LadderStep
from regions import clock, working_days
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(n) for n in range(count)]


@pytest.mark.parametrize("offset", [-10, -2, -1, 0, 1, 2, 5])
@pytest.mark.parametrize("first", [date(2026, 3, 1), date(2026, 12, 10), date(2028, 2, 10)])
def test_the_range_finds_exactly_the_rungs_that_have_come(offset, first):
    """Over Lebaran, the turn of a year, and 29 February: latest_due is the mirror of rung_day, day by day."""
    with working_days.spell():
        for today in days(first, 40):
            bound = ladder.latest_due(offset, today)
            for due_on in days(today - timedelta(40), 80):
                assert (ladder.rung_day(due_on, offset) <= today) == (due_on <= bound), (today, due_on)


def test_rungs_count_working_days_over_a_month_end_and_29_february():
    assert ladder.rung_day(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert ladder.rung_day(date(2028, 2, 29), 1) == date(2028, 3, 1)
    assert ladder.rung_day(date(2028, 3, 1), -1) == date(2028, 2, 29)
    assert ladder.rung_day(date(2026, 7, 31), 1) == date(2026, 8, 3)


def test_the_rung_of_the_last_day_itself_never_comes_after_it():
    sunday = date(2026, 11, 29)
    assert ladder.rung_day(sunday, 0) == date(2026, 11, 27)
    assert ladder.rung_day(sunday, 1) == date(2026, 11, 30)


def test_an_edited_rung_is_a_new_version_under_the_same_code():
    step = LadderStep.objects.in_force().get(lifecycle="proposal", status="", offset=1, audience="holder")
    with clock.at(at("2026-11-10")):
        new = ladder.revise(step, offset=3)
    step.refresh_from_db()
    assert (new.code, new.version, new.offset, new.audience) == (step.code, 2, 3, "holder")
    assert step.retired_at == at("2026-11-10") and step.offset == 1
    assert list(LadderStep.objects.in_force().filter(code=step.code)) == [new]


def test_loading_again_changes_nothing_and_brings_nothing_back():
    first, second = LadderStep.objects.in_force().filter(lifecycle="proposal")[:2]
    ladder.retire(first)
    ladder.revise(second, offset=-9)
    Allowance.objects.filter(lifecycle="proposal", status="submitted").update(working_days=4)
    before = list(LadderStep.objects.values_list("pk", "retired_at"))
    assert reference.load() == {"allowances": 0, "ladder": 0}
    assert list(LadderStep.objects.values_list("pk", "retired_at")) == before
    assert Allowance.objects.get(lifecycle="proposal", status="submitted").working_days == 4


def test_what_is_missing_is_added():
    LadderStep.objects.all().delete()
    Allowance.objects.filter(status="council").delete()
    assert reference.load() == {"allowances": 1, "ladder": 30}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"status": "council"}, "status"),
        ({"basis": "end", "offset": -30}, "basis"),
        ({"lifecycle": "agreement", "basis": "end", "offset": -30, "audience": "holder"}, "audience"),
        ({"lifecycle": "agreement", "basis": "end", "offset": 30, "audience": "centre"}, "offset"),
    ],
)
def test_a_rung_that_could_never_speak_is_refused(wrong, field):
    fields = {"lifecycle": "proposal", "status": "", "basis": "due", "offset": 1, "audience": "centre"} | wrong
    with pytest.raises(ValidationError) as refused:
        LadderStep(code="x", active_from=clock.now(), **fields).clean()
    assert field in refused.value.message_dict


def test_stages_are_numbered_by_day_and_leave_out_what_lies_before_the_turn():
    """Two days allowed: the forewarning would fall on the day of arrival, which the arrival itself announces."""
    scene = stage(at("2026-11-09", "10:00"), allowance=2)
    stages = ladder.stages(scene.turn, ladder.due_steps())
    assert [(one.number, one.count, one.day) for one in stages] == [
        (1, 4, date(2026, 11, 11)),
        (2, 4, date(2026, 11, 12)),
        (3, 4, date(2026, 11, 13)),
        (4, 4, date(2026, 11, 18)),
    ]
