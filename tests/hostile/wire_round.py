"""`make hostile`, over the line: odd bytes to the real server, each with its true twin after it."""

from collections import Counter
from pathlib import Path

import pytest

from casework.feeds import make_feed
from tests import factories
from tests.hostile.wire import Server, wires

SLOW = 2.0


@pytest.fixture
def server(transactional_db, tmp_path: Path):
    server = Server(tmp_path)
    try:
        server.wait()
        yield server
    finally:
        server.end()


def test_odd_bytes_bring_no_fault_and_their_twins_are_answered(server, capsys):
    cases = wires(f"/kalender/{make_feed(factories.user())}.ics")
    found, seen, true = [], Counter(), Counter()
    for twin in {wire.twin for wire in cases}:
        if (status := server.status(twin)[0]) not in (200, 302):
            found.append(f"the twin is refused before anything: {status}: {twin[:120]!r}")
    for wire in cases:
        status, seconds = server.status(wire.sent, wire.half)
        seen[status] += 1
        if status >= 500 and status not in (501, 505):
            found.append(f"{status}: {wire.sent[:120]!r} (HTTP {wire.number})")
        if seconds > SLOW:
            found.append(f"{seconds:.1f} s: {wire.sent[:120]!r} (HTTP {wire.number})")
        status, seconds = server.status(wire.twin)
        true[status] += 1
        if status not in (200, 302) or seconds > SLOW:
            found.append(f"its twin gets {status} after {seconds:.1f} s: {wire.twin[:120]!r} (HTTP {wire.number})")
    with capsys.disabled():
        print(f"\nHTTP: {len(cases)} cases, answers by status {dict(sorted(seen.items()))}; twins {dict(true)}")
        print("\n".join(found))
    assert not found
