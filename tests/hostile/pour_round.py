"""`make hostile`: the whole corpus into every place the demonstration's pages offer; a table, and red on any fault.

Not collected by `make test`, which pours a fixed sample (tests/hostile/test_sample.py). With HOSTILE_EACH=3 three cases
are poured into each place, with HOSTILE_PAGES=40 so many pages are walked for each reader; HOSTILE_ONLY=programs:
pours only into addresses that begin so.
"""

import os
from collections import Counter

import pytest

from casework.models import Message
from portal.demonstration import story
from tests.hostile import administration, targets, twins
from tests.hostile.corpus import cases
from tests.hostile.files import files
from tests.hostile.pouring import Pourer
from tests.hostile.round import AS_READ, LANGUAGES, Round
from tests.looks import world

WHOLE = 40  # cases into each place, so that all places together get 25,000 requests
EACH = int(os.environ.get("HOSTILE_EACH", WHOLE))
EACH_OF_ADMINISTRATION = max(1, EACH // 3)  # one person's room, made of the same few parts again and again
ONLY = os.environ.get("HOSTILE_ONLY", "")
ADMINISTRATOR = "administrator"


@pytest.fixture
def clients(db):
    cast = story.build("kata-sandi")
    twins.WORDS |= {"login": cast.actor("64.bpsdm.proposer").user.username}
    twins.WORDS |= dict.fromkeys(("password", "oldpassword"), "kata-sandi")
    return world.clients(cast) | world.newcomers()


def poured(clients: dict, found: list, each: int, capsys, languages=LANGUAGES) -> int:
    """So many cases into each place; prints the table, and returns how many requests that were."""
    found = [target for target in found if target.name.startswith(ONLY)]
    done = Round(Pourer(clients), cases(), languages=languages)
    done.pour(found, each, files())
    done.again(found)
    with capsys.disabled():
        print(f"\n{len(found)} places: {dict(Counter(target.place for target in found))}")
        print(f"without a twin, for neither a page nor a form leads there: {sorted(done.untwinned)}")
        print(f"{done.table}\n")
        print("\n".join(done.table.found))
    assert not done.table.found
    return sum(row["requests"] for row in done.table.rows.values())


def test_the_whole_corpus_into_every_place(clients, capsys):
    pages = list(world.pages(clients, each=1, most=int(os.environ.get("HOSTILE_PAGES", "80"))))
    total = poured(clients, targets.every(pages, ADMINISTRATOR), EACH, capsys)
    assert total >= 25_000 or EACH < WHOLE or ONLY


def test_the_corpus_into_the_administration(clients, capsys):
    Message.objects.update(status=Message.Status.FAILED)  # so that they can be sent again
    pages = list(administration.pages(clients[ADMINISTRATOR], ADMINISTRATOR))
    assert len(pages) > 40
    found = targets.of_administration(pages)
    assert poured(clients, found, EACH_OF_ADMINISTRATION, capsys, AS_READ) > 1_000 or EACH < WHOLE or ONLY
