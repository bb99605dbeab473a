"""Which agreement is prepared for a proposal or covers it, and when: handed down by agreements, read here."""

from datetime import date

from django.db import transaction

from casework import trail
from casework.models import Case
from casework.notices import tell_of_act
from casework.workflow import reread
from programs.models import AgreementCover, Proposal
from programs.services.doors import reseat


@transaction.atomic
def prepare_cover(proposal: Proposal, source: Case, *, actor=None) -> None:
    """An agreement (its case) was opened for the proposal: whoever should prepare one has done so."""
    proposal = reread(proposal)
    _cover, is_new = AgreementCover.objects.get_or_create(proposal=proposal, source=source)
    if is_new:
        _retell(proposal, "agreement_opened", source, actor)


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
    """The agreement ended, early or on its day; or it was given up before it came into force."""
    proposal = reread(proposal)
    cover = AgreementCover.objects.filter(proposal=proposal, source=source).first()
    if cover is None:
        return
    cover.delete()
    _retell(proposal, "uncovered" if cover.ends_on else "agreement_dropped", source, actor)


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
        if action != "agreement_opened":  # those who hold it have just opened it
            tell_of_act(proposal, action, actor=actor)
