"""Which proposals a document may carry."""

from collections.abc import Iterable

from django.db.models import Q

from agreements.models import Agreement
from programs.models import Proposal

SHOWN = 50  # of the nation; one province has few that are approved and not closed


def linkable(actor, agreement: Agreement | None = None):
    """Approved proposals within sight, of the document's own province once it has one; those linked already stay."""
    rows = Proposal.objects.visible_to(actor).with_case().order_by("case__number")
    if agreement is None:
        return rows.filter(_fitting(agreement))
    return rows.filter(_fitting(agreement) | Q(pk__in=agreement.proposals.values("pk")))


def _fitting(agreement: Agreement | None) -> Q:
    if agreement is None:
        return Q(case__status="approved")
    return Q(case__status__in=("approved", "in_progress"), case__province=agreement.case.province_id)


def shown(actor, agreement: Agreement | None = None, chosen: Iterable[int] = ()) -> list[Proposal]:
    """What a form offers: those that no document carries yet, of the nation the newest, and what is chosen already."""
    free = Proposal.objects.visible_to(actor).filter(_fitting(agreement), agreements=None)
    newest = free.order_by("-approved_at", "-pk").values_list("pk", flat=True)[: None if agreement else SHOWN]
    return list(linkable(actor, agreement).filter(pk__in={*newest, *chosen}))
