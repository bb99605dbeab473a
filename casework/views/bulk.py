"""An act on many rows: the preview row by row, and what came of it while it goes on."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.refusals import note_refusal
from casework import bulk
from casework.keys import AlreadySpent, new_key
from casework.lists import Found, kept_words
from casework.models import BulkRow, BulkRun
from casework.views.lists import kind_or_404
from casework.views.pressing import already_done
from casework.workflow import Refused
from regions.whole_numbers import whole_number

Outcome = BulkRow.Outcome


class BulkView(TemplateView):
    """GET shows what would happen to each row, POST begins it; both read the rows from the same words."""

    template_name = "casework/bulk.html"

    def dispatch(self, request, *args, **kwargs):
        self.words = request.POST if request.method == "POST" else request.GET
        self.kind = kind_or_404(self.words.get("daftar", ""))
        request.belongs_to = self.kind.url
        act = bulk.ACTS.get(self.words.get("tindakan", ""))
        if act is None or act.word not in self.kind.acts or request.actor is None:
            raise Http404
        if not act.offered(request.actor):
            raise PermissionDenied(_("Your position changes nothing; it only reads."))
        self.act, self.found = act, Found(self.kind, request.actor, self.words)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        cases, lost = bulk.cases_of(self.found)
        rows = [] if self.asking else self.foreseen(cases[: bulk.LIMIT], lost)
        possible = sum(row.possible for row in rows)
        return super().get_context_data(
            act=self.act,
            rows=rows,
            names=[str(case) for case in cases[: bulk.LIMIT]],
            possible=possible,
            impossible=len(rows) - possible,
            too_many=bulk.LIMIT if len(cases) > bulk.LIMIT else 0,
            asking=self.asking,
            unchosen=self.asking and "posisi" in self.words,
            choices=self.choices,
            chosen=dict(self.choices).get(self.params.get("position")),
            reason=self.params.get("reason", ""),
            key=new_key(),
            words=[(name, value) for name, values in self.sent() for value in values],
            back_url=self.back_url,
            crumbs=[{"label": self.kind.label, "url": self.back_url}, {"label": self.act.heading}],
            **kwargs,
        )

    def foreseen(self, cases, lost):
        return bulk.foresee(self.act, cases, lost, self.request.actor, self.params)

    @cached_property
    def choices(self) -> list:
        return self.act.choices(self.request.actor) if self.act.choices else []

    @property
    def asking(self) -> bool:
        """Something must be chosen before anything can be foreseen."""
        return self.act.choices is not None and self.params.get("position") not in dict(self.choices)

    def sent(self):
        """The words that say which rows and what; the key comes from the form itself, what is asked from its fields."""
        own = ("key", "csrfmiddlewaretoken", *(("posisi", "alasan") if self.asking else ()))
        return [(name, values) for name, values in self.found.params.lists() if name not in own]

    @property
    def params(self) -> dict:
        reason = self.found.params.get("alasan", "").strip()[:500]
        position = whole_number(self.found.params.get("posisi", ""))
        return {"reason": reason} | ({} if position is None else {"position": position})

    @property
    def back_url(self) -> str:
        return f"{self.kind.url}?{kept_words(self.found.params)}"

    def post(self, request, *args, **kwargs):
        if self.asking:
            note_refusal(request, "posisi required")
            return self.render_to_response(self.get_context_data())
        key = self.words.get("key", "")
        try:
            run = bulk.begin(self.kind, self.act, self.found, key, actor=request.actor, params=self.params)
        except AlreadySpent:
            already_done(request)
            latest = BulkRun.objects.visible_to(request.actor).first()
            return redirect(latest.get_absolute_url() if latest else self.back_url)
        except Refused as refusal:
            note_refusal(self.request, "rule")
            return self.render_to_response(self.get_context_data(problem=str(refusal)))
        if run.rows.filter(outcome=Outcome.WAITING).count() <= bulk.DIRECT:
            bulk.carry_out(run.pk)
        return redirect(run)


class BulkRunView(TemplateView):
    """What came of it, row by row; asked again by htmx while it goes on."""

    template_name = "casework/bulk_run.html"

    def get_template_names(self):
        return ["casework/bulk_state.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs):
        run = get_object_or_404(BulkRun.objects.filter(owner=self.request.user), pk=kwargs["pk"])
        rows, kind = list(run.rows.select_related("case__proposal", "case__agreement")), kind_or_404(run.list)
        self.request.belongs_to = kind.url
        count = {outcome: sum(row.outcome == outcome for row in rows) for outcome in Outcome.values}
        return super().get_context_data(
            run=run,
            act=bulk.ACTS.get(run.act),
            rows=[(row, _page(row)) for row in rows],
            count=count,
            total=len(rows),
            ended=len(rows) - count[Outcome.WAITING],
            crumbs=[{"label": kind.label, "url": kind.url}, {"label": _("Result")}],
            back_url=reverse(kind.page),
            **kwargs,
        )


def _page(row: BulkRow) -> str:
    return getattr(row.case, row.case.kind).get_absolute_url() if row.case else ""
