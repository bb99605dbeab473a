"""Counting and choosing beside what is shown, in the same query: once, and not row by row."""

from django.db.models import Field, IntegerField, Lookup, QuerySet, Subquery


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
    """How many cases a queryset of turns belongs to, as a column beside aggregates of other turns.

    At most `most` turns are looked at. Where there are more, the number of their cases comes with a minus: so many at
    least.
    """

    template = (
        "(SELECT CASE WHEN count(*) > %(most)s THEN -1 ELSE 1 END * count(DISTINCT case_id)"
        " FROM (%(subquery)s) AS counted)"
    )
    output_field = IntegerField()
    contains_aggregate = True

    def __init__(self, turns: QuerySet, most: int):
        super().__init__(turns.order_by().values("case_id")[: most + 1], most=most)
