"""An actor: a person acting in the position held today. Rights are asked of it, never of the person."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from regions import clock


@dataclass(frozen=True)
class Actor:
    """A person in one position; what the trail freezes as text and policies ask about."""

    user: User
    holding: Holding

    @property
    def position(self) -> Position:
        return self.holding.position

    @property
    def institution(self) -> Institution:
        return self.position.institution

    @property
    def roles(self) -> list[str]:
        return self.position.roles

    def has(self, *roles: Role) -> bool:
        return any(role in self.position.roles for role in roles)

    @property
    def sole_roles(self) -> list[str]:
        """Roles in which nobody else of the institution answers today: what lies in their pool is this actor's own.

        The actor of a request was read with it; any other asks anew.
        """
        others = getattr(self.holding, "colleagues_roles", None)
        if others is None:
            own = Holding.objects.filter(pk=self.holding.pk).with_colleagues()
            others = own.values_list("colleagues_roles", flat=True).first() or []
        return [role for role in self.roles if role not in others]

    @property
    def display_name(self) -> str:
        return self.user.full_name

    @property
    def position_label(self) -> str:
        return self.holding.label

    @property
    def timezone(self) -> str:
        """Of the office, in whose days its limits are counted."""
        return self.institution.timezone

    @property
    def reading_zone(self) -> str:
        return self.user.reading_zone(self.timezone)

    def __str__(self):
        return f"{self.display_name}, {self.position_label}"


def actors_of(user: User, on: date | None = None) -> list[Actor]:
    """Every position this person may act in on a day (today), definitive ones first."""
    if not user.is_authenticated or not user.is_active:
        return []
    today = clock.today()
    held = _held(on or today, today).filter(user=user)
    for holding in held:
        holding.position.scope_province_ids = holding.scope_province_ids
    ordered = sorted(held, key=lambda holding: (holding.kind != "definitive", holding.position_id))
    return [Actor(user, holding) for holding in ordered]


@lru_cache(maxsize=4)
def _held(on: date, _today: date):
    """Who holds which position on a day, not yet asked: to write this question takes longer than to ask it."""
    return Holding.objects.on(on).with_people().with_colleagues().with_scope().with_snapshot()


def actor_for(user: User, position_id: int | None = None) -> Actor | None:
    """The person's actor in the wished position, or in the first one held; None when none is held today."""
    actors = actors_of(user)
    wished = [actor for actor in actors if actor.position.pk == position_id]
    return (wished or actors or [None])[0]
