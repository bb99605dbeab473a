"""News downwards: for which proposals a document is prepared, and which it covers; told in the same transaction."""

from agreements.models import Agreement
from casework.workflow import moved
from programs.models import Proposal
from programs.services.covers import prepare_cover, record_cover, remove_cover


def hand_down(sender, obj: Agreement, transition, actor, source, **_kwargs) -> None:
    """A document that comes into force covers its proposals; one that leaves it covers nothing any more."""
    if transition.target == "in_force":
        for proposal in _running(obj):
            record_cover(proposal, obj.case, obj.starts_on, obj.ends_on, actor=actor)
    elif source == "in_force" or transition.target == "cancelled":
        for proposal in _running(obj):
            remove_cover(proposal, obj.case, actor=actor)


def hand_down_links(agreement: Agreement, *, actor, before: frozenset[int] = frozenset()) -> None:
    """A document was opened for proposals, or is now for others than `before` (their keys)."""
    now = set(agreement.proposals.values_list("pk", flat=True))
    for proposal in Proposal.objects.filter(pk__in=now ^ before).select_related("case").order_by("pk"):
        if proposal.pk in now:
            prepare_cover(proposal, agreement.case, actor=actor)
        else:
            remove_cover(proposal, agreement.case, actor=actor)


def connect() -> None:
    moved.connect(hand_down, sender=Agreement, dispatch_uid="agreements.hand_down")


def _running(agreement: Agreement):
    """Always in the same order, so that two documents never wait for each other's proposals."""
    return agreement.proposals.filter(case__closed_at__isnull=True).select_related("case").order_by("pk")
