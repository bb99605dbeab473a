"""Agreements on a line of years: where each term begins and ends between the first and the last of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from agreements.models import Agreement

SHOWN = 30


@dataclass(frozen=True)
class Term:
    """One agreement's stretch; x and width in percent of the line. Without dates it has no stretch."""

    agreement: Agreement
    x: float
    width: float
    pattern: str


@dataclass(frozen=True)
class Timeline:
    terms: list[Term]
    years: list[tuple[int, float]]  # each year and where it begins
    today: float


def timeline(agreements: QuerySet[Agreement], today: date) -> Timeline:
    """Agreements by their end, those on the way first; one query."""
    rows = list(agreements.select_related("case").order_by("-ends_on", "-pk")[:SHOWN])
    first = date(min([row.starts_on.year for row in rows if row.starts_on] + [today.year]), 1, 1)
    last = date(max([row.ends_on.year for row in rows if row.ends_on] + [today.year]), 12, 31)
    length = (last - first).days + 1

    def at(day: date) -> float:
        return round(100 * (day - first).days / length, 2)

    terms = [_term(row, at) for row in rows]
    years = [(year, at(date(year, 1, 1))) for year in range(first.year, last.year + 1)]
    return Timeline(terms, years, at(today))


def _term(row: Agreement, at) -> Term:
    pattern = {"done": "p3", "end": "p4"}.get(row.case.status_family, "p2")
    if not (row.starts_on and row.ends_on):
        return Term(row, 0, 0, pattern)
    ends_on = min(row.ends_on, row.terminated_on or row.ends_on)
    x = at(row.starts_on)
    return Term(row, x, max(0.5, round(at(ends_on + timedelta(days=1)) - x, 2)), pattern)
