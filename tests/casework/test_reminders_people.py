"""Who is told: whoever sits there now, a superior for an empty chair, nobody who has put it off; rungs revised."""

from datetime import date

import pytest

from accounts.roles import Role
from casework import ladder, reminders, turns, vacancies
from casework.models import LadderStep, Notice, Reminder, Snooze
from regions import clock
from tests import factories as make
from tests.waiting import WHOLE_LADDER, WITA, a_case, at, each_hour, stage, sweep_at, told

pytestmark = pytest.mark.django_db

# Arrives Monday 9 November 2026; five working days end with Monday 16 November.
ARRIVAL = at("2026-11-09", "10:00")


def test_the_recipient_is_who_sits_there_when_it_falls_due_and_a_successor_does_not_hear_it_again():
    scene = stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    scene.verifier.holding.ends_on = date(2026, 11, 13)
    scene.verifier.holding.save()
    successor = make.user(full_name="Penerus")
    make.holding(scene.verifier.position, successor, starts_on=date(2026, 11, 14))
    sweep_at(*each_hour(at("2026-11-12", "09:00"), at("2026-11-17", "09:00")))
    heard = list(
        Notice.objects.exclude(recipient=scene.head.user)
        .order_by("at")
        .values_list("recipient", "reminder__step__offset")
    )
    assert heard == [(scene.verifier.user.pk, -2), (successor.pk, 0), (successor.pk, 1)]


def test_twin_by_person_alone_the_successor_would_hear_it_again():
    """The constraint names the recipient; without the chair's own memory the same rung would speak to the new one."""
    scene = stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    Reminder.objects.update(addressed_to="")
    LadderStep.objects.in_force().filter(offset=-2).update(audience="cooperation")  # looked at again in every sweep
    step = LadderStep.objects.in_force().get(lifecycle="proposal", offset=-2)
    with clock.at(at("2026-11-12", "09:00")):
        candidate = reminders.of_turn(scene.turn, step)
        unit = reminders.Directory().chair(scene.verifier.position)
        successor = make.user()
        people = (type(unit.people[0])(successor, "Verifikator", WITA),)
        again = reminders.Candidate(**{**candidate.__dict__, "units": (type(unit)(unit.key, "x", WITA, people),)})
        assert reminders.fire([again]) == 1


def test_a_vacant_chair_is_answered_for_by_its_superior_and_raises_one_alarm():
    scene = stage(ARRIVAL)
    with clock.at(ARRIVAL):
        administrator = make.actor(make.agency(), Role.ADMINISTRATOR, title="Administrator")
    scene.verifier.holding.ends_on = date(2026, 11, 10)
    scene.verifier.holding.save()
    for instant in each_hour(at("2026-11-10"), at("2026-11-13", "09:00")):
        with clock.at(instant):
            vacancies.sweep()
            reminders.sweep()
    alarms = Notice.objects.filter(kind="turn.vacant")
    assert {(row.recipient, row.at) for row in alarms} == {
        (administrator.user, at("2026-11-11")),
        (scene.head.user, at("2026-11-11")),
    }
    assert told() == [("11-12", "Kepala Balai", -2)]
    assert Notice.objects.get(kind="turn.remind").params["vacant"] is True


def test_a_pool_nobody_sits_in_raises_the_alarm_too_and_one_with_somebody_does_not():
    with clock.at(ARRIVAL):
        administrator = make.actor(make.agency(), Role.ADMINISTRATOR)
        empty, full = make.upt("BJM"), make.upt("BDG")
        make.position(empty, Role.VERIFIER)
        make.actor(full, Role.VERIFIER)
        for number, office in enumerate((empty, full), start=1):
            case = a_case(number=f"USL/2026/000{number}", status="submitted")
            turns.open_turn(case, turns.Seat("verifier", office, pool_role=Role.VERIFIER, allowance=2))
    with clock.at(at("2026-11-09", "12:00")):
        assert vacancies.sweep() == 1
    assert Notice.objects.get().recipient == administrator.user
    assert Notice.objects.get().case.number == "USL/2026/0001"


