"""`make access`: a thousand wrong passwords for one person, each way; prints what came of it."""

import logging

from django.core.cache import cache

from tests import factories
from tests.access import door

TRIES = 1_000


def test_a_thousand_wrong_passwords(db, capsys):
    logging.disable(logging.CRITICAL)
    lines, locked = [f"{'wrong passwords':<24}{'tried':>8}{'compared':>10}{'got in':>8}  rightful person"], []
    for way, addresses in door.WAYS.items():
        cache.clear()
        person = factories.user()
        siege = door.besiege(person.username, addresses(TRIES))
        inside = door.rightful(person)
        locked += [] if inside and not siege.got_in else [way]
        lines.append(f"{way:<24}{siege.tried:>8}{siege.compared:>10}{siege.got_in:>8}  {'in' if inside else 'OUT'}")
    logging.disable(logging.NOTSET)
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert not locked
