"""Who is told of a move besides those who hold the next turn: functions of the proposal that give people."""

from accounts.access import holders_of, positions_with
from accounts.models import User
from accounts.roles import Role


def body(proposal) -> list[User]:
    """Whoever holds the position that wrote or last submitted the proposal."""
    return _holders({proposal.author, proposal.submitted_by} - {None})


def upt(proposal) -> list[User]:
    """The verifier of the case; while there is none, the head of the UPT."""
    if proposal.verifier is not None:
        return _holders([proposal.verifier])
    if proposal.case.upt_id is None:
        return []
    return _holders(positions_with(Role.UPT_HEAD).filter(institution__upt=proposal.case.upt_id))


def body_and_upt(proposal) -> list[User]:
    return body(proposal) + upt(proposal)


def _holders(positions) -> list[User]:
    return [holding.user for position in positions for holding in holders_of(position)]
