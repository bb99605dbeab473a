"""Who is told of a move besides those who hold the next turn: functions of the proposal that give people."""

from accounts.access import holders_of, positions_with
from accounts.models import Institution, User
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


def everybody(proposal) -> list[User]:
    return body(proposal) + upt(proposal) + partners(proposal)


def partners(proposal) -> list[User]:
    """Officers of the partners that take part."""
    rows = proposal.case.participants.filter(institution__kind__in=Institution.PARTNERS)
    return officers_of(Institution.objects.filter(pk__in=rows.values("institution")))


def officers_of(offices) -> list[User]:
    """Whoever holds a partner's position in these institutions."""
    return _holders(positions_with(Role.PARTNER).filter(institution__in=[office.pk for office in offices]))


def _holders(positions) -> list[User]:
    return [holding.user for position in positions for holding in holders_of(position)]
