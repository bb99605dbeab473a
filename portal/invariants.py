"""Every invariant of every room, asked of the whole database: after a fault, after a restore, or any evening."""

from collections.abc import Iterable

from agreements.invariants import INVARIANTS as OF_AGREEMENTS
from casework.invariants import INVARIANTS as OF_CASES
from casework.invariants import Invariant
from portal.kept_pages.noting import unnoted
from programs.invariants import INVARIANTS as OF_PROPOSALS

ALL = [
    *OF_CASES,
    *OF_PROPOSALS,
    *OF_AGREEMENTS,
    Invariant("change.noted", "every table is watched by its trigger", unnoted),
]


def broken(invariants: Iterable[Invariant] = ALL) -> dict[str, list[str]]:
    """The name of each invariant that does not hold, with what breaks it."""
    found = ((each.name, each.find()) for each in invariants)
    return {name: breaches for name, breaches in found if breaches}
