"""What stands on a proposal's sheet and on its review's sheet; how paper looks is told in casework.sheets."""

from itertools import count

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import agency
from accounts.roles import Role
from casework.sheets import Column, Seat, Sheet, group, line, moment, seat, total
from casework.strip import TrailLine, trail_lines
from programs import sharing, summary
from programs.dossier import dossier
from programs.models import CostLine, Proposal, Review
from programs.money import grouped, rupiah
from programs.opinions import Opinions, opinions
from programs.policies import reads_reviews
from regions import clock
from regions.templatetags.dates import day_full

DECIDING = ("proposal.approve", "proposal.defer", "proposal.reject")


def proposal_sheet(actor, pk: int) -> Sheet:
    """Aim, outputs, cost lines by party, documents, notes and decisions of a proposal the actor sees, or 404."""
    proposal = dossier(actor, pk)
    sheet = _sheet(proposal, proposal.body, _("Proposal sheet"), proposal.get_absolute_url())
    sheet.facts(_head(proposal))
    sheet.facts([(row["label"], row["value"]) for row in summary.facts(proposal)], _("Aim and execution"))
    _costs(sheet, proposal)
    _documents(sheet, proposal)
    _notes(sheet, proposal)
    _decisions(sheet, [row for row in reversed(trail_lines(proposal.case)) if row.decision])
    sheet.signing(
        seat(proposal.body, Role.BODY_HEAD, _("Acknowledged by,")), seat(proposal.body, Role.PROPOSER, _where())
    )
    return sheet


def review_sheet(actor, pk: int) -> Sheet:
    """Scores, opinions and the decision, for whoever may read them all; 403 for others who see the proposal."""
    proposal = dossier(actor, pk)
    if not reads_reviews(actor, proposal):
        raise PermissionDenied(_("This page is read by %(who)s.") % {"who": reads_reviews.who})
    found = opinions(proposal, actor)
    if found.sealed:
        raise PermissionDenied(_("You read what the others gave after you have given your own review."))
    address = reverse("programs:decision", args=[proposal.pk])
    sheet = _sheet(proposal, agency(), _("Review sheet"), address)
    sheet.facts([*_head(proposal), (_("Cost in all"), rupiah(proposal.total)), *_people(proposal)])
    _scores(sheet, found)
    _opinions(sheet, found)
    rows = [row for row in trail_lines(proposal.case) if row.entry.action in DECIDING]
    _decisions(sheet, rows[:1], _("Decision"))
    sheet.signing(
        *(Seat("", _("Reviewer"), review.submitted_by_name, review.reviewer.title) for review in found.given[:2]),
        seat(agency(), Role.APPROVER, _where()),
    )
    return sheet


def _sheet(proposal: Proposal, owner, title: str, address: str) -> Sheet:
    case = proposal.case
    number, state = case.number or _("Draft, not yet submitted"), str(case.status_label)
    return Sheet(owner, title, number, case.title or _("untitled"), state, address)


def _where() -> str:
    return f"{'.' * 24}, {day_full(clock.today())}"


def _head(proposal: Proposal) -> list[tuple]:
    case = proposal.case
    return [
        (_("Title"), case.title or _("untitled")),
        (_("Kind of programme"), proposal.get_kind_display()),
        (_("Proposed by"), proposal.body.name),
        (_("Province"), case.province),
        (_("Fiscal year"), proposal.fiscal_year),
        (_("Handled by"), case.upt),
        (_("Submitted on"), day_full(case.shared_at)),
    ]


def _people(proposal: Proposal) -> list[tuple]:
    return [(_("Participants"), grouped(proposal.participants) if proposal.participants else "")]


COSTS = (13, 5, 5, 7, 8, 8)  # widths: item, quantity, unit, price, amount, form and budget document
RIGHT = (False, True, False, True, True, False)


def _costs(sheet: Sheet, proposal: Proposal) -> None:
    lines = list(proposal.cost_lines.all())
    labels = (_("Item"), _("Quantity"), _("Unit"), _("Unit price (Rp)"), _("Amount (Rp)"), _("Form, budget document"))
    heads = [Column(_("No."), 3, True), *map(Column, labels, COSTS, RIGHT)]
    rows, numbers = [], count(1)
    for label, amount, mine in _by_party(lines):
        rows += [group(label), *(_cost(next(numbers), each) for each in mine)]
        rows.append(total(_("Total of %(party)s") % {"party": label}, grouped(amount), "", span=5))
    if rows:
        rows.append(total(_("Total"), grouped(sharing.total(lines)), "", span=5, last=True))
    sheet.table(_("Costs by party"), heads, rows)


