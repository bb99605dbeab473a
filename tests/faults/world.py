"""Cases in many states and the mail that the rounds send: what stands in the database before anything goes wrong."""

from datetime import timedelta
from functools import cache
from uuid import uuid4

from accounts.roles import Role
from casework import outbox
from casework.models import Message
from programs.models import Proposal
from regions import clock
from tests import factories, pacts, proposals
from tests.faults.reckoning import waiting
from tests.faults.visitors import Visitor

STATES = ("draft", "submitted", "in_verification", "returned", "in_review", "awaiting_decision", "approved")
PEOPLE: list[proposals.Cast] = []


def build() -> None:
    people = proposals.cast()
    for state in STATES:
        proposals.in_state(state, people)
    pacts.draft(pacts.cast())
    Message.objects.all().delete()  # what the building itself would have sent
    PEOPLE.append(people)


def letters(count: int, text: str = "Isi surat.\n") -> list[Message]:
    """Messages in the outbox, as any act of the portal leaves them."""
    return [
        outbox.post(f"orang-{uuid4().hex[:10]}@contoh.test", subject=f"Surat {number}", text=text, html="<p>Isi.</p>")
        for number in range(count)
    ]


@cache
def visitors(ground) -> list[Visitor]:
    """Four people of the same body who write proposals."""
    office = PEOPLE[0].proposer.institution
    return [Visitor(ground.port, factories.actor(office, Role.PROPOSER)) for _ in range(4)]


def to_submit(ground) -> tuple[Proposal, Visitor]:
    """A draft that lacks nothing, and who may submit it; the office that checks it will be told."""
    proposer = PEOPLE[0].proposer
    return proposals.complete_draft(proposer), Visitor(ground.port, proposer)


def hurry(ground, letters: list[Message], within: float = 180) -> bool:
    """What a dead worker held is taken over as two minutes later, and the bell rings: as by itself, only sooner."""
    ground.shift(timedelta(minutes=2))

    def settled() -> bool:
        ground.ring()
        return not waiting(letters)

    return bool(ground.wait(settled, within, 1))


def many_letters(count: int) -> list[Message]:
    """So many at once, put into the table in one go."""
    now = clock.now()
    common = {"text": "Isi surat.\n", "queued_at": now, "next_attempt_at": now}
    rows = (
        Message(address=f"massal-{mark}@contoh.test", subject="Surat", message_id=f"<{mark}@sinergi.test>", **common)
        for mark in (uuid4().hex for _ in range(count))
    )
    return Message.objects.bulk_create(rows)
