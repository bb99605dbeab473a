"""docs/permissions.csv is complete, obeys its rules, and is true: some of its cells here, all by `make access`."""

import logging

import pytest

from casework import querysets
from programs import querysets as of_programs
from tests.access import asking, rules, table, world

pytestmark = pytest.mark.django_db
STEP = 211  # every so many cells; a prime, so that all readers and all addresses have their turn


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_is_listed_and_nothing_else():
    """Which address is new, and which is gone; `ACCESS_WRITE=1 make access` writes down what it saw, to be read."""
    wanted = {(address.name, method) for address in table.addresses() for method in table.METHODS}
    listed = set(table.read())
    assert wanted - listed == set(), "not listed in docs/permissions.csv"
    assert listed - wanted == set(), "listed, but no address any more"


def test_the_table_obeys_its_rules():
    listed, found = table.read(), []
    for address in table.addresses():
        for method in table.METHODS:
            found += rules.broken(address.name, method, address.words, listed[address.name, method])
    assert found == []


def sample(home: world.World, answers: dict) -> list[tuple]:
    """Every so many cells of the portal's own addresses, and all readers outside for a few with an object."""
    cells = [
        (name, method, url, reader)
        for name, method, url in table.asked(home)
        for reader in answers[name, method]
        if not name.startswith("admin")
    ]
    return cells[::STEP]


def wrong(cells: list[tuple], answers: dict, clients: dict) -> list[str]:
    """Cells that were answered otherwise, and answers to readers outside that say the canary."""
    found = []
    for name, method, url, reader in cells:
        said, text = asking.ask(clients[reader], method, url)
        if said != answers[name, method][reader]:
            found.append(f"{method} {name}: {reader} gets {said}, the table says {answers[name, method][reader]}")
        if rules.reads_foreign(name, reader, text):
            found.append(f"{method} {name}: {reader} reads the canary")
    return found


def test_a_sample_of_the_cells_is_true():
    home, answers = world.build(), table.read()
    who = world.readers(home)
    assert list(who) == list(next(iter(answers.values())))
    cells = sample(home, answers)
    assert len(cells) > 40
    assert wrong(cells, answers, world.clients(who)) == []


def test_without_scope_the_table_is_red(monkeypatch):
    """The twin: were everybody shown everything, the same cells would be answered otherwise."""
    home, answers = world.build(), table.read()
    who = world.readers(home)
    for module in (querysets, of_programs):
        monkeypatch.setattr(module, "sight", lambda actor, prefix="": querysets.Q())
    outside = "proposer, other province"
    cells = [
        (name, method, url, outside)
        for name, method, url in table.asked(home)
        if name in ("programs:detail", "portal:case", "programs:history", "casework:document") and method == "GET"
    ]
    found = wrong(cells, answers, world.clients({outside: who[outside]}))
    assert len(found) >= 4 and any("canary" in line for line in found), found
