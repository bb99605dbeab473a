"""How many seats of an offer are taken: the participants of proposals submitted from it that still stand."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from programs.models import Proposal

GIVEN_UP = ("draft", "rejected", "withdrawn", "cancelled")


def taken(offer) -> Coalesce:
    """An expression: the seats taken of one offer (a reference to it)."""
    rows = Proposal.objects.filter(offer=offer).exclude(case__status__in=GIVEN_UP).order_by().values("offer")
    total = rows.annotate(total=Sum("participants")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def with_seats(offers: QuerySet) -> QuerySet:
    """Offers that know how many of their seats are taken and left; asked for beyond all seats, none is left."""
    return offers.annotate(seats_taken=taken(OuterRef("pk"))).annotate(
        seats_left=Greatest(F("seats") - F("seats_taken"), 0)
    )


def of_body(offer, body) -> Coalesce:
    """An expression: how many proposals one body has from an offer (a reference to it), drafts included."""
    rows = Proposal.objects.filter(offer=offer, body=body).order_by().values("offer")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)
