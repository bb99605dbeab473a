"""The clock's two moves: on the day, in Jakarta's day, however late it wakes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from agreements.guards import last_day_passed
from agreements.models import Agreement
from agreements.services import clockwork
from agreements.tasks import sweep
from casework.models import SweepRun
from regions import clock
from regions.queries import upt_covering
from tests import factories as make
from tests import pacts

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
WIB, WITA, WIT = (ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))


def status(agreement) -> str:
    return Agreement.objects.get(pk=agreement.pk).case.status


def coming(people, days: int, length: int = 700) -> Agreement:
    """Signed and complete, to begin in some days."""
    return pacts.completed(pacts.in_state("ready", people, days_ago=-days, days=length), people)


def test_it_begins_on_its_day_and_not_before():
    with clock.at(NOW):
        agreement = coming(pacts.cast(), days=3)
    for days, after in ((2, "partly_signed"), (3, "in_force")):
        with clock.at(NOW + timedelta(days=days)):
            clockwork.sweep()
        assert status(agreement) == after


def test_nine_days_late_it_begins_all_the_same():
    with clock.at(NOW):
        agreement = coming(pacts.cast(), days=3)
    with clock.at(NOW + timedelta(days=12)):
        assert clockwork.move_by_clock() == 1
        assert clockwork.move_by_clock() == 0
    assert status(agreement) == "in_force"
    line = agreement.case.trail.get(action="agreement.bring_into_force")
    assert (line.user, line.actor_name) == (None, "")


def test_nine_days_late_it_ends_all_the_same():
    with clock.at(NOW):
        agreement = pacts.in_state("in_force", pacts.cast(), days=5)
    with clock.at(NOW + timedelta(days=14)):
        assert clockwork.move_by_clock() == 1
    assert status(agreement) == "expired"


def test_a_whole_term_that_passed_while_it_slept_begins_and_ends():
    with clock.at(NOW):
        agreement = coming(pacts.cast(), days=2, length=3)
    with clock.at(NOW + timedelta(days=20)):
        assert clockwork.move_by_clock() == 2
    assert status(agreement) == "expired"
    assert agreement.case.trail.filter(action="agreement.bring_into_force").count() == 1


def test_what_lacks_something_does_not_begin():
    people = pacts.cast()
    with clock.at(NOW):
        agreement = pacts.all_signed(pacts.in_state("ready", people), people)
        assert clockwork.move_by_clock() == 0
    assert status(agreement) == "partly_signed"


LAST = date(2026, 12, 31)


@pytest.mark.parametrize("province", [make.WEST_JAVA, make.EAST_KALIMANTAN, make.PAPUA])
@pytest.mark.parametrize(
    ("instant", "after"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=WIB), "in_force"),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=WIT), "in_force"),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=WITA), "in_force"),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=WIB), "expired"),
    ],
)
def test_the_last_day_ends_at_midnight_in_jakarta_in_every_zone(province, instant, after):
    with clock.at(NOW):
        people = pacts.cast(province, upt_covering(make.province(province), clock.today()).code)
        agreement = pacts.in_state("in_force", people, days=(LAST - clock.day_of(NOW)).days)
    assert agreement.ends_on == LAST
    over = after == "expired"
    with clock.at(instant):
        # What the clock looks for and what its move asks for, each alone: one would hide what the other has wrong.
        assert Agreement.objects.past(clock.today()).exists() == over
        assert (last_day_passed(agreement, None) == []) == over
        clockwork.move_by_clock()
    assert status(agreement) == after


def test_one_broken_document_does_not_hold_up_the_others(caplog):
    people = pacts.cast()
    with clock.at(NOW):
        broken, sound = (pacts.in_state("in_force", people, days=5) for _ in range(2))
    with connection.cursor() as cursor:  # what no code of ours does: a row that cannot be written any more
        cursor.execute(
            "CREATE FUNCTION pg_temp.broken() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'a broken row'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON casework_case FOR EACH ROW"
            f" WHEN (OLD.id = {broken.case_id:d}) EXECUTE FUNCTION pg_temp.broken()"
        )
    with clock.at(NOW + timedelta(days=6)):
        assert clockwork.move_by_clock() == 1
    assert (status(broken), status(sound)) == ("in_force", "expired")
    assert "a broken row" in caplog.text


def test_each_run_is_written_down():
    with clock.at(NOW):
        pacts.in_state("in_force", pacts.cast(), days=5)
    with clock.at(NOW + timedelta(days=6)):
        sweep()
        sweep()
    runs = SweepRun.objects.filter(name="agreements.sweep").order_by("pk")
    assert [run.found > 0 for run in runs] == [True, False]
