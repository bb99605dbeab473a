"""News downwards: for which proposals a document is prepared, and which it covers; told in the same transaction."""

from functools import partial

from django.db import transaction

from agreements.models import Agreement
from agreements.services.participants import sync
from casework.locks import locked
from casework.models import Case
from casework.workflow import moved
from programs.models import Proposal
from programs.services.covers import prepare_cover, record_cover, remove_cover
from programs.services.partners import partners_set


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


def follow_partners(sender, proposal: Proposal, **_kwargs) -> None:
    """Who joins or leaves a proposal joins or leaves its open documents too; afterwards, in a transaction of their own,
    because whoever works on a document locks it before its proposals."""
    for agreement in proposal.agreements.filter(case__closed_at__isnull=True).order_by("pk"):
        transaction.on_commit(partial(_sync_alone, agreement.pk, agreement.case_id))


@transaction.atomic
def _sync_alone(pk: int, case: int) -> None:
    locked(Case.objects.filter(pk=case)).get()
    sync(Agreement.objects.select_related("case").get(pk=pk))


def connect() -> None:
    partners_set.connect(follow_partners, sender=Proposal, dispatch_uid="agreements.follow_partners")
    moved.connect(hand_down, sender=Agreement, dispatch_uid="agreements.hand_down")


def _running(agreement: Agreement):
    """Always in the same order, so that two documents never wait for each other's proposals."""
    return agreement.proposals.filter(case__closed_at__isnull=True).select_related("case").order_by("pk")
