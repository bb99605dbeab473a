"""One portal for all faults of a run, and one table for what came of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.faults import reckoning, world
from tests.faults.ground import Ground
from tests.faults.table import Row, Table

TABLE = Table()


@pytest.fixture(scope="session")
def ground(django_db_blocker) -> Iterator[Ground]:
    found = Ground(Path(os.environ["SINERGI_HOME"]) / "faults")
    try:
        found.start()
        with django_db_blocker.unblock(), found.in_django():
            world.build()
            yield found
    finally:
        found.end()


@pytest.fixture
def healthy(ground) -> Ground:
    """Every part lives, no mail waits, the mail server is kind again."""
    ground.sink.be_kind()
    ground.steady()
    if not ground.is_whole():
        ground.run_all()
    connection.close()
    reckoning.forget()
    return ground


@pytest.fixture
def row(request, capsys) -> Iterator[Row]:
    """The row of the fault named by `@pytest.mark.fault`; printed when its test or its twin ends."""
    found = TABLE.row(request.node.get_closest_marker("fault").args[0])
    yield found
    with capsys.disabled():
        print(f"\n{found}" + "".join(f"\n    {words}" for words in found.missed[:12]), flush=True)


def pytest_configure(config):
    config.addinivalue_line("markers", "fault(name): the row of the table a test or its twin writes into")


def pytest_terminal_summary(terminalreporter):
    if TABLE.rows:
        terminalreporter.write_line(f"\n{TABLE}")
