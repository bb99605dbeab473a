"""Poison: what no worker can read on the broker, and mail nobody can send; whatever waits behind it goes on."""

import pytest

from casework.models import Message
from tests.faults import world
from tests.faults.reckoning import reckon, waiting
from tests.faults.rounds import TWIN_ROUNDS, rounds
from tests.faults.table import Row, Stopwatch

POISON = pytest.mark.fault("a poison message")
GARBAGE = (b"no json", b"{}", b'{"body": "AA", "headers": {}, "properties": {}}')
UNSENDABLE = 6


def poisoned(ground, row: Row, within: float = 120) -> None:
    bad = world.letters(UNSENDABLE)
    for number, each in enumerate(bad):  # no label of a domain is so long
        Message.objects.filter(pk=each.pk).update(address=f"a{number}@{'x' * 70}.test")
    letters = world.letters(3)
    with ground.broker() as broker:
        for words in GARBAGE:
            broker.lpush("celery", words)
    ground.ring("no.such.task")
    ground.ring("casework.tasks.make_export")  # without what it wants
    ground.ring()
    watch = Stopwatch()
    ground.wait(lambda: not waiting([*bad, *letters]), within)
    row.mail.append(watch.seconds)
    refused = set(Message.objects.filter(pk__in=[each.pk for each in bad]).values_list("address", flat=True))
    row.add(reckon([*bad, *letters], ground.sink, refused=refused))
    ground.steady()


@POISON
def test_poison(healthy, row):
    for _ in range(rounds()):
        poisoned(healthy, row)
    assert not row.missed


@POISON
def test_twin_that_ends_with_the_first_it_cannot_send(healthy, row):
    healthy.take_away("worker")
    healthy.run("worker", off="one_by_one")
    twin = Row(row.fault)
    for _ in range(min(2, TWIN_ROUNDS)):
        poisoned(healthy, twin, 60)
    healthy.take_away("worker")
    row.shown_by(twin, "lost")
    assert twin.lost
