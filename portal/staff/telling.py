"""Who hears of a change of people, besides those it concerns: the centre's administrators, always."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.access import agency, holders_of, positions_with
from accounts.models import Position, User
from accounts.roles import Role
from casework import notices


def administrators() -> list[User]:
    """The people at the centre who keep accounts."""
    held = positions_with(Role.ADMINISTRATOR, agency())
    return [holding.user for position in held for holding in holders_of(position)]


def tell_the_centre(kind: str, position: Position, *, actor, also: Iterable[User] = (), **params) -> None:
    """One notice each to the administrators and to whom it concerns; never to the one who did it."""
    people = {user.pk: user for user in [*administrators(), *also]}
    if actor is not None:
        people.pop(actor.user.pk, None)
        params |= {"who": actor.display_name, "as": actor.position_label}
    params |= {"position": str(position), "institution": position.institution.short_name}
    url = f"{reverse('staff:institution')}?instansi={position.institution_id}"
    notices.tell(None, kind, people.values(), url=params.pop("url", url), **params)
