"""Which office and which verifier handles a proposal: reassign, transfer to the right UPT."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Institution, Position
from casework import turns
from casework.models import Turn
from casework.notices import tell_of_act
from casework.workflow import Refused, perform
from programs.guards import open_round
from programs.models import Proposal
from programs.occasions import REASSIGN, TRANSFER
from programs.seats import verifies
from programs.services.doors import enter, leave, reseat, said
from regions.models import Upt


@transaction.atomic
def reassign_verifier(proposal: Proposal, position: Position, *, actor, reason: str, version: int | None = None):
    """The head of the UPT gives a case under check to another verifier; the last day stays."""
    proposal = enter(proposal, REASSIGN, actor=actor, version=version)
    reason = said(reason)
    if position.institution.upt_id != proposal.case.upt_id or not verifies(position):
        raise Refused(_("Choose a verifier who is in office in this UPT."), field="position")
    if position.pk == proposal.verifier_id:
        raise Refused(_("This verifier has the case already."), field="position")
    give_to(proposal, position)
    leave(proposal, "reassign_verifier", actor=actor, comment=reason, position=str(position))
    tell_of_act(proposal, "reassign_verifier", actor=actor, comment=reason)
    return proposal


def give_to(proposal: Proposal, position: Position) -> None:
    """The verifier's turn and the check under way pass to a position; advice to reject, if any, is settled."""
    proposal.verifier = position
    proposal.save(update_fields=["verifier"])
    held = proposal.case.turns.open().get(seat__in=["verifier", "upt_head"])
    turns.hand_on(held, position=position, seat="verifier")
    current = open_round(proposal)
    current.verifier, current.rejection_advice = position, ""
    current.save(update_fields=["verifier", "rejection_advice"])


def give_turn(turn: Turn, position: Position, *, actor, reason: str) -> None:
    """The verifier's turn of a proposal: taken by whoever asks, or given to a verifier by the head of the UPT."""
    proposal = turn.case.proposal
    if not turn.is_pool:
        reassign_verifier(proposal, position, actor=actor, reason=reason)
    elif position == actor.position:
        perform(proposal, "take", actor=actor)
    else:
        perform(proposal, "assign", actor=actor, comment=reason, position=position)


def put_back(turn: Turn, *, actor, reason: str) -> None:
    perform(turn.case.proposal, "release", actor=actor, comment=reason)


@transaction.atomic
def transfer_upt(proposal: Proposal, upt: Upt, *, actor, reason: str, version: int | None = None) -> Proposal:
    """A misrouted case goes to the pool of another UPT, released first when somebody had taken it."""
    proposal = enter(proposal, TRANSFER, actor=actor, version=version)
    reason, left = said(reason), proposal.case.upt
    if upt.pk == left.pk:
        raise Refused(_("This UPT handles the case already."), field="upt")
    if not Institution.objects.active().filter(upt=upt).exists():
        raise Refused(_("This UPT has no office in the portal yet."), field="upt")
    if proposal.case.status == "in_verification":
        proposal = perform(proposal, "release", actor=actor, comment=reason)
    proposal.case.upt = upt
    proposal.case.save(update_fields=["upt"])
    reseat(proposal)
    leave(proposal, "transfer_upt", actor=actor, comment=reason, left=str(left), upt=str(upt))
    tell_of_act(proposal, "transfer_upt", actor=actor, comment=reason)
    return proposal
