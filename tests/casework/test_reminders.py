"""The exact set of messages, whatever the clock does; where a rule prevents harm, a twin shows the harm."""

from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from casework import ladder, notices, reminders, turns, vacancies
from casework.models import Message, Notice, Reminder
from regions import clock, working_days
from regions.models import CalendarDay
from tests import factories as make
from tests.waiting import WHOLE_LADDER, WIB, WIT, WITA, a_case, at, each_hour, hold, merged, stage, sweep_at, told

pytestmark = pytest.mark.django_db

# Arrives Monday 9 November 2026; five working days end with Monday 16 November.
ARRIVAL = at("2026-11-09", "10:00")


def test_the_whole_ladder_each_rung_once_to_whom_it_means():
    stage(ARRIVAL)
    sweep_at(*each_hour(ARRIVAL, at("2026-12-04", "20:00")))
    assert told() == WHOLE_LADDER
    assert merged() == 0
    assert Message.objects.count() == len(WHOLE_LADDER)


def test_nothing_is_told_of_a_turn_that_is_over():
    scene = stage(ARRIVAL)
    with clock.at(at("2026-11-11")):
        turns.close_turns(scene.case)
    assert sweep_at(*each_hour(ARRIVAL, at("2026-11-25"))) == 0


# --- the scheduler stood still ---------------------------------------------------------


def test_nine_days_without_the_scheduler_lose_nothing_and_flood_nobody():
    stage(ARRIVAL)
    sweep_at(at("2026-11-12", "08:00"), at("2026-11-21", "03:00"), at("2026-11-23", "08:30"))
    assert told() == [
        ("11-12", "Verifikator", -2),
        ("11-23", "Verifikator", 1),
        ("11-23", "Kepala Balai", 2),
    ]
    sweep_at(at("2026-11-23", "09:00"))
    assert told()[3:] == [("11-23", "Koordinator", 5)]  # 08:00 in Jakarta, an hour later
    assert merged() == 2  # the verifier's last day, the head's first escalation
    assert "2 pengingat" not in Notice.objects.first().letter.paragraphs[0]


def test_twin_a_finder_by_equality_of_the_date_loses_what_fell_into_the_gap():
    """What other trackers do: look only for rungs whose day is today."""
    scene = stage(ARRIVAL)

    def found_on(day: date) -> list[int]:
        return [
            step.offset
            for step in ladder.due_steps()
            if step.lifecycle == "proposal"
            and not step.status
            and ladder.rung_day(scene.turn.due_on, step.offset) == day
        ]

    told_then = [offset for day in (date(2026, 11, 12), date(2026, 11, 24)) for offset in found_on(day)]
    assert told_then == [-2]  # five rungs gone
    sweep_at(at("2026-11-12"), at("2026-11-24", "09:00"))
    assert sorted({offset for _day, _who, offset in told()} | {0}) == [-2, 0, 1, 2, 5]


def test_twin_without_merging_the_gap_would_flood(monkeypatch):
    stage(ARRIVAL)
    real = reminders._Round._tell_case
    monkeypatch.setattr(
        reminders._Round,
        "_tell_case",
        lambda self, dues: sum(real(self, [due]) for due in sorted(dues, key=lambda d: d.rank)),
    )
    sweep_at(at("2026-11-24", "09:00"))
    assert len(told()) == 6  # instead of three


def test_what_was_missed_counts_in_the_letter():
    stage(ARRIVAL)
    sweep_at(at("2026-11-24", "09:00"))
    letters = {row.recipient.holdings.get().position.title: row.params["merged"] for row in Notice.objects.all()}
    assert letters == {"Verifikator": 2, "Kepala Balai": 1, "Koordinator": 0}


def test_two_turns_of_one_case_give_their_common_superior_one_message():
    scene = stage(ARRIVAL)
    with clock.at(ARRIVAL):
        colleague = make.actor(make.upt(), Role.VERIFIER, title="Rekan", superior=scene.head.position)
        hold(scene.case, colleague, seat="second")
    sweep_at(at("2026-11-17", "08:00"))
    assert sorted(told()) == [
        ("11-17", "Kepala Balai", 1),
        ("11-17", "Rekan", 1),
        ("11-17", "Verifikator", 1),
    ]


def test_one_case_that_cannot_be_told_does_not_keep_the_others(monkeypatch):
    scene = stage(ARRIVAL)
    with clock.at(ARRIVAL):
        other = a_case(number="USL/2026/0002")
        hold(other, scene.verifier)
    write = notices.write

    def fails_for_one(case, *args, **kwargs):
        if case == scene.case:
            raise ValueError("a letter that cannot be written")
        return write(case, *args, **kwargs)

    monkeypatch.setattr(notices, "write", fails_for_one)
    with pytest.raises(ExceptionGroup):
        sweep_at(at("2026-11-16"))
    assert Notice.objects.get().case == other
    monkeypatch.undo()
    sweep_at(at("2026-11-16", "08:01"))
    assert Notice.objects.count() == 2


