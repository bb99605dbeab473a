"""Which agreement in force covers a proposal, and when: handed down by agreements, read by the gate on `start`."""

from datetime import date

from django.db import transaction

from casework import trail
from casework.models import Case
from casework.notices import tell_of_act
from casework.workflow import reread
from programs.models import AgreementCover, Proposal
from programs.services.doors import reseat


@transaction.atomic
def record_cover(proposal: Proposal, source: Case, starts_on: date, ends_on: date, *, actor=None) -> AgreementCover:
    """An agreement (its case) covers the proposal from now on; called again, it moves the days."""
    proposal = reread(proposal)
    cover, _is_new = AgreementCover.objects.update_or_create(
        proposal=proposal, source=source, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    _retell(proposal, "covered", source, actor, until=ends_on.isoformat())
    return cover


@transaction.atomic
def remove_cover(proposal: Proposal, source: Case, *, actor=None) -> None:
    """The agreement ended, early or on its day."""
    proposal = reread(proposal)
    removed, _rows = AgreementCover.objects.filter(proposal=proposal, source=source).delete()
    if removed:
        _retell(proposal, "uncovered", source, actor)


def _retell(proposal: Proposal, action: str, source: Case, actor, **params) -> None:
    """The history says so; while the programme has not started, the turn goes to whoever must act now."""
    status = proposal.case.status
    trail.record(
        proposal.case,
        f"proposal.{action}",
        actor=actor,
        from_status=status,
        agreement=source.number or source.title,
        **params,
    )
    if status != "approved":
        return
    wanted = {seat.seat for seat in proposal.workflow.seats(proposal, None)}
    if wanted != set(proposal.case.turns.open().values_list("seat", flat=True)):
        reseat(proposal)
        tell_of_act(proposal, action, actor=actor)
