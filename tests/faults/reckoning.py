"""What a fault has cost: the outbox against what the mail server took, and the invariants of every case and file."""

from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.storage import default_storage

from agreements.models import Agreement
from casework.models import Case, Document, Message
from programs.models import Proposal
from tests.casework.smtp_server import Server
from tests.hostile import walks

Status = Message.Status
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
    """Every invariant of the whole database that does not hold, in words."""
    found = []
    for model in (Proposal, Agreement):
        for obj in model.objects.select_related("case"):
            for check in (walks.check_state, walks.check_turns, walks.check_trail):
                found += _failure(check, obj)
    for proposal in Proposal.objects.select_related("case"):
        found += _failure(walks.check_totals, proposal)
    given = Case.objects.exclude(number=None).values_list("number", flat=True)
    found += [f"the number {number} twice" for number, many in Counter(given).items() if many > 1]
    return found + files()


def files() -> list[str]:
    """A row without its file, a file without its row, a file whose length is not what its row says."""
    rows = dict(Document.objects.values_list("file", "size"))
    folder = settings.MEDIA_ROOT / "documents"
    there = {
        f"documents/{path.relative_to(folder)}": path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }
    found = [f"no file for the row {name}" for name in rows.keys() - there.keys()]
    found += [f"no row for the file {name}" for name in there.keys() - rows.keys()]
    return found + [f"{name} is cut" for name in rows.keys() & there.keys() if rows[name] != default_storage.size(name)]


def _failure(check, obj) -> list[str]:
    try:
        check(obj)
    except AssertionError as error:
        return [f"{obj.case}: {error or check.__name__}"]
    return []
