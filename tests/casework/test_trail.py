"""The history cannot be changed: PostgreSQL itself refuses, whoever asks and however."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from accounts.roles import Role
from casework import keys, trail
from casework.keys import AlreadySpent, spend
from casework.models import TrailEntry, Turn
from casework.strip import trail_lines
from casework.turns import Seat, open_turn
from tests import factories as make
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db
ARRIVAL = at("2026-11-09", "10:00")
HISTORY = sorted(
    {model._meta.db_table for model in apps.get_models() if issubclass(model, pghistory.models.Event)}
    | {TrailEntry._meta.db_table}
)


def refused(sql: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_of_the_trail_can_be_neither_changed_nor_deleted():
    scene = stage(ARRIVAL)
    line = trail.record(scene.case, "proposal.take", actor=scene.verifier, comment="asli")
    refused(f"UPDATE casework_trailentry SET comment = 'palsu' WHERE id = {line.pk}")
    refused(f"DELETE FROM casework_trailentry WHERE id = {line.pk}")
    with pytest.raises(Error), transaction.atomic():
        line.delete()
    line.refresh_from_db()
    assert line.comment == "asli"


def test_histories_of_rows_can_be_neither_changed_nor_deleted():
    stage(ARRIVAL)
    refused("UPDATE casework_turnevent SET status = 'x'")
    refused("DELETE FROM casework_turnevent")


@pytest.mark.parametrize("table", HISTORY)
def test_no_history_can_be_emptied(table):
    refused(f'TRUNCATE "{table}" CASCADE')


def test_raw_sql_and_bulk_updates_leave_a_trace_too():
    scene = stage(ARRIVAL)
    Turn.objects.filter(pk=scene.turn.pk).update(due_on="2026-12-01")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_turn SET due_on = '2026-12-02' WHERE id = %s", [scene.turn.pk])
        cursor.execute("SELECT due_on::text FROM casework_turnevent WHERE pgh_obj_id = %s ORDER BY 1", [scene.turn.pk])
        assert [row[0] for row in cursor.fetchall()] == ["2026-11-16", "2026-12-01", "2026-12-02"]


def test_names_stand_as_they_were_when_the_person_moved_on():
    scene = stage(ARRIVAL)
    trail.record(scene.case, "proposal.take", actor=scene.verifier)
    name, position = scene.verifier.display_name, scene.verifier.position_label
    scene.verifier.user.full_name = "Nama Baru"
    scene.verifier.user.save()
    scene.verifier.position.title = "Jabatan Baru"
    scene.verifier.position.save()
    assert trail_lines(scene.case)[0].who == f"{name}, {position}"


def test_a_case_has_at_most_one_open_turn_per_party_that_must_act():
    scene = stage(ARRIVAL)
    other = make.actor(make.upt(), Role.VERIFIER)
    seat = Seat("verifier", other.institution, other.position, allowance=5)
    with pytest.raises(Error), transaction.atomic():
        open_turn(scene.case, seat)
    Turn.objects.filter(pk=scene.turn.pk).update(closed_at=ARRIVAL)
    open_turn(scene.case, seat)


def test_a_form_sent_twice_has_one_effect_and_one_that_was_refused_may_be_sent_again():
    person, key = make.user(), keys.new_key()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        spend(key, person)
        raise ZeroDivisionError
    spend(key, person)
    with pytest.raises(AlreadySpent):
        spend(key, person)
