"""The page of a list: presets, saved views, filters, columns and rows, all from the address and one description."""

from dataclasses import replace

from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from casework import bulk, views_saved
from casework.columns import Column
from casework.filters import COLUMNS, DENSITY, VIEW
from casework.listing import ORDER, address, chip, chips, cleaned, grouped, rounded
from casework.lists import DISPLAY, KINDS, Found, ListKind, Number, Way, kept_words
from casework.policies import keeps_view


def kind_or_404(word: str) -> ListKind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


class ListPageView(TemplateView):
    """A room says which list it is, and writes the empty page; the rest is alike."""

    kind: ListKind
    is_kept = True  # portal/kept_pages

    @cached_property
    def _saved(self):
        return views_saved.of_list(self.kind, self.request.actor)

    @cached_property
    def found(self) -> Found:
        params = views_saved.with_arrangement(self.request.GET, self._saved[1])
        return Found(self.kind, self.request.actor, params)

    def get_context_data(self, **kwargs):
        found, counted = self.found, self.kind.counts(self.request.actor)
        number, columns = self.known(counted) or found.number, self.columns()
        self.listing = listing = found.listing(number)
        number = number if listing.whole is None else replace(number, count=listing.whole, exact=True)
        rows = [self.row(row, columns) for row in found.dressed(listing.rows)]
        common = {"kind": self.kind, "filter": found.filter, "filtered": bool(found.filter.active), "number": number}
        return super().get_context_data(
            **common,
            **self.words(number),
            **self.around(),
            listing=listing,
            heads=[listing.head(column.label, column.word, end=column.at_end) for column in columns],
            rows=rows,
            presets=self.presets(counted),
            ways_out=[] if rows else self.ways_out(),
            acts=bulk.offered(self.kind, self.request.actor),
            **kwargs,
        )

    def known(self, counted: dict) -> Number | None:
        """A whole view of which only the number is wanted has been counted with the others."""
        word, plain = self.found.view or "all", not self.found.filter.count_set and not self.kind.money
        known = counted.get(word) if plain else None
        return Number(known) if isinstance(known, int) else None

    def words(self, number) -> dict:
        count = number.count if number.exact else rounded(number.count)
        return {"count": count, "count_text": grouped(count), "noun": self.kind.noun(count)}

    def around(self) -> dict:
        """What stands around the table: chips, saved views, how it is arranged, where its files are."""
        params, form = self.found.params, self.found.filter.form
        kept = kept_words(params)
        return {
            "chips": chips(form, params),
            "saved": self.saved(kept),
            "arranging": self.arranging(),
            "kept": [(word, value) for word, values in QueryDict(kept).lists() for value in values],
            "save_url": f"{reverse('casework:view_new')}?daftar={self.kind.word}&{kept}",
            "files": [(label, f"{self.kind.file_url}?{kept}&format={word}") for word, label in FILES],
            "dense": self.dense,
        }

    @property
    def readable(self) -> tuple[Column, ...]:
        return self.kind.columns_for(self.request.actor)

    def columns(self) -> list[Column]:
        """Those the address names, else those shown by default; the one by which a row is known always."""
        wished = set(self.found.params.get(COLUMNS, "").split(","))
        known = [column for column in self.readable if column.word in wished]
        if not known:
            return [column for column in self.readable if column.shown]
        return [column for column in self.readable if column.is_fixed or column.word in wished]

    @property
    def dense(self) -> bool:
        return self.found.params.get(DENSITY) == "ya"

    def row(self, row, columns: list[Column]) -> dict:
        cells = [column.cell(row) for column in columns]
        name = next(cell.text for cell in cells if cell.kind == "title") or _("untitled")
        choose = _("Choose %(name)s") % {"name": name}
        return {"row": row, "choose": choose, "cells": format_html_join("", "{}", ((cell,) for cell in cells))}

    def presets(self, counted: dict) -> list[dict]:
        """The views, each with its number; a view starts without other filters, so that the number is true."""
        bare, current = QueryDict(mutable=True), self.found.view
        for word in DISPLAY:
            if self.request.GET.get(word):
                bare[word] = self.found.params[word]
        whole = {"label": _("All"), "url": address(bare), "count": counted.get("all"), "current": not current}
        return [whole] + [
            {
                "label": preset.label,
                "url": address(bare, **{VIEW: preset.word}),
                "count": counted.get(preset.word, 0),
                "current": preset.word == current,
            }
            for preset in self.kind.presets_for(self.request.actor)
        ]

    def saved(self, kept: str) -> list[dict]:
        here, actor = _same(kept), self.request.actor
        return [
            {
                "label": view.name,
                "url": f"?{view.query}",
                "current": _same(view.query) == here,
                "shared": "" if view.audience == "private" else view.get_audience_display(),
                "edit_url": reverse("casework:view_edit", args=[view.pk]) if keeps_view(actor, view) else "",
            }
            for view in self._saved[0]
        ]

    def arranging(self) -> dict:
        shown = {column.word for column in self.columns()}
        order = self.listing.order
        return {
            "columns": [(column, column.word in shown) for column in self.readable],
            "orders": [(word, label, word.removeprefix("-") == order.word) for word, label in self.order_labels()],
            "stick": len(shown) <= STICK_COLUMNS,
        }

    def order_labels(self) -> list[tuple[str, str]]:
        """Each order as a choice; a phone, which has no column heads, sorts by this."""
        return [
            (f"{'-' if column.order.descending_first else ''}{column.order.word}", column.label)
            for column in self.readable
            if column.order
        ]

    def ways_out(self) -> list[dict]:
        """Which filter to drop when nothing is found, or which to keep alone, and how many rows that would show."""
        if not self.found.filter.active:
            return []
        without, only = self.found.ways_out()
        return [self.way(way, alone=not without) for way in without or only]

    def way(self, way: Way, *, alone: bool) -> dict:
        found = self.found
        bare = QueryDict(mutable=True) if alone else found.params
        for word in (way.name, *DISPLAY) if alone else ():
            if word in found.params:
                bare[word] = found.params[word]
        named = chip(found.filter.form, found.params, way.name)
        url = address(bare) if alone else named.url
        words = {"count": grouped(way.count), "more": way.more, "noun": self.kind.noun(way.count)}
        return words | {"label": named.label, "value": named.value, "url": url, "alone": alone}


FILES = (("xlsx", "XLSX"), ("csv", "CSV"))
STICK_COLUMNS = 7  # so many columns fit a desk's screen; more scroll within the sheet


def _same(query: str) -> list:
    """Two addresses that say the same are the same view, in whatever order they say it."""
    return sorted(QueryDict(query).lists())


@require_POST
def arrange(request):
    """Remember columns, density and order, and go on where one was."""
    kind, words = kind_or_404(request.POST.get("daftar", "")), cleaned(request.POST)
    if request.actor is None:
        return redirect(kind.url)
    arranged = views_saved.arrange(
        kind,
        columns=None if "awal" in words else words.getlist(COLUMNS),
        dense=words.get(DENSITY) == "ya",
        order=words.get(ORDER, ""),
        actor=request.actor,
    )
    for word in (*DISPLAY, "awal"):
        words.pop(word, None)
    return redirect(f"{kind.url}?{'&'.join(filter(None, [kept_words(words), arranged]))}")
