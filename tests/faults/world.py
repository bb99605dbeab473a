"""Cases in many states and the mail that the rounds send: what stands in the database before anything goes wrong."""

from uuid import uuid4

from casework import outbox
from casework.models import Message
from tests import pacts, proposals

STATES = ("draft", "submitted", "in_verification", "returned", "in_review", "awaiting_decision", "approved", "closed")


def build() -> None:
    people = proposals.cast()
    for state in STATES:
        proposals.in_state(state, people)
    pacts.draft(pacts.cast())
    Message.objects.update(status=Message.Status.SENT)  # what the building itself would have sent


def letters(count: int, text: str = "Isi surat.\n") -> list[Message]:
    """Messages in the outbox, as any act of the portal leaves them."""
    return [
        outbox.post(f"orang-{uuid4().hex[:10]}@contoh.test", subject=f"Surat {number}", text=text, html="<p>Isi.</p>")
        for number in range(count)
    ]
