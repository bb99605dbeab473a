"""The page of one document: whose turn, which conditions, who held it how long, parties, text, history."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from agreements import course, policies, reminding, steps
from agreements.models import Agreement, LegalOpinion, Party
from agreements.services.editing import TALKING, UNFINISHED
from agreements.services.files import writes_text
from agreements.steps import url
from casework.models import Document, Turn
from casework.strip import holders_of, in_words, trail_lines
from casework.turns import held_by
from programs.models import Proposal
from regions import clock
from regions.templatetags.dates import day_short, instant

PATTERNS = ("p1", "p2", "p3", "p4", "p5", "p6")
FINAL_SHADE = len(PATTERNS) - 1


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
            Prefetch("case__documents", Document.objects.select_related("uploaded_for")),
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


class DetailView(TemplateView):
    template_name = "agreements/detail.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        agreement = whole(actor, kwargs["pk"])
        turns = list(agreement.case.turns.all())
        open_turns = [turn for turn in turns if turn.closed_at is None]
        held = holders_of(_positions(agreement, open_turns))
        buttons, blocked = steps.actions(agreement, actor)
        checks = steps.checklist(agreement, actor)
        return super().get_context_data(
            agreement=agreement,
            case=agreement.case,
            state=course.state_label(agreement),
            crumbs=_crumbs(agreement),
            strips=strips(agreement, in_words(open_turns, actor, held), buttons, blocked),
            way=course.way(agreement, turns),
            alerts=alerts(agreement),
            checks=checks,
            checks_met=sum(row["met"] for row in checks),
            share=share(agreement, turns),
            parties=[party_row(agreement, party, held, actor) for party in agreement.parties.all()],
            texts=text_rows(agreement),
            files=file_rows(agreement),
            opinions=agreement.opinions.all(),
            may=_may(agreement, actor),
            **kwargs,
        )


class HistoryView(TemplateView):
    """What was sent, what will be sent and what happened; by itself, or fetched into the document's page."""

    def get_template_names(self):
        return ["agreements/history_part.html" if self.request.htmx else "agreements/history.html"]

    def get_context_data(self, **kwargs):
        agreement = Agreement.objects.visible_to(self.request.actor).with_case().filter(pk=kwargs["pk"]).first()
        if agreement is None:
            raise Http404
        return super().get_context_data(
            agreement=agreement,
            case=agreement.case,
            crumbs=[*_crumbs(agreement)[:-1], {"label": agreement.case.number, "url": agreement.get_absolute_url()}],
            reminders=reminding.entries(agreement),
            trail=[trail_entry(line) for line in trail_lines(agreement.case)],
            **kwargs,
        )


def _positions(agreement: Agreement, turns: list[Turn]) -> set[int]:
    signers = {party.signing_position_id for party in agreement.parties.all()}
    return {pk for pk in signers | {turn.position_id for turn in turns} if pk}


def _crumbs(agreement: Agreement) -> list[dict]:
    province = agreement.case.province
    middle = (
        [{"label": province.name, "url": f"{reverse('agreements:list')}?provinsi={province.pk}"}] if province else []
    )
    return [{"label": _("Agreements"), "url": reverse("agreements:list")}, *middle, {"label": agreement.case.number}]


def strips(agreement: Agreement, words: list, buttons: list[dict], blocked: list[dict]) -> list[dict]:
    """One strip per open turn, the reader's first with the buttons; without a turn one that says how it stands."""
    if not words:
        return [{"tone": "calm", "whose": resting(agreement), "says": [], "actions": buttons, "blocked": blocked}]
    ordered = sorted(words, key=lambda row: not row.mine)
    found = [_strip(row) for row in ordered]
    found[0] |= {"actions": buttons, "blocked": blocked}
    return found


def _strip(row) -> dict:
    named = {"office": row.whose, "task": row.task}
    whose = _("Your turn: %(task)s") if row.mine else _("Turn of %(office)s: %(task)s")
    since = {"people": ", ".join(row.people) or row.whose, "day": day_short(row.since)}
    return {
        "tone": row.tone if row.tone == "late" else ("mine" if row.mine else "calm"),
        "whose": whose % named,
        "says": [_("%(people)s has had the document since %(day)s.") % since],
        "day": row.day_number,
        "allowance": row.allowance,
        "due": day_short(row.due_on),
        "late_days": row.late_by,
    }


def resting(agreement: Agreement) -> str:
    """How a document stands that nobody must act on."""
    if agreement.status == "in_force":
        return _("In force until %(day)s; nobody needs to act.") % {"day": day_short(agreement.ends_on)}
    return _("%(state)s; nobody needs to act.") % {"state": agreement.case.status_label}


