"""Who holds the ball in each state of a proposal, and until when."""

from datetime import date

from accounts.access import agency, holders_of, positions_with
from accounts.models import Institution, Position
from accounts.roles import Role
from casework.models import Allowance
from casework.turns import Seat, allowance_for
from programs import sharing
from programs.models import Review
from regions import clock


def seats(proposal, transition=None) -> list[Seat]:
    """The seats of the proposal's present state; `transition` is the move that led here."""
    seat = SEATS.get(proposal.case.status)
    return seat(proposal, transition) if seat else []


def in_office(position: Position | None, *roles: Role) -> bool:
    """Somebody holds this position today, and it still carries one of the roles."""
    return position is not None and any(role in position.roles for role in roles) and bool(holders_of(position))


def verifies(position: Position | None) -> bool:
    """Somebody sits there today who may check proposals: a verifier, or the head of the UPT himself."""
    return in_office(position, Role.VERIFIER, Role.UPT_HEAD)


def upt_institution(proposal) -> Institution:
    return Institution.objects.select_related("upt__office_province").get(upt=proposal.case.upt_id)


def verifier_stays(proposal) -> bool:
    """The verifier who took the case is still in office, in the UPT that handles it now."""
    verifier = proposal.verifier
    return verifies(verifier) and verifier.institution.upt_id == proposal.case.upt_id


def needs_agreement(proposal) -> bool:
    """Cost-shared, and no agreement in force covers it today or later."""
    today = clock.today(proposal.case.owner.timezone)
    return sharing.is_cost_shared(proposal.cost_lines.all()) and not proposal.covers.filter(ends_on__gte=today).exists()


def head_seat(proposal) -> dict:
    """The UPT head's position, or the pool while no position carries the role."""
    institution = upt_institution(proposal)
    position = positions_with(Role.UPT_HEAD, institution).order_by("pk").first()
    return {"institution": institution, "position": position, "pool_role": "" if position else Role.UPT_HEAD}


def coordinator_seat(proposal, due_on: date | None = None) -> Seat:
    allowance = None if due_on else allowance_for(proposal.case)
    return Seat("coordinator", agency(), pool_role=Role.COORDINATOR, allowance=allowance, due_on=due_on)


def reviewer_seat(proposal, position: Position) -> Seat:
    return Seat(f"reviewer:{position.pk}", position.institution, position, allowance=allowance_for(proposal.case))


def _proposer_seat(proposal, due_on: date | None = None, allowance: int | None = None) -> Seat:
    """The position that submitted it last (or wrote it); the body's pool when that chair is empty."""
    owner = proposal.case.owner
    position = proposal.submitted_by or proposal.author
    stays = position.institution_id == owner.pk and in_office(position, Role.PROPOSER)
    return Seat(
        "proposer",
        owner,
        position=position if stays else None,
        pool_role="" if stays else Role.PROPOSER,
        allowance=allowance,
        due_on=due_on,
    )


def _draft(proposal, transition):
    return [_proposer_seat(proposal)]


def _submitted(proposal, transition):
    pool = upt_institution(proposal)
    return [Seat("verifier", pool, pool_role=Role.VERIFIER, allowance=allowance_for(proposal.case))]


def _in_verification(proposal, transition):
    resubmitted = transition is not None and transition.name == "resubmit"
    allowance = allowance_for(proposal.case, resubmitted=resubmitted)
    return [Seat("verifier", proposal.verifier.institution, proposal.verifier, allowance=allowance)]


def _returned(proposal, transition):
    return [_proposer_seat(proposal, due_on=proposal.revise_by)]


def _in_review(proposal, transition):
    """Reviewers who have not spoken yet; without one, the coordinators."""
    pending = Review.objects.standing(proposal).pending().select_related("reviewer__institution")
    return [reviewer_seat(proposal, review.reviewer) for review in pending] or [coordinator_seat(proposal)]


def _awaiting_decision(proposal, transition):
    return [Seat("approver", agency(), pool_role=Role.APPROVER, allowance=allowance_for(proposal.case))]


def _approved(proposal, transition):
    """The UPT's cooperation officers (the centre's where it has none) until an agreement covers it, then the body.

    Once an agreement is opened, time runs there: each of its states has a turn and an allowance of its own.
    """
    allowance = allowance_for(proposal.case)
    if not needs_agreement(proposal):
        return [_proposer_seat(proposal, allowance=allowance)]
    role, office = Role.COOPERATION_OFFICER, upt_institution(proposal)
    office = office if positions_with(role, office).exists() else agency()
    if proposal.covers.filter(starts_on__isnull=True).exists():
        return [Seat("agreement", office, pool_role=role)]
    return [Seat("cooperation_officer", office, pool_role=role, allowance=allowance)]


def _deferred(proposal, transition):
    return [coordinator_seat(proposal, due_on=date(proposal.deferred_to, 1, 1))]


def _in_progress(proposal, transition):
    """Due at the planned end; when that is past (a report sent back), as long as a report may wait."""
    if proposal.ends_on and proposal.ends_on >= clock.today(proposal.case.owner.timezone):
        return [_proposer_seat(proposal, due_on=proposal.ends_on)]
    row = Allowance.objects.filter(lifecycle="proposal", status="reporting").first()
    return [_proposer_seat(proposal, allowance=row.working_days if row else None)]


def _reporting(proposal, transition):
    return [Seat("upt_head", **head_seat(proposal), allowance=allowance_for(proposal.case))]


SEATS = {
    "draft": _draft,
    "submitted": _submitted,
    "in_verification": _in_verification,
    "returned": _returned,
    "in_review": _in_review,
    "awaiting_decision": _awaiting_decision,
    "approved": _approved,
    "deferred": _deferred,
    "in_progress": _in_progress,
    "reporting": _reporting,
}
