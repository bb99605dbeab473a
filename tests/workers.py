"""How the workers of one test run, and several people on one server, share the work and keep apart."""

import os
from zlib import crc32

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"
LONGEST = [BROWSER, "tests/portal/test_launcher.py", "tests/portal/test_demonstration.py"]
PERSON = os.environ.get("TEST_DB_SUFFIX", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1; empty where one process does all


def database() -> str:
    return "_".join(filter(None, [f"test_sinergi{PERSON}", WORKER]))


def broker_number() -> int:
    """One of the broker's numbered databases; 0 is left to the portal itself."""
    return 1 + (crc32(PERSON.encode()) + int(WORKER[2:] or 0)) % 15


def turn(path: str) -> int:
    """What takes longest begins first, so that the workers end together."""
    return next((place for place, long in enumerate(LONGEST) if path.startswith(long)), len(LONGEST))


class WholeFiles(LoadScopeScheduling):
    """A file stays with one worker: it prepares once for all its tests. Browser tests stay with their portal."""

    def __init__(self, config, log):
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.split("::")[0]
