"""Cost lines of a proposal: write them, and fill in the budget documents once they are known."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from casework.workflow import Refused
from programs import sharing
from programs.models import CostLine, Proposal
from programs.money import LARGEST
from programs.occasions import FILL_BUDGET, WRITE
from programs.services.doors import enter, leave, touch

FIELDS = (
    "item",
    "quantity",
    "unit",
    "unit_price",
    "source",
    "form",
    "other_party",
    "fiscal_year",
    "budget_document",
)


@transaction.atomic
def replace_cost_lines(proposal: Proposal, lines: Iterable[dict], *, actor, version: int | None = None) -> Proposal:
    """Set all lines at once, in this order; half-written ones are kept. Keys of a line are FIELDS."""
    proposal = enter(proposal, WRITE, actor=actor, version=version)
    write_lines(proposal, lines)
    touch(proposal)
    return proposal


@transaction.atomic
def fill_budget_documents(proposal: Proposal, numbers: dict[int, str], *, actor, version: int | None = None):
    """Write the budget document (DIPA/DPA) of lines, by the line's key, once the programme is approved."""
    proposal = enter(proposal, FILL_BUDGET, actor=actor, version=version)
    changed = []
    for line in proposal.cost_lines.filter(pk__in=numbers):
        number = numbers[line.pk].strip()
        if number != line.budget_document:
            line.budget_document = number
            line.save()
            changed.append(line)
    if changed:
        parties = ", ".join(share.label for share in sharing.shares(changed))
        leave(proposal, "fill_budget_document", actor=actor, parties=parties)
    return proposal


def write_lines(proposal: Proposal, lines: Iterable[dict]) -> None:
    """Replace the rows; the caller has locked the case."""
    rows = []
    for position, values in enumerate(lines):
        line = CostLine(proposal=proposal, position=position)
        _fill(line, values, proposal)
        rows.append(line)
    proposal.cost_lines.all().delete()
    for line in rows:
        line.save()
    set_total(proposal)


def set_total(proposal: Proposal) -> None:
    proposal.total = sharing.total(CostLine.objects.filter(proposal=proposal))
    if proposal.total > LARGEST:
        raise Refused(_("The total is too large to be true. Check quantities and prices."), field="unit_price")
    proposal.save(update_fields=["total"])


def _fill(line: CostLine, values: dict, proposal: Proposal) -> None:
    """Take over what was typed; refuse what no line can hold."""
    for name, value in values.items():
        if name not in FIELDS:
            raise Refused(_("A cost line has no field “%s”.") % name)
        setattr(line, name, value)
    line.fiscal_year = line.fiscal_year or proposal.fiscal_year
    if line.source != CostLine.Source.OTHER:
        line.other_party = ""
    if line.quantity is not None and line.quantity < 1:
        raise Refused(_("The quantity is a whole number from 1."), field="quantity")
    if line.unit_price is not None and line.unit_price < 0:
        raise Refused(_("An amount of money cannot be negative."), field="unit_price")
    if (line.quantity or 0) * (line.unit_price or 0) > LARGEST:
        raise Refused(_("Quantity times price is too large to be true."), field="unit_price")
