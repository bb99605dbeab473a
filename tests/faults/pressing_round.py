"""Twenty people press the same button at the same instant; one person sends the same form fifty times."""

import threading
import time
import uuid
from collections.abc import Callable

import pytest

from accounts.roles import Role
from casework.models import Case, TrailEntry
from tests import factories, proposals
from tests.faults import world
from tests.faults.reckoning import reckon
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Row
from tests.faults.visitors import Answer, Visitor

PEOPLE, TIMES = 20, 50
BUTTON = pytest.mark.fault("twenty people press the same button")
FORM = pytest.mark.fault("the same form sent fifty times")


@pytest.fixture(scope="module")
def verifiers(ground) -> list[Visitor]:
    office = world.PEOPLE[0].verifier.institution
    return [Visitor(ground.port, factories.actor(office, Role.VERIFIER)) for _ in range(PEOPLE)]


def insist(ask: Callable[[], Answer]) -> Answer:
    """Whoever is told to come again does."""
    for _ in range(20):
        answer = ask()
        if answer.status not in (503, 0):
            return answer
        time.sleep(0.5)
    return answer


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    gate, answers = threading.Barrier(len(acts)), []

    def run(act) -> None:
        gate.wait()
        answers.append(insist(act))

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def judge(row: Row, ground, answers: list[Answer], done: int) -> None:
    verdict = reckon([], ground.sink)
    for _ in range(1, done):
        verdict.add("double", f"done {done} times")
    if not done:
        verdict.add("lost", "done by nobody")
    for answer in answers:
        if answer.status >= 500 or answer.status == 0:
            verdict.add("broken", f"somebody was answered {answer.status}")
    row.add(verdict)


def press(ground, row: Row, verifiers) -> None:
    proposal = proposals.in_state("submitted", world.PEOPLE[0])
    turn = proposal.case.turns.open().get()
    path = f"/giliran/{turn.pk}/ambil/"
    answers = at_once([lambda one=one: one.post(path, key=str(uuid.uuid4())) for one in verifiers])
    judge(row, ground, answers, TrailEntry.objects.filter(case=proposal.case, action="proposal.take").count())


def send(ground, row: Row, person: Visitor) -> None:
    title, key = f"Usulan {uuid.uuid4().hex[:10]}", str(uuid.uuid4())
    answers = at_once([lambda: person.begin(title, key) for _ in range(TIMES)])
    judge(row, ground, answers, Case.objects.filter(title=title).count())


@BUTTON
def test_button(healthy, row, verifiers):
    for _ in range(rounds()):
        press(healthy, row, verifiers)
    assert not row.missed


@FORM
def test_form(healthy, row):
    for _ in range(rounds()):
        send(healthy, row, world.visitors(healthy)[0])
    assert not row.missed


@pytest.fixture
def web_without(healthy, request):
    healthy.take_away("web")
    healthy.run("web", off=request.param)
    healthy.wait(healthy.ready, 90)
    yield healthy
    healthy.take_away("web")


@BUTTON
@pytest.mark.parametrize("web_without", ["locks"], indirect=True)
def test_twin_button_without_locks(web_without, row, verifiers):
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        press(web_without, twin, verifiers)
    row.shown_by(twin, "double", "broken")
    assert twin.harmed


@FORM
@pytest.mark.parametrize("web_without", ["keys"], indirect=True)
def test_twin_form_without_keys(web_without, row):
    twin = Row(row.fault)
    for _ in range(TWIN_ROUNDS):
        send(web_without, twin, world.visitors(web_without)[0])
    row.shown_by(twin, "double")
    assert twin.double
