"""Whom an actor knows: institutions by place (accounts.querysets), and those with whom it shares a case."""

from django.db.models import Q, QuerySet

from accounts.models import Institution
from accounts.querysets import acquaintance
from casework.models import Case, CaseParticipant


def knows(actor, prefix: str = "") -> Q:
    """A condition on an institution or, with a prefix, on a row that points to one.

    A province or partner also knows whoever opened, handles or takes part in a case that it opened or takes part in;
    an UPT whoever opened or takes part in an open case that it handles. An auditor shares no case with anybody.
    """
    known = acquaintance(actor, prefix)
    if actor is None or actor.institution.is_centre or actor.institution.kind == Institution.Kind.AUDIT:
        return known
    for cases in _shared_by(actor.institution):
        partakers = CaseParticipant.objects.filter(case__in=cases.values("pk")).values("institution")
        for field, found in (("pk", cases.values("owner")), ("pk", partakers), ("upt", cases.values("upt"))):
            known |= Q(**{f"{prefix}{field}__in": found})
    return known


def _shared_by(institution: Institution) -> list[QuerySet[Case]]:
    """Apart, for each of them PostgreSQL has an index; together it would read every case."""
    shared = Case.objects.filter(shared_at__isnull=False).order_by()
    if institution.upt_id:
        return [shared.open().filter(upt=institution.upt_id)]
    taking_part = CaseParticipant.objects.filter(institution=institution)
    return [shared.filter(owner=institution), shared.filter(pk__in=taking_part.values("case"))]
