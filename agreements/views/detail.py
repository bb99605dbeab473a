"""The page of one document: whose turn, which conditions, who held it how long, parties, text, history."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from agreements import course, history, occasions, reminding, shown, steps
from agreements.models import Agreement, LegalOpinion, Party
from agreements.steps import url
from casework.history import History
from casework.models import Document, Turn
from casework.shown import trail_shown
from casework.strip import trail_lines
from programs.models import Proposal


def whole(actor, pk: int) -> Agreement:
    """One document with everything its page says, in six queries whatever its size."""
    rows = (
        Agreement.objects.visible_to(actor)
        .with_case()
        .select_related("case__owner__province", "case__owner__upt__office_province", "text_holder")
        .select_related("final_document", "parent__case", "predecessor__case")
        .annotate(linked=_linked(actor), children=_children(actor))
        .prefetch_related(
            Prefetch("parties", Party.objects.whole()),
            Prefetch("opinions", LegalOpinion.objects.standing()),
            Prefetch("case__documents", Document.objects.of_the_case().select_related("uploaded_for")),
            Prefetch("case__turns", Turn.objects.with_holders().order_by("entered_at", "pk")),
        )
    )
    return get_object_or_404(rows, pk=pk)


def _linked(actor) -> ArraySubquery:
    rows = Proposal.objects.visible_to(actor).filter(agreements=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(json=JSONObject(pk="pk", number="case__number", title="case__title")))


def _children(actor) -> ArraySubquery:
    """Addenda and successors within the reader's sight."""
    rows = Agreement.objects.visible_to(actor).filter(Q(parent=OuterRef("pk")) | Q(predecessor=OuterRef("pk")))
    return ArraySubquery(
        rows.order_by("pk").values(
            json=JSONObject(
                pk="pk", number=F("case__number"), status=F("case__status"), parent=F("parent"), heir=F("predecessor")
            )
        )
    )


SHOWN = 12  # lines of history beside a document; all stand on a page of their own


class DetailView(TemplateView):
    template_name = "agreements/detail.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        agreement = whole(actor, kwargs["pk"])
        turns = list(agreement.case.turns.all())
        open_turns = [turn for turn in turns if turn.closed_at is None]
        holdings = shown.seated(agreement, open_turns)
        held = shown.by_position(holdings)
        buttons, blocked = steps.actions(agreement, actor)
        checks = steps.checklist(agreement, actor)
        words = shown.turn_words(open_turns, holdings, actor)
        asked = steps.asked_of(agreement, checks, actor)
        return super().get_context_data(
            agreement=agreement,
            case=agreement.case,
            state=course.state_label(agreement),
            crumbs=shown.crumbs(agreement),
            strips=shown.strips(agreement, words, actor, buttons, blocked=blocked, **asked),
            way=course.way(agreement, turns),
            alerts=shown.alerts(agreement),
            checks=checks,
            checks_met=sum(row["met"] for row in checks),
            share=shown.share(agreement, turns),
            parties=[shown.party_row(agreement, party, held, actor) for party in agreement.parties.all()],
            texts=shown.text_rows(agreement),
            files=shown.file_rows(agreement),
            opinions=agreement.opinions.all(),
            may=_may(agreement, actor),
            **kwargs,
        )


class HistoryView(TemplateView):
    """What happened in one line of time; fetched into the document's page: reminders, and the newest lines."""

    is_kept = True  # portal/kept_pages

    def get_template_names(self):
        return ["agreements/history_part.html" if self.request.htmx else "casework/history.html"]

    def get_context_data(self, **kwargs):
        agreement = Agreement.objects.visible_to(self.request.actor).with_case().filter(pk=kwargs["pk"]).first()
        if agreement is None:
            raise Http404
        found = self.newest(agreement) if self.request.htmx else self.every(agreement)
        crumbs = shown.crumbs(agreement, _("History"))
        return super().get_context_data(agreement=agreement, case=agreement.case, crumbs=crumbs, **found, **kwargs)

    def newest(self, agreement: Agreement) -> dict:
        lines = trail_shown(trail_lines(agreement.case, SHOWN))
        return {"reminders": reminding.entries(agreement), "trail": lines, "part": SHOWN}

    def every(self, agreement: Agreement) -> dict:
        return {"history": History(agreement.case, self.request.actor, self.request.GET, *history.changes(agreement))}


def _may(agreement: Agreement, actor) -> dict:
    """Places that are open to this reader beside the buttons of the strip."""
    plans = agreement.kind == Agreement.Kind.NOTA_KESEPAKATAN and occasions.ATTACH_WORK_PLAN(actor, agreement)
    return {
        "edit": url("edit", agreement) if occasions.EDIT_BASICS(actor, agreement) else "",
        "add_party": url("add_party", agreement) if occasions.CHANGE_PARTIES(actor, agreement) else "",
        "upload_text": url("file", agreement, "naskah") if occasions.UPLOAD_TEXT(actor, agreement) else "",
        "work_plan": url("file", agreement, "rencana-kerja") if plans else "",
    }