# --- zones, holidays, calendars --------------------------------------------------------


@pytest.mark.parametrize(("zone", "code"), [(WIB, "BDG"), (WITA, "BJM")])
def test_eight_o_clock_is_that_of_the_recipient(zone, code):
    stage(at("2026-11-09", "10:00", zone), code=code)
    assert sweep_at(at("2026-11-12", "07:59", zone)) == 0
    assert sweep_at(at("2026-11-12", "08:00", zone)) == 1


def test_three_zones_hear_of_one_day_at_their_own_eight_o_clock():
    """The same last day in Papua, Kalimantan and Jawa Barat; one sweep a quarter of an hour."""
    heard = {}
    with clock.at(at("2026-11-09", "09:00", WIB)):
        for number, (code, zone) in enumerate([("91", WIT), ("64", WITA), ("32", WIB)]):
            holder = make.actor(make.body(code), Role.PROPOSER, title=f"Petugas {zone}")
            hold(a_case(number=f"USL/2026/000{number + 1}"), holder, due_on=date(2026, 11, 16))
    for quarter in range(96):
        sweep_at(at("2026-11-12", "00:00", WIB) + timedelta(minutes=15 * quarter))
    for row in Notice.objects.all():
        heard[row.recipient.holdings.get().position.title] = row.at
    assert heard == {f"Petugas {zone}": at("2026-11-12", "08:00", zone) for zone in (WIT, WITA, WIB)}


def test_a_superior_in_another_zone_hears_at_his_own_eight_o_clock():
    stage(ARRIVAL)
    sweep_at(*each_hour(at("2026-11-23", "06:00"), at("2026-11-23", "08:00")))
    assert ("11-23", "Koordinator", 5) not in told()
    sweep_at(at("2026-11-23", "08:00", WIB))
    assert ("11-23", "Koordinator", 5) in told()


def test_lebaran_is_silent_and_counts_no_working_day():
    """18 to 24 March 2026 are holidays and cuti bersama: due on the 17th, the next working day is the 25th."""
    stage(at("2026-03-10", "10:00"), due_on=date(2026, 3, 17))
    sweep_at(*each_hour(at("2026-03-17", "07:00"), at("2026-03-31", "07:00")))
    assert told() == [
        ("03-17", "Verifikator", 0),
        ("03-25", "Verifikator", 1),
        ("03-25", "Kepala Balai", 1),
        ("03-26", "Kepala Balai", 2),
    ]


def test_twin_of_lebaran_without_the_holidays_it_would_speak_on_them():
    for day in range(18, 25):
        if date(2026, 3, day).weekday() < 5:
            CalendarDay.objects.create(on=date(2026, 3, day), is_working=True, name="tanpa libur")
    stage(at("2026-03-10", "10:00"), due_on=date(2026, 3, 17))
    sweep_at(*each_hour(at("2026-03-17", "07:00"), at("2026-03-31", "07:00")))
    assert ("03-18", "Kepala Balai", 1) in told()


def test_a_day_off_by_the_administrator_moves_open_last_days_and_their_rungs():
    scene = stage(ARRIVAL)
    CalendarDay.objects.create(on=date(2026, 11, 11), is_working=False, name="Pilkada")
    scene.turn.refresh_from_db()
    assert scene.turn.due_on == date(2026, 11, 17)
    sweep_at(*each_hour(at("2026-11-10"), at("2026-11-13", "09:00")))
    assert told() == [("11-13", "Verifikator", -2)]
    CalendarDay.objects.all().delete()
    scene.turn.refresh_from_db()
    assert scene.turn.due_on == date(2026, 11, 16)
    sweep_at(*each_hour(at("2026-11-13", "10:00"), at("2026-11-16", "09:00")))
    assert told() == [("11-13", "Verifikator", -2), ("11-16", "Verifikator", 0)]


def test_month_end_and_the_29th_of_february():
    """Due on Tuesday 29 February 2028, a leap day between Lebaran (27 and 28) and March."""
    stage(at("2028-02-21", "10:00"), due_on=date(2028, 2, 29))
    sweep_at(*each_hour(at("2028-02-22"), at("2028-03-08", "09:00")))
    assert told() == [
        ("02-24", "Verifikator", -2),
        ("02-29", "Verifikator", 0),
        ("03-01", "Verifikator", 1),
        ("03-01", "Kepala Balai", 1),
        ("03-02", "Kepala Balai", 2),
        ("03-07", "Koordinator", 5),
    ]


