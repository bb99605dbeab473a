"""The one place that takes row locks, so that a test can show what happens without them."""

from django.db.models import QuerySet


def locked(rows: QuerySet) -> QuerySet:
    """The same rows, held against every other transaction until this one ends. Lock first, then look."""
    return rows.select_for_update(of=("self",))
