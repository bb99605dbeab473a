"""Which proposals a document may carry."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from agreements.models import Agreement
from programs.models import Proposal

SHOWN = 50  # of the nation's; one province has few that are approved and not closed


def linkable(actor, agreement: Agreement | None = None):
    """Approved proposals within sight, of the document's own province once it has one; those linked already stay."""
    rows = Proposal.objects.visible_to(actor).select_related("case", "body").order_by("case__number")
    if agreement is None:
        return rows.filter(case__status="approved")
    fitting = Proposal.objects.filter(
        case__status__in=("approved", "in_progress"), case__province=agreement.case.province_id
    )
    linked = agreement.proposals.order_by()
    # One list of keys: of "fitting or linked" PostgreSQL makes a look at every proposal there is.
    return rows.filter(pk__among=fitting.values("pk").union(linked.values("pk")))


def shown(actor, chosen: Iterable[int] = ()) -> list[Proposal]:
    """What a new document is offered: the newest, those that no document carries first, and what is chosen already."""
    rows = linkable(actor)
    carried = Exists(Agreement.proposals.through.objects.filter(proposal=OuterRef("pk")))
    newest = rows.order_by(carried, "-approved_at", "-pk").values_list("pk", flat=True)[:SHOWN]
    return list(rows.filter(pk__in={*newest, *chosen}))
