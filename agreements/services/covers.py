"""News downwards: which proposals a document in force covers, told to programs in the move's own transaction."""

from agreements.models import Agreement
from casework.workflow import moved
from programs.services.covers import record_cover, remove_cover


def hand_down(sender, obj: Agreement, transition, actor, source, **_kwargs) -> None:
    """A document that comes into force covers its proposals; one that leaves it covers nothing any more."""
    if transition.target == "in_force":
        for proposal in _running(obj):
            record_cover(proposal, obj.case, obj.starts_on, obj.ends_on, actor=actor)
    elif source == "in_force":
        for proposal in _running(obj):
            remove_cover(proposal, obj.case, actor=actor)


def connect() -> None:
    moved.connect(hand_down, sender=Agreement, dispatch_uid="agreements.hand_down")


def _running(agreement: Agreement):
    """Always in the same order, so that two documents never wait for each other's proposals."""
    return agreement.proposals.filter(case__closed_at__isnull=True).select_related("case").order_by("pk")
