"""Numbers of cases, without gaps or doubles: given inside the move's own transaction."""

from casework.locks import locked
from casework.models import NumberSeries
from regions import clock


def next_number(prefix: str) -> str:
    """The next number of a series, e.g. USL/2026/0001; the year is the year in Jakarta (WIB) today.

    A move that rolls back gives its number back, because the series' row rolls back with it.
    """
    year = clock.today().year
    NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    series = locked(NumberSeries.objects.filter(prefix=prefix, year=year)).get()
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}/{year}/{series.last:04d}"
