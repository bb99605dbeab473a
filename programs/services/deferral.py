"""A deferred proposal: the province confirms what it asks and gives in the new fiscal year."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from casework.notices import tell_of_act
from casework.workflow import Refused
from programs.completeness import cost_gaps
from programs.models import Proposal
from programs.occasions import CONFIRM_FIGURES
from programs.services.costs import write_lines
from programs.services.doors import enter, leave
from regions import clock


@transaction.atomic
def confirm_figures(
    proposal: Proposal,
    *,
    actor,
    participants: int,
    starts_on: date,
    ends_on: date,
    lines: Iterable[dict] | None = None,
    version: int | None = None,
) -> Proposal:
    """Participants, dates and costs for the new year; without lines the old costs stand, moved to that year."""
    proposal = enter(proposal, CONFIRM_FIGURES, actor=actor, version=version)
    if ends_on < starts_on:
        raise Refused(_("The planned end lies before the start."), field="ends_on")
    if starts_on.year < proposal.deferred_to:
        words = {"year": proposal.deferred_to}
        raise Refused(_("The planned start lies before fiscal year %(year)s.") % words, field="starts_on")
    if participants < 1:
        raise Refused(_("Write how many people, e.g. 120."), field="participants")
    proposal.participants, proposal.starts_on, proposal.ends_on = participants, starts_on, ends_on
    proposal.figures_confirmed_at = clock.now()
    if lines is not None:
        write_lines(proposal, lines)
        _check_lines(proposal)
    proposal.cost_lines.update(fiscal_year=proposal.deferred_to)
    proposal.save()
    leave(proposal, "confirm_figures", actor=actor, year=proposal.deferred_to)
    tell_of_act(proposal, "confirm_figures", actor=actor)
    return proposal


def _check_lines(proposal: Proposal) -> None:
    """The lines were complete when submitted, and stay so."""
    gaps = cost_gaps(proposal)
    if gaps:
        raise Refused(gaps[0].sentence, field=gaps[0].field)
