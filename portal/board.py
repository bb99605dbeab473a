"""The leadership's board: six questions about the whole programme, the cases behind each number, and a file of each."""

from datetime import datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from casework.brief import brief
from casework.listing import Listing, Order, chips, cleaned
from casework.lists import number_of
from casework.models import Turn
from casework.spreadsheets import csv_response
from portal import giving_figures, stage_figures
from portal.board_kept import Kept
from portal.board_scope import BoardFilter, Scope, reads_board
from portal.desk import case_url
from portal.figures import Figure, Question
from portal.places import PROGRAMMES, programmes
from programs.money import grouped
from regions.coverage_map import tile_rows

QUESTIONS = {question.code: question for question in (*stage_figures.QUESTIONS, *giving_figures.QUESTIONS)}


PROVINCES = "provinces"  # with what each has had, within the whole sight


def count(scope: Scope, code: str, provinces: list | None = None):
    """One figure, the provinces, a place's programmes, a desk's headline; provinces are read where not at hand."""
    if code == stage_figures.HEADLINE:
        return stage_figures.headline(scope)
    if code == PROVINCES:
        return giving_figures.served(Scope(scope.actor))
    if code == "provinsi":
        return giving_figures.provinces(scope, provinces or giving_figures.served(Scope(scope.actor)))
    return programmes(scope) if code == PROGRAMMES else QUESTIONS[code].answer(scope)


class BoardView:
    """What every page of the board needs: who may read it, the filter from the address, and what is counted."""

    def dispatch(self, request, *args, **kwargs):
        if not reads_board(request.actor, None):
            if kwargs:
                raise Http404
            raise PermissionDenied(_("This is read by %(who)s.") % {"who": reads_board.who})
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def params(self):
        return cleaned(self.request.GET)

    @cached_property
    def counted(self) -> list:
        whole = Scope(self.request.actor)
        return self.kept.answer(whole, PROVINCES, lambda: count(whole, PROVINCES))

    @cached_property
    def filter(self) -> BoardFilter:
        return BoardFilter(self.params, self.counted)

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.request.actor, self.filter.chosen())

    @property
    def query(self) -> str:
        """The filter as it goes into the links to rows and files."""
        kept = self.params.copy()
        for name in list(kept):
            if name not in self.filter.chosen():
                del kept[name]
        return kept.urlencode()

    def question(self) -> Question:
        try:
            return QUESTIONS[self.kwargs["code"]]
        except KeyError as unknown:
            raise Http404 from unknown

    @cached_property
    def kept(self) -> Kept:
        return Kept(self.request.actor)

    def answer(self, question: Question) -> Figure:
        return self.kept.answer(self.scope, question.code, lambda: count(self.scope, question.code, self.counted))


class Board(BoardView, TemplateView):
    template_name = "portal/board.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        chosen = self.filter.chosen()
        figures = [self.answer(question) for question in QUESTIONS.values()]
        return super().get_context_data(
            filter=self.filter,
            count_set=len(chosen),
            chips=chips(self.filter, self.params),
            figures=figures,
            query=self.query,
            tiles=tile_rows({row.pk: tile(row) for row in self.counted}, self.counted),
            key=TILE_KEY,
            as_of=self.kept.as_of,
            **kwargs,
        )


class BoardFile(BoardView, View):
    """The numbers of one figure as CSV."""

    def get(self, request, code: str):
        figure = self.answer(self.question())
        return csv_response(
            f"{'-'.join(['papan', figure.code, *map(str, self.filter.chosen().values())])}.csv",
            figure.columns,
            ([row.label, *row.filed] for row in figure.rows),
        )


class BoardRows(BoardView, TemplateView):
    """The cases behind one number."""

    template_name = "portal/board_rows.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        question, part = self.question(), self.kwargs["part"]
        row = next((row for row in self.answer(question).rows if row.opens(part)), None)
        if row is None:
            raise Http404
        listing = self.listing(question, part)
        heads = [(gettext_lazy("Case"), "judul"), (gettext_lazy("Province"), ""), (gettext_lazy("Stage"), "")]
        return super().get_context_data(
            question=question,
            row=row,
            heading=stage_figures.heading(question, row, part),
            now=part.endswith(stage_figures.NOW),
            chips=chips(self.filter, self.params),
            listing=listing,
            heads=[listing.head(label, word) for label, word in heads],
            measure_head=listing.head(question.measure, "ukuran", end=True) if question.measure else None,
            rows=[self.shown(case, question) for case in listing.rows],
            board_url=f"{reverse('portal:board')}{'?' if self.query else ''}{self.query}",
        )

    def listing(self, question: Question, part: str) -> Listing:
        turns = Turn.objects.open().select_related("institution", "position")
        cases = question.behind(self.scope, part)
        number = number_of(cases)
        rows = cases.select_related("proposal", "agreement", "province").prefetch_related(Prefetch("turns", turns))
        orders = [Order("baru", "opened_at", datetime, descending_first=True), Order("judul", "title")]
        if question.measure:
            orders.insert(0, Order("ukuran", "measure", int, descending_first=True))
        return Listing(rows, self.params, orders, count=number.count, exact=number.exact)

    def shown(self, case, question: Question) -> dict:
        measure = getattr(case, "measure", None)
        turn = brief(list(case.turns.all()), self.request.actor)
        return {"case": case, "url": case_url(case), "turn": turn, "measure": grouped(measure or 0)}


def tile(row) -> dict:
    """A province on the map, shaded by what it has had."""
    count = row.programmes + row.documents
    shade = "never" if not count else "few" if count < 3 else "some" if count < 8 else "many"
    words = {"province": row.name, "programmes": row.programmes, "documents": row.documents}
    return {
        "code": row.pk,
        "short": row.abbreviation,
        "name": row.name,
        "upt_code": shade,
        "number": count,
        "url": reverse("portal:province", args=[row.pk]),
        "label": _("%(province)s: %(programmes)s approved programmes, %(documents)s agreements") % words,
    }


TILE_KEY = [
    {"upt_code": "never", "name": gettext_lazy("never served")},
    {"upt_code": "few", "name": gettext_lazy("1 or 2")},
    {"upt_code": "some", "name": gettext_lazy("3 to 7")},
    {"upt_code": "many", "name": gettext_lazy("8 or more programmes and agreements")},
]
