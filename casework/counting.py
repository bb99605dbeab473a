"""Counting beside what is shown, in the same query: once, and not row by row."""

from django.db.models import IntegerField, QuerySet, Subquery


class Counted(Subquery):
    """How many rows a queryset has, as a column; one that refers to no outer row is counted once."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, most: int | None = None):
        """`most`: so many are counted, and no further."""
        super().__init__(rows.order_by().values("pk")[:most])
