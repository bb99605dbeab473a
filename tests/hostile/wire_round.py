"""`make hostile`, over the line: odd bytes to the real server, each with a true request after it."""

from collections import Counter
from pathlib import Path

import pytest

from tests.hostile.wire import Server, _get, wires

SLOW = 2.0
LANDING = "/akun/login/"


@pytest.fixture
def server(transactional_db, tmp_path: Path):
    server = Server(tmp_path)
    try:
        server.wait()
        yield server
    finally:
        server.end()


def test_odd_bytes_bring_no_fault_and_a_true_request_works_afterwards(server, capsys):
    found, seen = [], Counter()
    for wire in wires():
        status, seconds = server.status(wire.sent, wire.half)
        seen[status] += 1
        if status >= 500 and status not in (501, 505):
            found.append(f"{status}: {wire.sent[:120]!r} (HTTP {wire.number})")
        if seconds > SLOW:
            found.append(f"{seconds:.1f} s: {wire.sent[:120]!r} (HTTP {wire.number})")
        if wire.number % 10 == 0 and server.status(_get(LANDING))[0] != 200:
            found.append(f"the true request after HTTP {wire.number} is refused")
    with capsys.disabled():
        print(f"\nHTTP: {len(wires())} cases, answers by status {dict(sorted(seen.items()))}")
        print("\n".join(found))
    assert not found