def test_a_pool_is_told_person_by_person():
    with clock.at(ARRIVAL):
        office = make.upt()
        people = [make.actor(office, Role.VERIFIER, title=f"Verifikator {n}") for n in (1, 2)]
        turns.open_turn(
            a_case(status="submitted"),
            turns.Seat("verifier", office, pool_role=Role.VERIFIER, due_on=date(2026, 11, 16)),
        )
    sweep_at(at("2026-11-12"), at("2026-11-12", "08:01"))
    assert {row.recipient for row in Notice.objects.all()} == {one.user for one in people}
    with clock.at(at("2026-11-12", "08:01")):
        late_comer = make.actor(office, Role.VERIFIER)
    sweep_at(at("2026-11-12", "08:02"))
    assert not Notice.objects.filter(recipient=late_comer.user).exists()


# --- put off, revised ------------------------------------------------------------------


def put_off(scene, until: date) -> None:
    Snooze.objects.create(turn=scene.turn, user=scene.verifier.user, until=until, reason="menunggu DPA", at=ARRIVAL)


def test_a_snooze_holds_back_ones_own_reminders_only_and_the_missed_ones_come_as_one():
    scene = stage(ARRIVAL)
    put_off(scene, date(2026, 11, 18))
    sweep_at(*each_hour(at("2026-11-10"), at("2026-11-24", "09:00")))
    assert told() == [
        ("11-17", "Kepala Balai", 1),
        ("11-18", "Verifikator", 1),
        ("11-18", "Kepala Balai", 2),
        ("11-23", "Koordinator", 5),
    ]


def test_twin_without_the_snooze_the_holder_is_told_on_the_day():
    stage(ARRIVAL)
    sweep_at(*each_hour(at("2026-11-10"), at("2026-11-24", "09:00")))
    assert told() == WHOLE_LADDER


def test_one_of_a_pool_puts_it_off_the_others_are_told_and_later_so_is_that_one():
    with clock.at(ARRIVAL):
        office = make.upt()
        first, second = (make.actor(office, Role.VERIFIER, title=f"Verifikator {n}") for n in (1, 2))
        seat = turns.Seat("verifier", office, pool_role=Role.VERIFIER, due_on=date(2026, 11, 30))
        turn = turns.open_turn(a_case(status="submitted"), seat)
    Snooze.objects.create(turn=turn, user=first.user, until=date(2026, 11, 27), reason="cuti", at=ARRIVAL)
    sweep_at(*each_hour(at("2026-11-25"), at("2026-11-27", "10:00")))
    assert told() == [("11-26", "Verifikator 2", -2), ("11-27", "Verifikator 1", -2)]


def test_a_revised_rung_does_not_tell_again_what_its_old_version_told():
    stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    step = LadderStep.objects.in_force().get(lifecycle="proposal", status="", offset=-2)
    ladder.revise(step, offset=-1)
    sweep_at(*each_hour(at("2026-11-12", "09:00"), at("2026-11-16", "09:00")))
    assert told() == [("11-12", "Verifikator", -2), ("11-16", "Verifikator", 0)]


def test_twin_with_a_new_code_the_edited_rung_tells_twice():
    stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    step = LadderStep.objects.in_force().get(lifecycle="proposal", status="", offset=-2)
    ladder.retire(step)
    ladder.add(lifecycle="proposal", status="", basis="due", offset=-1, audience="holder")
    sweep_at(*each_hour(at("2026-11-12", "09:00"), at("2026-11-13", "09:00")))
    assert told() == [("11-12", "Verifikator", -2), ("11-13", "Verifikator", -1)]


def test_a_new_low_rung_says_nothing_to_whom_a_higher_one_has_spoken():
    stage(ARRIVAL)
    sweep_at(at("2026-11-17"))
    before = told()
    ladder.add(lifecycle="proposal", status="", basis="due", offset=-4, audience="holder")
    sweep_at(at("2026-11-17", "09:00"))
    assert told() == before


def test_a_turn_handed_on_late_begins_where_the_ladder_stands():
    scene = stage(ARRIVAL)
    sweep_at(*each_hour(at("2026-11-10"), at("2026-11-18", "09:00")))
    with clock.at(at("2026-11-18", "15:00")):
        colleague = make.actor(make.upt(), Role.VERIFIER, title="Rekan", superior=scene.head.position)
        turns.hand_on(scene.turn, position=colleague.position)
    before = len(told())
    sweep_at(*each_hour(at("2026-11-18", "16:00"), at("2026-11-24", "09:00")))
    assert told()[before:] == [("11-23", "Koordinator", 5)]
