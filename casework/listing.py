"""What every long list shares: orders one may choose, pages found by key, and chips of filters."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from regions.whole_numbers import LARGEST_KEY

PER_PAGE = 25
ORDER, AFTER, BEFORE = "urut", "sesudah", "sebelum"


def clean(text: str) -> str:
    """Text that PostgreSQL can be asked about: without NUL and without halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def cleaned(params: QueryDict) -> QueryDict:
    """The address's words, each fit to be asked about."""
    fit = QueryDict(mutable=True)
    for name, values in params.lists():
        fit.setlist(name, [clean(value) for value in values])
    return fit


def _word(value) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return clean(value)


def _whole(value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_KEY:
        raise ValueError(value)
    return value


def _instant(value) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(value)
    return instant


# How a key is read back from an address, by the kind of its column.
READERS: dict[type, Callable] = {str: _word, int: _whole, date: date.fromisoformat, datetime: _instant}


LAST = date.max  # the key of a row that has no day


@dataclass(frozen=True)
class Order:
    """One column a list may be sorted by: its word in the address, the column (never null), and its kind.

    `ahead`: only among these rows has any a key before LAST, so that a page is looked for there first.
    """

    word: str
    key: str | Combinable
    kind: type = str
    descending_first: bool = False
    ahead: Q | None = None

    @property
    def expression(self) -> Combinable:
        return F(self.key) if isinstance(self.key, str) else self.key


@dataclass(frozen=True)
class Head:
    """A column head: where a click on it leads, and how it is sorted now."""

    label: str | Promise
    url: str = ""
    sort: str = ""
    end: bool = False


@dataclass(frozen=True)
class Chip:
    """One filter that is set, with the address of the list without it."""

    label: str | Promise
    value: str
    url: str


def address(params: QueryDict, **changes: str | None) -> str:
    """The same list with some words changed (None takes one away); it starts on its first page again."""
    changed = params.copy()
    for name in (AFTER, BEFORE, *changes):
        changed.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def grouped(count: int) -> str:
    """12.400, or 12,400 in English."""
    return f"{count:,}".replace(",", "." if translation.get_language() == "id" else ",")


def rounded(count: int) -> int:
    """An estimate says no more than it knows: two figures that count, then zeros."""
    return round(count, 2 - len(str(count)))


class Listing:
    """One page of a queryset, found by the key of its last row: equally quick on every page, stable while rows come.

    All its state is in the address; a word it does not know is ignored. `tie` makes the order total; `shown` loads the
    rows of one page by their keys where `rows`, which finds them, would ask for more than their order again.
    """

    def __init__(
        self,
        rows: QuerySet,
        params: QueryDict,
        orders: Iterable[Order],
        tie: str = "pk",
        count: int = 0,
        exact: bool = True,
        shown: QuerySet | None = None,
    ):
        self.queryset, self.params, self.tie, self.count, self.exact = rows, params, tie, count, exact
        self.shown = rows if shown is None else shown
        self.orders = {order.word: order for order in orders}
        wished = params.get(ORDER, "")
        default = next(iter(self.orders.values()))
        self.order = self.orders.get(wished.removeprefix("-"), default)
        known = self.order.word == wished.removeprefix("-")
        self.descending = wished.startswith("-") if known else self.order.descending_first

    @property
    def sorted(self) -> QuerySet:
        """All rows in the chosen order, for an export."""
        return self._ordered(self.queryset, self.descending)

    def _ordered(self, rows: QuerySet, descending: bool) -> QuerySet:
        keyed = rows.annotate(_key=self.order.expression)
        return keyed.order_by(*(("-_key", f"-{self.tie}") if descending else ("_key", self.tie)))

    @cached_property
    def _window(self) -> tuple[list, int, bool, bool]:
        """The rows, the number of the first, and whether there are some before and after; one query."""
        backwards = BEFORE in self.params
        cursor = self._read(self.params.get(BEFORE if backwards else AFTER))
        if cursor and backwards:
            found, more = self._fetch(cursor, not self.descending)
            if found:
                return found[::-1], max(1, cursor[2] - len(found)), more, True
        elif cursor:
            found, more = self._fetch(cursor, self.descending)
            if found:
                return found, cursor[2] + 1, True, more
        found, more = self._fetch(None, self.descending)  # the first page; also when the rows beyond a key have gone
        return found, 1, False, more

    def _fetch(self, cursor: tuple | None, descending: bool) -> tuple[list, bool]:
        """The keys are found first, so that what the rows show is read for those of one page only."""
        rows = self._ordered(self.queryset, descending)
        wanted = rows.filter(self._beyond(cursor, descending)) if cursor else rows
        if self.order.ahead and not descending:
            found = self._read_by_keys(wanted.filter(self.order.ahead), descending)
            if len(found) > PER_PAGE and found[-1]._key < LAST:
                return found[:PER_PAGE], True
        found = self._read_by_keys(wanted, descending)
        return found[:PER_PAGE], len(found) > PER_PAGE

    def _read_by_keys(self, rows: QuerySet, descending: bool) -> list:
        keys = rows.values("pk")[: PER_PAGE + 1]
        return list(self._ordered(self.shown, descending).filter(pk__among=keys))

    def _beyond(self, cursor: tuple, descending: bool) -> Q:
        value, tie, _position = cursor
        side = "lt" if descending else "gt"
        further = Q(**{f"_key__{side}": value}) | Q(_key=value, **{f"{self.tie}__{side}": tie})
        return Q(**{f"_key__{side}e": value}) & further

    def _read(self, text: str | None) -> tuple | None:
        """A key from the address, or None when it is none of ours."""
        try:
            value, tie, position = json.loads(base64.urlsafe_b64decode(text or ""))
            return READERS[self.order.kind](value), _whole(tie), _whole(position)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            return None

    def _write(self, row, position: int) -> str:
        value = row._key.isoformat() if isinstance(row._key, date) else row._key
        tie = getattr(row, "pk" if self.tie == "pk" else self.tie)
        return base64.urlsafe_b64encode(json.dumps([value, tie, position]).encode()).decode()

    @property
    def rows(self) -> list:
        return self._window[0]

    @property
    def whole(self) -> int | None:
        """How many rows there are, where this page shows the last of them: what was counted may be a minute old."""
        rows, first, before, after = self._window
        return None if after or before else first + len(rows) - 1

    @property
    def text(self) -> str:
        """Where we are: "26–50 of 186", "26–50 of about 12.400"."""
        rows, first, *_more = self._window
        last, exact = first + len(rows) - 1, self.exact or self.whole is not None
        text = _("%(first)s–%(last)s of %(count)s") if exact else _("%(first)s–%(last)s of about %(count)s")
        count = grouped(self.whole or max(last, self.count if exact else rounded(self.count)))
        return text % {"first": grouped(first), "last": grouped(last), "count": count}

    @property
    def first_url(self) -> str:
        return address(self.params) if self._window[2] else ""

    @property
    def previous_url(self) -> str:
        rows, first, before, _after = self._window
        return address(self.params, **{BEFORE: self._write(rows[0], first)}) if rows and before else ""

    @property
    def next_url(self) -> str:
        rows, first, _before, after = self._window
        return address(self.params, **{AFTER: self._write(rows[-1], first + len(rows) - 1)}) if rows and after else ""

    def head(self, label: str | Promise, word: str = "", *, end: bool = False) -> Head:
        """A column's head; with the word of an order it sorts, and turns the order when it is sorted already."""
        order = self.orders.get(word)
        if order is None:
            return Head(label, end=end)
        current = order == self.order
        descending = not self.descending if current else order.descending_first
        sort = ("descending" if self.descending else "ascending") if current else ""
        return Head(label, address(self.params, **{ORDER: f"{'-' if descending else ''}{word}"}), sort, end)


def chips(form, params: QueryDict) -> list[Chip]:
    """Each filter that is set and understood, with its name, its value in words and the way without it."""
    shown = [name for name in form.fields if not form.fields[name].widget.is_hidden]
    return [chip(form, params, name) for name in shown if form.cleaned_data.get(name) not in (None, "", [])]


def chip(form, params: QueryDict, name: str) -> Chip:
    value = _in_words(form.fields[name], form.cleaned_data[name])
    return Chip(form[name].label, value, address(params, **{name: None}))


def _in_words(field, value) -> str:
    named = dict(getattr(field, "choices", [])) if not hasattr(value, "pk") else {}
    return str(named.get(value, value))