def test_a_last_day_on_a_sunday_is_warned_of_on_the_friday_before():
    stage(ARRIVAL, due_on=date(2026, 11, 29))
    sweep_at(*each_hour(at("2026-11-24"), at("2026-11-30", "12:00")))
    assert told() == [
        ("11-26", "Verifikator", -2),
        ("11-27", "Verifikator", 0),
        ("11-30", "Verifikator", 1),
        ("11-30", "Kepala Balai", 1),
    ]


# --- the clock jumps -------------------------------------------------------------------


def test_a_clock_that_jumps_forward_and_back_doubles_and_loses_nothing():
    stage(ARRIVAL)
    sweep_at(at("2026-11-12"), at("2026-11-17"), at("2026-11-10", "09:00"), at("2026-11-12", "08:05"))
    assert told() == [("11-12", "Verifikator", -2), ("11-17", "Verifikator", 1), ("11-17", "Kepala Balai", 1)]
    sweep_at(*each_hour(at("2026-11-12", "09:00"), at("2026-12-01", "09:00")))
    assert told() == [
        ("11-12", "Verifikator", -2),
        ("11-17", "Verifikator", 1),
        ("11-17", "Kepala Balai", 1),
        ("11-18", "Kepala Balai", 2),
        ("11-23", "Koordinator", 5),
    ]


def test_twin_without_what_was_told_a_clock_set_back_tells_again():
    stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    Notice.objects.update(reminder=None)
    Reminder.objects.all().delete()
    sweep_at(at("2026-11-12", "08:05"))
    assert Notice.objects.count() == 2


# --- cost ------------------------------------------------------------------------------


def test_a_sweep_that_finds_nothing_asks_a_handful_of_questions(django_assert_num_queries):
    scene = stage(ARRIVAL)
    sweep_at(*each_hour(ARRIVAL, at("2026-11-24", "09:00")))
    with clock.at(ARRIVAL):
        for number in range(2, 12):
            hold(a_case(number=f"USL/2026/{number:04d}"), scene.verifier, due_on=date(2027, 3, 1))
    with clock.at(at("2026-11-24", "10:00")), working_days.spell(), django_assert_num_queries(3):
        reminders.look()  # steps, calendar, the range
    with clock.at(at("2026-11-24", "10:00")), working_days.spell(), django_assert_num_queries(3):
        vacancies.sweep()  # lock, turns, unlock


def test_the_clock_looks_when_a_day_opens_somewhere_and_once_an_hour():
    """Zones open at 06:00, 07:00 and 08:00 in Jakarta; whoever is to be told later is found within the hour."""
    scene, looked = stage(ARRIVAL), []
    for minute in range(0, 24 * 60, 5):
        with clock.at(at("2026-11-12", "00:00", WIB) + timedelta(minutes=minute)):
            reminders.look_if_due(
                "of.this.test", lambda: looked.append(f"{clock.now() + timedelta(hours=7):%H:%M}") or 0
            )
    assert looked[:4] == ["06:00", "07:00", "08:00", "09:05"]
    assert looked[-1] >= "21:00" and len(looked) == 17
    with clock.at(at("2026-11-14", "10:00")):  # a Saturday
        assert reminders.look_if_due("of.this.test", lambda: 1) == 0
    with clock.at(at("2026-11-12", "08:00")):
        assert reminders.sweep() == 1
    with clock.at(ARRIVAL):
        hold(a_case(number="USL/2026/0002"), scene.verifier)
    with clock.at(at("2026-11-12", "08:30")):
        assert reminders.sweep() == 0
    with clock.at(at("2026-11-12", "09:01")):
        assert reminders.sweep() == 1


def test_a_look_that_failed_is_repeated_by_the_next_sweep():
    def fails():
        raise ValueError("broken")

    with clock.at(at("2026-11-12", "08:00")):
        with pytest.raises(ValueError, match="broken"):
            reminders.look_if_due("of.this.test", fails)
        assert reminders.look_if_due("of.this.test", lambda: 1) == 1
        assert reminders.look_if_due("of.this.test", lambda: 1) == 0


def test_telling_many_cases_asks_little_for_each():
    scene = stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    with clock.at(ARRIVAL):
        for number in range(2, 22):
            hold(a_case(number=f"USL/2026/{number:04d}"), scene.verifier, due_on=date(2026, 11, 18))
    with clock.at(at("2026-11-16")), working_days.spell(), CaptureQueriesContext(reminders.connection) as asked:
        assert reminders.look() == 21
    assert len(asked) < 21 * 14