def _by_party(lines: list[CostLine]) -> list[tuple[str, int, list[CostLine]]]:
    """Each party and source with its sum and lines; last, what nobody pays for yet."""
    found = [
        (f"{share.label} ({summary.percent(share.percent)} %)", share.amount, _of(lines, share.key))
        for share in sharing.shares(lines)
    ]
    unfunded = [each for each in lines if not each.source]
    return [*found, (_("No source of funds yet"), sharing.total(unfunded), unfunded)] if unfunded else found


def _of(lines: list[CostLine], key: str) -> list[CostLine]:
    return [each for each in lines if each.source and sharing.key_of(each) == key]


def _cost(at: int, each: CostLine) -> dict:
    form = ", ".join(filter(None, [str(each.get_form_display()), each.budget_document]))
    quantity = "" if each.quantity is None else grouped(each.quantity)
    price = "" if each.unit_price is None else grouped(each.unit_price)
    return line(at, each.item, quantity, each.unit, price, grouped(each.amount), form)


def _documents(sheet: Sheet, proposal: Proposal) -> None:
    heads = [Column(_("Kind"), 3), Column(_("File"), 6), Column(_("Version"), end=True), Column(_("Received"), 3)]
    kept = [row for row in proposal.case.documents.all() if row.removed_at is None and row.post_id is None]
    replaced = {row.replaces_id for row in kept}
    rows = [
        line(row.get_kind_display(), row.name, row.version, day_full(row.uploaded_at))
        for row in kept
        if row.pk not in replaced
    ]
    sheet.table(_("Documents"), heads, rows)


def _notes(sheet: Sheet, proposal: Proposal) -> None:
    heads = [Column(_("Return"), end=True), Column(_("Step"), 2), Column(_("What must be mended"), 4)]
    heads += [Column(_("Answer"), 4), Column(_("Verdict"), 2)]
    rows = [
        line(note.returned, note.get_step_display(), note.text, note.answer, note.get_verdict_display())
        for note in proposal.notes.all()
    ]
    sheet.table(_("Notes on returns"), heads, rows)


def _decisions(sheet: Sheet, rows: list[TrailLine], title: str = "") -> None:
    heads = [Column(_("When"), 3), Column(_("What"), 3), Column(_("Who"), 4), Column(_("Reason"), 4)]
    shown = [line(moment(row.entry.at), row.what, row.who, row.entry.comment) for row in rows]
    sheet.table(title or _("Steps and decisions"), heads, shown)


def _scores(sheet: Sheet, found: Opinions) -> None:
    names = [review.submitted_by_name for review in found.given]
    heads = [Column(_("Criterion"), 5), Column(_("Weight"), 1, True), *(Column(name, 2, True) for name in names)]
    rows = [
        line(row["text"], f"{row['weight']} %", *(score.points if score else "–" for _review, score in row["points"]))
        for row in found.criteria
    ]
    if rows:
        totals = [number_format(review.weighted, 1) for review in found.given]
        rows.append(total(_("Weighted total"), *totals, span=2, last=True))
    mean = "" if found.mean is None else _("Mean of the weighted totals: %s") % number_format(found.mean, 1)
    sheet.table(_("Scores by criterion"), heads, rows, note=mean)


def _opinions(sheet: Sheet, found: Opinions) -> None:
    heads = [Column(_("Reviewer"), 3), Column(_("Opinion"), 2), Column(_("Grounds"), 6)]
    rows = [_opinion(review) for review in found.given]
    rows += [line(review.reviewer, _("not given yet"), "") for review in found.pending]
    rows += [line(review.reviewer, _("stepped aside"), review.recusal_reason) for review in found.aside]
    sheet.table(_("Opinions"), heads, rows)


def _opinion(review: Review) -> dict:
    who = f"{review.submitted_by_name}\n{review.reviewer.title}\n{day_full(review.submitted_at)}"
    return line(who, review.get_opinion_display(), review.text)
