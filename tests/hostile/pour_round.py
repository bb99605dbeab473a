"""`make hostile`: the whole corpus into every place the demonstration's pages offer; a table, and red on any fault.

Not collected by `make test`, which pours a fixed sample (tests/hostile/test_sample.py).
"""

import os

from portal.demonstration import story
from tests.hostile import targets, twins
from tests.hostile.corpus import cases
from tests.hostile.files import files
from tests.hostile.pouring import Pourer
from tests.hostile.round import Round
from tests.looks import world

EACH = int(os.environ.get("HOSTILE_EACH", "27"))


def test_the_whole_corpus_into_every_place(db, capsys):
    cast = story.build("kata-sandi")
    twins.WORDS |= {"login": cast.actor("64.bpsdm.proposer").user.username}
    twins.WORDS |= dict.fromkeys(("password", "oldpassword"), "kata-sandi")
    clients = world.clients(cast) | world.newcomers()
    pages = list(world.pages(clients, each=1, most=int(os.environ.get("HOSTILE_PAGES", "80"))))
    found = targets.every(pages, "administrator")
    poured = Round(Pourer(clients), cases())
    poured.pour(found, EACH, files())
    poured.again(found)
    with capsys.disabled():
        print(f"\n{len(found)} places\n{poured.table}\n")
        print("\n".join(poured.table.found))
    total = sum(row["requests"] for row in poured.table.rows.values())
    assert not poured.table.found and (total >= 25_000 or EACH < 27)
