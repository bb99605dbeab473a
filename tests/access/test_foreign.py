"""What a reader outside learns of a foreign case: nothing, not even a number; the whole round is `make access`."""

import logging
from datetime import timedelta

import pytest

from casework import querysets, reminders
from programs import querysets as of_programs
from regions import clock
from tests.access import asking, foreign, table, world

pytestmark = pytest.mark.django_db
FEW = ("proposer with a case", "verifier with a case")
EVERY = 8  # of the addresses of an object, for the time it takes
PLACES = ("/", "/usulan/", "/perkara/unduh/", "/kotak-masuk/")


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def few(monkeypatch):
    """Two readers at the places that count and search."""
    every = list(foreign.places())
    searched = [
        place for place in every if place[1].get("q") == foreign.WANTED[0] and place[0] in ("/cari/", "/perkara/")
    ]
    monkeypatch.setattr(foreign, "places", lambda: [*searched, *((url, {}, {}) for url in PLACES)])
    readers = foreign.neighbours()
    return {name: readers[name] for name in FEW}


def learned(readers: dict) -> list[str]:
    """All that is answered otherwise once the home cases are there."""
    with clock.at(clock.now()):
        before = foreign.readings(readers)
        world.build()
        return foreign.differences(before, foreign.readings(readers))


def test_no_page_count_suggestion_or_file_changes(few):
    found = learned(few)
    assert not found, "\n".join(found)


def test_without_scope_they_all_change(few, monkeypatch):
    """The twin."""
    for module in (querysets, of_programs):
        monkeypatch.setattr(module, "sight", lambda actor, prefix="": querysets.Q())
    found = "\n".join(learned({FEW[0]: few[FEW[0]]}))
    assert world.CANARY in found and "usulan.csv" in found and "/cari/" in found and "htmx" in found


def test_what_is_outside_and_what_never_was_are_one_answer():
    """Not in its words, nor in what stands in its head: a number that nobody has yet is answered alike."""
    home = world.build()
    reader = world.clients({"x": world.outsiders()["proposer, other province"]})["x"]
    nowhere = home.objects | {name: 987654 for name, held in home.objects.items() if isinstance(held, int)}
    objects = ("programs:", "agreements:", "casework:", "portal:case")
    asked = [each for each in table.addresses() if each.words and each.name.startswith(objects)]
    for address in asked[::EVERY]:
        there, gone = (answer(reader, address.url(each)) for each in (home.objects, nowhere))
        assert there == gone, address.name


def answer(reader, url: str) -> str:
    return foreign.plain(asking.ask(reader, "GET", url)[1]).replace(url, "")


def test_nobody_outside_is_told():
    """Neither when it happens nor when the clock reminds, in the inbox or by mail."""
    readers = foreign.neighbours()
    world.build()
    with clock.at(clock.now() + timedelta(days=40)):
        reminders.sweep()
    assert foreign.told(readers) == []
