"""What the decision page lays beside the proposal: figures, the check's result, budget documents, and the moves."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.listing import grouped
from casework.workflow import Transition, available
from programs import policies, sharing
from programs.models import CheckAnswer, CostLine, Proposal, VerificationRound
from programs.money import rupiah, rupiah_short
from programs.opinions import Opinions

Result = CheckAnswer.Result

# In the order in which they are weighed; each with what follows.
MOVES = {
    "approve": gettext_lazy("The body and its UPT are told. If costs are shared, an agreement is prepared first."),
    "defer": gettext_lazy("It goes on in a later fiscal year, when the body has confirmed its figures."),
    "return": gettext_lazy("The body revises it and answers each note; check and review follow again."),
    "ask_review": gettext_lazy("The coordinators assign further reviewers; the scores so far stay."),
    "reject": gettext_lazy("It ends here. The body reads your reason and may propose anew."),
}
AT_ONCE = "approve"


@dataclass
class Ruling:
    """The moves that decide: those open to the reader, and why the others are not."""

    moves: list[dict] = field(default_factory=list)
    reasons: list[str | Promise] = field(default_factory=list)


def ruling(proposal: Proposal, actor) -> Ruling:
    """Only for whoever decides; a reason that stands against several moves is said once."""
    found = Ruling()
    if not policies.decides(actor, proposal):
        return found
    rows = {row.name: (row, reasons) for row, reasons in available(proposal, actor)}
    for name, follows in MOVES.items():
        row, reasons = rows.get(name, (None, []))
        if row and not reasons:
            found.moves.append(_move(proposal, row, follows))
        found.reasons += [reason for reason in reasons if reason not in found.reasons]
    return found


def _move(proposal: Proposal, row: Transition, follows) -> dict:
    return {
        "label": row.label if row.name == AT_ONCE else f"{row.label}…",
        "url": reverse("programs:move", args=[proposal.pk, row.name]),
        "kind": "primary" if row.name == AT_ONCE else "plain" if row.dangerous else "line",
        "follows": follows,
    }


def figures(proposal: Proposal, opinions: Opinions) -> list[dict]:
    """The numbers a decision weighs, for components/figure.html."""
    mean, given = opinions.mean, len(opinions.given)
    scores = ngettext("mean of %(count)d score", "mean of %(count)d scores", given) % {"count": given}
    return [
        {"number": grouped(proposal.participants or 0), "label": _("participants")},
        {"number": rupiah_short(proposal.total), "label": _cost_of_one(proposal)},
        {"number": "–" if mean is None else number_format(mean, 1), "label": scores},
        *_seats(proposal),
    ]


def _cost_of_one(proposal: Proposal) -> str:
    if not proposal.participants:
        return _("in all")
    return _("in all, %(amount)s for each") % {"amount": rupiah(proposal.total // proposal.participants)}


def _seats(proposal: Proposal) -> list[dict]:
    """This proposal's own seats are taken already."""
    offer = proposal.offer
    if offer is None:
        return []
    left = offer.seats - proposal.seats_taken
    words = {"seats": grouped(offer.seats)}
    if left < 0:
        return [{"number": grouped(-left), "label": _("seats asked for beyond the %(seats)s of the offer") % words}]
    return [{"number": grouped(left), "label": _("of %(seats)s seats of the offer left, these not counted") % words}]


def check_result(proposal: Proposal) -> dict:
    """What the UPT found in its latest check: counts, and each item, those not met first; one query."""
    latest = VerificationRound.objects.filter(proposal=OuterRef("round__proposal")).order_by("-number").values("pk")
    rows = CheckAnswer.objects.filter(round__proposal=proposal, round=Subquery(latest[:1])).select_related("item")
    answers = sorted(rows, key=lambda row: (row.result != Result.NOT_MET, row.item.order, row.item_id))
    return {
        "counts": _counts([answer.result for answer in answers]),
        "unmet": [_answer(answer) for answer in answers if answer.result == Result.NOT_MET],
        "others": [_answer(answer) for answer in answers if answer.result != Result.NOT_MET],
    }


def _counts(results: list[str]) -> str:
    words = {"met": results.count(Result.MET), "unmet": results.count(Result.NOT_MET)}
    words["not_needed"] = results.count(Result.NOT_NEEDED)
    return _("%(met)d met · %(unmet)d not met · %(not_needed)d not needed") % words


def _answer(answer: CheckAnswer) -> dict:
    return {
        "text": answer.item.text,
        "met": {Result.MET: True, Result.NOT_NEEDED: None}.get(answer.result, False),
        "bad": answer.result == Result.NOT_MET,
        "note": answer.note,
        "aside": answer.item.get_step_display(),
    }


def budget(proposal: Proposal) -> list[dict]:
    """Each party that pays in cash: its amount, and whether every line names a budget document."""
    cash = [line for line in proposal.cost_lines.all() if line.form == CostLine.Form.CASH and line.source]
    return [_paying(share, cash) for share in sharing.shares(cash)]


def _paying(share: sharing.Share, cash: list[CostLine]) -> dict:
    named = [line.budget_document.strip() for line in cash if sharing.key_of(line) == share.key]
    return {
        "text": f"{share.label} · {rupiah(share.amount)}",
        "met": all(named),
        "note": ", ".join(dict.fromkeys(filter(None, named))) or _("No budget document named yet."),
    }