def alerts(agreement: Agreement) -> list[dict]:
    """What is derived, not a state: running out, being amended, succeeded, signed elsewhere."""
    found = []
    if agreement.is_registered:
        text = _("Signed outside the portal and registered here: %(reason)s") % {"reason": agreement.registered_reason}
        found.append({"text": text, "tone": ""})
    if agreement.is_expiring:
        days = {"days": agreement.days_left}
        found.append({"text": _("It ends in %(days)d days and cannot be revived afterwards.") % days, "tone": "soon"})
    return found + [_of_child(agreement, child) for child in agreement.children if child["status"] != "cancelled"]


def _of_child(agreement: Agreement, child: dict) -> dict:
    if child["heir"] == agreement.pk:
        text = _("It has a successor.")
    elif child["status"] in ("in_force", "expired", "terminated"):
        text = _("It has been amended.")
    else:
        text = _("It is being amended.")
    link = {"link_url": reverse("agreements:detail", args=[child["pk"]]), "link_label": child["number"]}
    return {"text": text, "tone": ""} | link


def share(agreement: Agreement, turns: list[Turn]) -> dict:
    """How long each office has held it, in working days, as parts of a whole."""
    held = [row for row in held_by(agreement.case, turns) if row.days]
    total, at, parts = sum(row.days for row in held), 0.0, []
    for index, row in enumerate(held):
        width = 100 * row.days / total
        days = _("%(days)d days") % {"days": row.days}
        pattern = PATTERNS[min(index, FINAL_SHADE)]
        label = row.institution.short_name
        parts.append({"label": label, "amount": days, "x": round(at, 2), "width": round(width, 2), "pattern": pattern})
        at += width
    since = clock.day_of(agreement.case.opened_at, agreement.case.owner.timezone)
    return {"parts": parts, "total": total, "since": day_short(since)}


def party_row(agreement: Agreement, party: Party, held: dict, actor) -> dict:
    """One line of the table of parties: who signs, by what right, number, signature."""
    holders = held.get(party.signing_position_id, [])
    keeps = agreement.status in UNFINISHED and policies.keeps(actor, party)
    signature = party.signature
    voided = [row for row in party.signatures.all() if row.voided_at]
    return {
        "party": party,
        "through": party.office.short_name if party.office_id != party.institution_id else "",
        "holder": ", ".join(holding.user.full_name for holding in holders),
        "signature": signature,
        "voided": voided,
        "number_url": url("number", agreement, party.pk) if keeps else "",
        "authority_url": url("authority", agreement, party.pk) if keeps and signature is None else "",
        "remove_url": url("remove_party", agreement, party.pk) if _may_remove(agreement, actor, voided) else "",
    }


def _may_remove(agreement: Agreement, actor, voided: list) -> bool:
    return agreement.status == "draft" and not voided and actor is not None and policies.drafts(actor, agreement)


def text_rows(agreement: Agreement) -> list[dict]:
    """Versions of the text, newest first, with who accepted them."""
    rows = []
    for index, document in enumerate(agreement.texts):
        accepted = [str(party) for party in agreement.parties.all() if party.accepted_text_id == document.pk]
        notes = [document.note, _("accepted by %(parties)s") % {"parties": ", ".join(accepted)} if accepted else ""]
        version = _("version %(number)d") % {"number": document.version}
        rows.append(_file_row(document) | {"kind": version, "note": " · ".join(filter(None, notes)), "old": index > 0})
    return rows


def file_rows(agreement: Agreement) -> list[dict]:
    """Every other file that was not taken away."""
    others = [row for row in agreement.case.documents.all() if row.kind != Document.Kind.TEXT and not row.removed_at]
    replaced = {row.replaces_id for row in others}
    return [
        _file_row(row) | {"kind": row.get_kind_display(), "old": row.pk in replaced}
        for row in sorted(others, key=lambda row: -row.pk)
    ]


def _file_row(document: Document) -> dict:
    return {
        "name": document.name,
        "url": reverse("casework:document", args=[document.pk]),
        "when": day_short(document.uploaded_at),
        "who": document.uploaded_for.short_name,
        "note": document.note,
    }


def _may(agreement: Agreement, actor) -> dict:
    """Places that are open to this reader beside the buttons of the strip."""
    drafts = actor is not None and policies.drafts(actor, agreement)
    talking = agreement.status in TALKING
    return {
        "edit": url("edit", agreement) if drafts and talking else "",
        "add_party": url("add_party", agreement) if drafts and agreement.status == "draft" else "",
        "upload_text": url("file", agreement, "naskah")
        if talking and actor is not None and writes_text(actor, agreement)
        else "",
        "work_plan": url("file", agreement, "rencana-kerja")
        if drafts and agreement.status in UNFINISHED and agreement.kind == Agreement.Kind.NOTA_KESEPAKATAN
        else "",
    }


def trail_entry(line) -> dict:
    """One line of history, with which party or number it spoke of."""
    params = line.entry.params
    about = [params.get(name) for name in ("party", "first_party", "to_party", "number", "name", "position")]
    return {
        "title": line.what,
        "strong": line.decision,
        "when": instant(line.entry.at),
        "who": line.who,
        "note": ", ".join(str(word) for word in about if word),
        "comment": line.entry.comment,
    }
