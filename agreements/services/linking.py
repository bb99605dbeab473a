"""Which proposals a document may carry."""

from django.db.models import Q

from agreements.models import Agreement
from programs.models import Proposal


def linkable(actor, agreement: Agreement | None = None):
    """Approved proposals within sight, of the document's own province once it has one; those linked already stay."""
    rows = Proposal.objects.visible_to(actor)
    approved = Q(case__status__in=("approved", "in_progress"))
    if agreement is None:
        return rows.filter(approved, case__status="approved").with_case().order_by("case__number")
    fitting = approved & Q(case__province=agreement.case.province_id)
    linked = Q(pk__in=agreement.proposals.values("pk"))
    return rows.filter(fitting | linked).with_case().order_by("case__number")
