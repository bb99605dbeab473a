"""The states of the two lifecycles: code, plain word, and the family its dot belongs to."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class State:
    """One stop on the way. Families: open (we work), wait (on somebody outside), done, end (ended without effect)."""

    label: str | Promise
    family: str
    final: bool = False


PROPOSAL_STATES = {
    "draft": State(_("Draft"), "open"),
    "submitted": State(_("Submitted"), "open"),
    "in_verification": State(_("Administrative check"), "open"),
    "returned": State(_("Returned for revision"), "wait"),
    "in_review": State(_("Technical review"), "open"),
    "awaiting_decision": State(_("Awaiting decision"), "wait"),
    "approved": State(_("Approved"), "done"),
    "deferred": State(_("Deferred to a later fiscal year"), "wait"),
    "in_progress": State(_("In progress"), "open"),
    "reporting": State(_("Reporting"), "wait"),
    "closed": State(_("Closed"), "done", final=True),
    "rejected": State(_("Rejected"), "end", final=True),
    "withdrawn": State(_("Withdrawn"), "end", final=True),
    "cancelled": State(_("Cancelled"), "end", final=True),
}

AGREEMENT_STATES = {
    "draft": State(_("Draft text"), "open"),
    "party_review": State(_("Review by the parties"), "wait"),
    "legal_review": State(_("Legal review"), "wait"),
    "council": State(_("Council approval"), "wait"),
    "ready": State(_("Ready to sign"), "open"),
    "partly_signed": State(_("Partly signed"), "open"),
    "in_force": State(_("In force"), "done"),
    "expired": State(_("Expired"), "end", final=True),
    "terminated": State(_("Terminated early"), "end", final=True),
    "cancelled": State(_("Cancelled"), "end", final=True),
}

STATES = {"proposal": PROPOSAL_STATES, "agreement": AGREEMENT_STATES}


def state_name(lifecycle: str, status: str) -> str | Promise:
    """The word for a state; without one, every state of the lifecycle."""
    state = STATES.get(lifecycle, {}).get(status)
    return state.label if state else status or _("every state")
