"""The common beginning and end of a service: lock, look, ask; then raise the version and write the trail."""

from django.utils.translation import gettext as _

from casework import trail, turns
from casework.models import Case, TrailEntry
from casework.policies import Occasion
from casework.workflow import NotAllowed, Refused, reread
from programs.models import Proposal


def enter(proposal: Proposal, occasion: Occasion, *, actor, version: int | None = None) -> Proposal:
    """The proposal read afresh behind its case's lock; refuses who may not, what is too late, and old pages.

    Call it first, inside the service's own transaction.
    """
    proposal = reread(proposal, version)
    if not Case.objects.visible_to(actor).filter(pk=proposal.case_id).exists():
        raise NotAllowed(_("This case is outside your scope."))
    if not occasion.has_come(proposal):
        words = {"state": proposal.case.status_label}
        raise Refused(_("The case is now “%(state)s”; this step does not exist there.") % words)
    if not occasion.policy(actor, proposal):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": occasion.policy.who})
    return proposal


def leave(proposal: Proposal, action: str, *, actor, comment: str = "", **params) -> TrailEntry:
    """Raise the case's version and write the line of history."""
    touch(proposal)
    case = proposal.case
    return trail.record(case, f"proposal.{action}", actor=actor, comment=comment, from_status=case.status, **params)


def touch(proposal: Proposal) -> None:
    """Raise the version in the database and in hand, so that the page shown next carries the new one."""
    turns.touch(proposal.case)
    proposal.case.version += 1
    proposal.case._prefetched_objects_cache = {}


def reseat(proposal: Proposal) -> None:
    """Close the open turns and open those the state wants now."""
    turns.close_turns(proposal.case)
    for seat in proposal.workflow.seats(proposal, None):
        turns.open_turn(proposal.case, seat)


def said(reason: str) -> str:
    """A reason that is really there."""
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="comment")
    return reason.strip()
