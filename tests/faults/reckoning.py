"""What a fault has cost: the outbox against what the mail server took, and the invariants of every case and file."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from casework import strays
from casework.invariants import SHOWN
from casework.models import Message
from portal import invariants
from tests.casework.smtp_server import Server

Status = Message.Status
LEFT: set[str] = set()  # breaches that were there before this test
WAITING = (Status.QUEUED, Status.SENDING)


@dataclass
class Verdict:
    """Of one round. `uncertain` is neither lost nor doubled: an operator is told to look."""

    messages: int = 0
    lost: int = 0
    double: int = 0
    broken: int = 0
    uncertain: int = 0
    said: list[str] = field(default_factory=list)

    def add(self, what: str, how: str) -> None:
        setattr(self, what, getattr(self, what) + 1)
        self.said.append(f"{what}: {how}")


def reckon(messages: list[Message], sink: Server, *, refused: set[str] = frozenset()) -> Verdict:
    """`refused` are the addresses the server would not take: theirs, and only theirs, must have failed."""
    verdict = Verdict(len(messages))
    taken = Counter(message["Message-ID"] for message in list(sink.accepted))
    rows = Message.objects.in_bulk([message.pk for message in messages])
    for message in messages:
        row = rows.get(message.pk)
        if row is None:
            verdict.add("lost", f"the row of {message.address} is gone")
            continue
        came, wanted = taken[row.message_id], Status.FAILED if row.address in refused else Status.SENT
        if came > 1:
            verdict.add("double", f"{row.address} came {came} times")
        if row.status == Status.UNCERTAIN:
            verdict.uncertain += 1
        elif row.status != wanted:
            verdict.add("lost", f"{row.address} is {row.status}: {row.cause}")
        elif came != (wanted == Status.SENT):
            verdict.add("lost", f"{row.address} is {row.status} and came {came} times")
    for fault in broken():
        verdict.add("broken", fault)
    return verdict


def waiting(messages: list[Message]) -> int:
    return Message.objects.filter(pk__in=[message.pk for message in messages], status__in=WAITING).count()


def broken() -> list[str]:
    """Every invariant of the whole database that does not hold, in words; and no file may be without its row now."""
    return sorted(_breaches() - LEFT)


def forget() -> None:
    """What an earlier test has broken (a twin does) was counted there."""
    LEFT.clear()
    LEFT.update(_breaches())


def _breaches() -> set[str]:
    found = {f"{name}: {breach}" for name, breaches in invariants.broken().items() for breach in breaches}
    return found | set(strays.found(SHOWN, timedelta()))
