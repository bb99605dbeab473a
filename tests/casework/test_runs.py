"""The log of sweeps: quiet runs fold into one row a day, failures keep their cause."""

import inspect

import pytest

from casework import reminders, tasks, vacancies
from casework.models import SweepRun
from casework.runs import each, recorded
from portal.celery import app
from regions import clock
from tests.waiting import at

pytestmark = pytest.mark.django_db


def run(day: str, found: int) -> None:
    with clock.at(at(day)):
        recorded("contoh", lambda: found)


def rows() -> list[tuple]:
    return list(SweepRun.objects.order_by("pk").values_list("on", "found", "runs", "cause"))


def test_runs_that_find_nothing_fold_into_one_row_a_day():
    for found in (0, 0, 3, 0):
        run("2026-11-16", found)
    run("2026-11-17", 0)
    assert [(f"{on:%d}", found, runs) for on, found, runs, _cause in rows()] == [
        ("16", 0, 3),
        ("16", 3, 1),
        ("17", 0, 1),
    ]


def test_a_failure_keeps_its_cause_is_raised_and_the_same_one_is_counted():
    def fails():
        raise ExceptionGroup("some cases", [ValueError("surat 1")])

    for _ in range(2):
        with clock.at(at("2026-11-16")), pytest.raises(ExceptionGroup):
            recorded("contoh", fails)
    assert [(runs, cause) for _on, _found, runs, cause in rows()] == [(2, "ValueError: surat 1")]


def test_every_entry_of_the_schedule_is_a_task_that_can_be_called():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks, entry
        assert not inspect.signature(app.tasks[entry["task"]].run).parameters, entry  # called as beat calls it


def test_what_fails_keeps_nothing_away_that_comes_after_it():
    done = []

    def act(item: int) -> int:
        if item == 2:
            raise ValueError("dua")
        done.append(item)
        return 10

    with pytest.raises(ExceptionGroup) as failed:
        each([1, 2, 3], act)
    assert done == [1, 3] and [str(one) for one in failed.value.exceptions] == ["dua"]
    assert each([1, 3], act) == 20


def test_a_sweep_that_fails_keeps_no_other_away(monkeypatch):
    def fails():
        raise ValueError("kursi kosong")

    monkeypatch.setattr(vacancies, "sweep", fails)
    with pytest.raises(ExceptionGroup):
        tasks.sweep()
    causes = dict(SweepRun.objects.values_list("name", "cause"))
    assert "kursi kosong" in causes["casework.vacancies"]
    assert causes["casework.reminders"] == causes["casework.digests"] == ""


def test_the_sweep_task_makes_its_calls_and_writes_them_down(monkeypatch):
    monkeypatch.setattr(reminders, "sweep", lambda: 2)
    tasks.sweep()
    assert dict(SweepRun.objects.values_list("name", "found")) == {
        "casework.vacancies": 0,
        "casework.reminders": 2,
        "casework.digests": 0,
    }
