"""The people of one's own office, read once: who may take a turn of a pool, and how much each verifier holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from accounts.actors import Actor
from accounts.models import Holding, Position
from accounts.roles import Role
from casework.assigning import fitting_roles
from casework.models import Turn
from regions import clock


class Office:
    """Today's holders of every position of the actor's institution, and of the positions that are asked about."""

    def __init__(self, actor: Actor, positions: Iterable[int] = ()):
        mine = Q(position__institution=actor.institution) | Q(position__in=set(positions))
        self.actor, self.held, self.chairs = actor, {}, {}
        for holding in Holding.objects.on(clock.today()).filter(mine).select_related("user", "position"):
            self.held.setdefault(holding.position_id, []).append(holding)
            if holding.position.institution_id == actor.institution.pk:
                self.chairs[holding.position_id] = holding.position

    def who_fit(self, turn: Turn) -> list[Position]:
        """Held positions of this office to which a pool's turn may be given."""
        if turn.institution_id != self.actor.institution.pk:
            return []
        return [chair for chair in self.with_role(*fitting_roles(turn)) if chair.pk != turn.position_id]

    def with_role(self, *roles: str) -> list[Position]:
        chairs = [chair for chair in self.chairs.values() if any(role in chair.roles for role in roles)]
        return sorted(chairs, key=lambda chair: chair.title)

    def named(self, chair: Position) -> str:
        """Rahmawati Siregar · Verifikator 1"""
        people = ", ".join(row.user.full_name for row in self.held.get(chair.pk, [])[:1])
        return f"{people} · {chair.title}" if people else chair.title


@dataclass(frozen=True)
class Load:
    """What one verifier has in hand."""

    chair: Position
    who: str
    open: int = 0
    late: int = 0
    week: int = 0


def load_by_verifier(office: Office) -> list[Load]:
    """Every verifier of the UPT, those without work too, the most burdened first; one query."""
    actor, today = office.actor, clock.today(office.actor.timezone)
    sunday = today + timedelta(days=6 - today.weekday())
    counted = Turn.objects.open().filter(institution=actor.institution, position__isnull=False).order_by()
    rows = counted.values("position").annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        week=Count("pk", filter=Q(due_on__gte=today, due_on__lte=sunday)),
    )
    found = {row.pop("position"): row for row in rows}
    loads = [
        Load(chair, office.named(chair), **found.get(chair.pk, {})) for chair in office.with_role(str(Role.VERIFIER))
    ]
    return sorted(loads, key=lambda load: (-load.late, -load.open, load.who))
