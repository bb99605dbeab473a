"""Counting and choosing beside what is shown, in the same query: once, and not row by row."""

from django.db.models import BooleanField, ExpressionWrapper, Field, IntegerField, Lookup, Q, QuerySet, Subquery


@Field.register_lookup
class Among(Lookup):
    """`pk__among=rows.values("pk")[:6]`: these few rows, chosen first and then read by their keys.

    With `in`, PostgreSQL joins a query of many tables to the end before it looks which six rows were wanted.
    """

    lookup_name, prepare_rhs = "among", False

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{right})", [*left_params, *right_params]


class Counted(Subquery):
    """How many rows a queryset has, as a column; one that refers to no outer row is counted once."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, most: int | None = None):
        """`most`: so many are counted, and no further."""
        super().__init__(rows.order_by().values("pk")[:most])


class CountedBeside(Counted):
    """The same beside aggregates of other rows."""

    contains_aggregate = True  # refers to no row outside, so that it may stand beside count(*)


class CountedCases(Subquery):
    """How many of the cases behind some turns a reader sees, as a column beside aggregates of other turns.

    At most `most` turns are looked at, and only of these whether the reader sees their case: asked the other way round,
    PostgreSQL looks for every case in sight first. Where there are more, the number comes with a minus: so many at
    least.
    """

    template = (
        "(SELECT CASE WHEN count(*) > %(most)s THEN -1 ELSE 1 END * count(DISTINCT case_id) FILTER (WHERE seen)"
        " FROM (%(subquery)s) AS counted)"
    )
    output_field = IntegerField()
    contains_aggregate = True

    def __init__(self, turns: QuerySet, seen: Q, most: int):
        looked_at = turns.order_by().annotate(seen=ExpressionWrapper(seen, BooleanField()))
        super().__init__(looked_at.values("case_id", "seen")[: most + 1], most=most)
