"""How often each fault is made: FAULTS_ROUNDS makes every figure smaller, for a look in between."""

import os

GIVEN = int(os.environ.get("FAULTS_ROUNDS", "0"))
TWIN_ROUNDS = min(GIVEN or 4, 4)


def rounds(wanted: int = 10) -> int:
    return min(GIVEN, wanted) if GIVEN else wanted
