"""`make access`: every cell of docs/permissions.csv, and what readers outside learn of a foreign case; prints both.

With ACCESS_WRITE=1 what was seen is written into the table, to be read line by line before it is kept; with
ACCESS_ONLY=one,two only the addresses are asked that begin so. `make test` asks a sample of both (test_*.py here).
"""

import logging
import os
from collections import Counter

import pytest

from regions import clock
from tests.access import asking, foreign, rules, states, table, world

OF_EACH_RELATION = (
    "proposer, other province",
    "verifier, other UPT",
    "auditor, out of scope",
    "partner, elsewhere",
    "auditor, in scope",
)


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_cell(db, capsys):
    home = world.build()
    who, listed = world.readers(home), table.read()
    clients, found, wrong, read = world.clients(who), {}, [], []
    only = tuple(os.environ.get("ACCESS_ONLY", "").split(","))
    with clock.at(clock.now()):  # what may be done for some minutes only may be done to the end of the round
        for name, method, url in (line for line in table.asked(home) if line[0].startswith(only)):
            for reader, client in clients.items():
                said, text = asking.ask(client, method, url)
                found.setdefault((name, method), {})[reader] = said
                if rules.reads_foreign(name, reader, text):
                    read.append(f"{method} {name}: {reader} reads the canary")
                if said != (expected := listed.get((name, method), {}).get(reader)):
                    wrong.append(f"{method} {name}: {reader} gets {said}, the table says {expected}")
    for address in table.addresses():
        for method in table.METHODS:
            wrong += rules.broken(address.name, method, address.words, found.get((address.name, method), {}))
    if os.environ.get("ACCESS_WRITE"):
        table.write(listed | found, list(who))
    with capsys.disabled():
        print(f"\n{by_answer(found)}\n{len(wrong)} cells otherwise, {len(read)} with the canary")
        print("\n".join([*wrong, *read]))
    assert not wrong + read


def test_in_every_state_nobody_outside_gets_in(db, capsys):
    """The table asks each object of one state; the rule that must hold of all of them is asked of each state here."""
    home = world.build()
    readers = world.readers(home)
    who = {name: readers[name] for name in OF_EACH_RELATION}
    clients, found, asked = world.clients(who), [], Counter()
    with clock.at(clock.now()):
        for state, case, objects in states.of(home):
            for address in states.addresses(case):
                for method in table.METHODS:
                    answers = {
                        name: asking.ask(client, method, address.url(objects)) for name, client in clients.items()
                    }
                    said = {name: word for name, (word, _text) in answers.items()}
                    asked[case.kind] += len(said)
                    found += [f"{state}: {line}" for line in rules.broken(address.name, method, address.words, said)]
                    found += [
                        f"{state}: {method} {address.name}: {name} reads the canary"
                        for name, (_word, text) in answers.items()
                        if rules.reads_foreign(address.name, name, text)
                    ]
    with capsys.disabled():
        print(f"\nin every state, by {len(who)} readers: {dict(asked)} cells; otherwise: {len(found)}")
        print("\n".join(found))
    assert asked and not found


def by_answer(found: dict) -> str:
    """How many of which answers each reader got."""
    answers = sorted({said for row in found.values() for said in row.values()})
    readers = list(next(iter(found.values())))
    lines = [f"{'reader':<46}" + "".join(f"{said:>13}" for said in answers)]
    for reader in readers:
        counted = Counter(row[reader] for row in found.values())
        lines.append(f"{reader:<46}" + "".join(f"{counted[said]:>13}" for said in answers))
    return "\n".join([*lines, f"{len(found)} lines, {sum(len(row) for row in found.values())} cells"])


def test_for_readers_outside_a_case_does_not_exist(db, capsys):
    with clock.at(clock.now()):
        readers = foreign.neighbours()
        before = foreign.readings(readers)
        noise = foreign.differences(before, foreign.readings(readers))
        world.build()
        after = foreign.readings(readers)
    found = foreign.differences(before, after) + foreign.told(readers)
    with capsys.disabled():
        print(f"\n{len(readers)} readers outside, {len(before)} readings before and after; otherwise: {len(found)}")
        print("\n".join(noise + found))
    assert not noise and not found
    assert not [key for key, text in after.items() if world.CANARY in text]
