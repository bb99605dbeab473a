"""The lists of the portal: each described once by its room, and read through here by page, file, view and bulk act."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Sum, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property

from casework.columns import Column
from casework.filters import CHOSEN, COLUMNS, DENSITY, VIEW, ListFilter
from casework.listing import AFTER, BEFORE, ORDER, Listing, cleaned
from regions.whole_numbers import whole_number

ABOUT_SECONDS = 60
EXACT = 1_000  # so many rows are counted, and what they come to, each time
COUNTED = 10_000  # so many of a list are counted once a minute, and said with "about"
FORMAT, ALL = "format", "semua"
DISPLAY = (ORDER, COLUMNS, DENSITY)
PASSING = (AFTER, BEFORE, FORMAT, ALL, CHOSEN, "tindakan", "csrfmiddlewaretoken", "key", "daftar")
CHOSEN_LIMIT = 500


class ListKind:
    """One list: what it is called, which rows a reader sees, how they are filtered, sorted, shown and acted on.

    Subclasses stand in the rooms and are hung up with `register`; each is one object without state.
    """

    word: str
    label: str | Promise
    page: str  # URL name
    file: str  # URL name of its CSV and XLSX
    filter_class: type[ListFilter]
    columns: tuple[Column, ...]
    default_order: str
    presets: tuple = ()
    tie = "pk"
    money: str = ""  # a field whose sum is worth saying
    acts: tuple[str, ...] = ()  # words of casework.bulk

    def sight(self, actor) -> QuerySet:
        """The rows within the reader's scope."""
        raise NotImplementedError

    def load(self, rows: QuerySet, actor) -> QuerySet:
        """The same rows with what their cells need, in a fixed number of queries."""
        raise NotImplementedError

    def dress(self, row, actor) -> None:
        """What a cell says to this reader only (row.turn); asks the database nothing."""

    def tells_worth(self, actor) -> bool:
        """Whether this reader learns what the rows are worth together."""
        return True

    def counts(self, actor) -> dict[str, int | str]:
        """How many rows stand in each preset ("200+": so many at least); one query. `all`, when known, is the whole."""
        return {}

    def columns_for(self, actor) -> tuple[Column, ...]:
        """The columns this reader may read."""
        return self.columns

    def cases(self, rows: QuerySet) -> dict:
        """The case behind each row, by the row's key, for an act on many; each knows its page."""
        found = list(rows.select_related("case"))
        for row in found:
            row.case.page = row.get_absolute_url()
        return {row.pk: row.case for row in found}

    def presets_for(self, actor) -> tuple:
        """The views that this reader is offered."""
        return self.presets

    def noun(self, count: int) -> str:
        """ "proposals", for so many."""
        raise NotImplementedError

    def orders(self, actor) -> list:
        """Those by which this reader may sort, the default one first; a page's key tells the value it is sorted by."""
        found = [column.order for column in self.columns_for(actor) if column.order]
        return sorted(found, key=lambda order: order.word != self.default_order)

    @property
    def url(self) -> str:
        return reverse(self.page)

    @property
    def file_url(self) -> str:
        return reverse(self.file)


KINDS: dict[str, ListKind] = {}


def register(*kinds: ListKind) -> None:
    """Called from AppConfig.ready of the room whose list it is."""
    KINDS.update({kind.word: kind for kind in kinds})


@dataclass(frozen=True)
class Number:
    """How many rows were found; `exact` is false where it is said with "about"."""

    count: int
    exact: bool = True
    total: int | None = None


@dataclass(frozen=True)
class Way:
    """A way out of an empty list: which filter to take off (or to keep alone), and how many rows that shows."""

    name: str
    count: int
    more: bool


class Found:
    """One list as one reader asked for it: the address's words, understood, within the reader's scope."""

    def __init__(self, kind: ListKind, actor, params: QueryDict):
        self.kind, self.actor, self.params = kind, actor, cleaned(params)

    @cached_property
    def filter(self) -> ListFilter:
        return self.kind.filter_class(self.params, self.kind.sight(self.actor), actor=self.actor)

    @cached_property
    def chosen(self) -> list[int]:
        """The rows picked by hand, if any were; what is no number of a row is ignored."""
        numbers = map(whole_number, self.params.getlist(CHOSEN)[:CHOSEN_LIMIT])
        return [number for number in numbers if number is not None]

    @cached_property
    def rows(self) -> QuerySet:
        rows = self.filter.qs
        picked = self.chosen and not self.params.get(ALL)
        return rows.filter(pk__in=self.chosen) if picked else rows

    def listing(self, number: Number | None = None) -> Listing:
        kind, actor, number = self.kind, self.actor, number or Number(0)
        found, shown = (kind.load(rows, actor) for rows in (self.rows, kind.sight(actor)))
        return Listing(found, self.params, kind.orders(actor), kind.tie, number.count, number.exact, shown)

    def dressed(self, rows: Iterable) -> Iterable:
        for row in rows:
            self.kind.dress(row, self.actor)
            yield row

    @cached_property
    def number(self) -> Number:
        """What is said with "about" may be a minute old; what is told exactly is counted each time."""
        kept, key = caches["process"], self._key
        number = kept.get(key)
        if number is None:
            told = self.kind.money and self.kind.tells_worth(self.actor)
            most = EXACT if self.params.get("q") else COUNTED  # of words, the planner knows from its index
            number = number_of(self.rows, most, **{"total": Sum(self.kind.money)} if told else {})
            if not number.exact:
                kept.set(key, number, ABOUT_SECONDS)
        return number

    @property
    def _key(self) -> str:
        """Of the same reader and the same rows."""
        reader, picked = self.actor and self.actor.position.pk, self.chosen and not self.params.get(ALL)
        words = f"{self.kind.word} {reader} {kept_words(self.params)} {self.chosen if picked else ''}"
        return sha256(words.encode()).hexdigest()

    @property
    def view(self) -> str:
        return self.filter.form.cleaned_data.get(VIEW, "")

    def ways_out(self) -> tuple[list[Way], list[Way]]:
        """For an empty list: the filters that, taken off alone, would show something, the narrowest first; and those
        that would if they alone were kept. One query."""
        names, filters = self.filter.active, self.filter
        counted = _bounded_counts([*map(filters.without, names), *map(filters.only, names)])
        ways = [Way(name, min(n, EXACT), n > EXACT) for name, n in zip(names * 2, counted, strict=True)]
        without, only = ways[: len(names)], ways[len(names) :] if len(names) > 1 else []
        return [sorted((way for way in some if way.count), key=lambda way: way.count) for some in (without, only)]


def number_of(rows: QuerySet, counted: int = EXACT, **besides) -> Number:
    """How many rows there are, and what they come to: told exactly of few, about how many of more.

    Beyond `counted` the planner says it, who may be wrong many times over: it takes a body and its province for
    conditions that have nothing to do with each other.
    """
    found = rows.order_by()[: EXACT + 1].aggregate(count=Count("pk"), **besides)
    count = found["count"]
    if count <= EXACT:
        return Number(**found)
    if counted > EXACT:
        count = rows.order_by().values(row=Value(1))[: counted + 1].count()  # no column: an index alone may answer
    return Number(count if count <= counted else max(estimated(rows), count), False)


def kept_words(params: QueryDict) -> str:
    """The words of an address that say what is shown and how, without the page one is on."""
    kept = params.copy()
    for word in PASSING:
        kept.pop(word, None)
    for word in [word for word in kept if not any(kept.getlist(word))]:
        kept.pop(word)
    return kept.urlencode()


def estimated(rows: QuerySet) -> int:
    """The planner's guess; PostgreSQL plans, and reads no row."""
    plan = rows.order_by().values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"])


def _bounded_counts(many: list[QuerySet]) -> list[int]:
    """How many rows each has, none counted further than EXACT; all in one query."""
    parts, params, counted = [], [], []
    for place, rows in enumerate(many):
        try:
            sql, values = rows.order_by().values("pk")[: EXACT + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS bounded)")
        params += values
        counted.append(place)
    found = dict.fromkeys(range(len(many)), 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            found |= dict(zip(counted, cursor.fetchone(), strict=True))
    return list(found.values())
