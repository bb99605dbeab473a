"""An institution's people on one page, read in a fixed number of queries: chairs, who sits there, who is invited."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from accounts.models import Holding, Institution, Invitation, Position
from accounts.roles import Role
from casework.models import Turn
from regions import clock

INACTIVE_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Sitting:
    """One holding as the page shows it: running or still to come, and whether its person has long been away."""

    holding: Holding
    today: date

    @property
    def is_coming(self) -> bool:
        return self.holding.starts_on > self.today

    @property
    def last_seen(self) -> date | None:
        return self.holding.user.last_login and clock.day_of(self.holding.user.last_login)

    @property
    def is_inactive(self) -> bool:
        """No sign-in for 90 days, and in the position for that long."""
        since = max(filter(None, [self.last_seen, self.holding.starts_on]))
        return not self.is_coming and self.today - since > INACTIVE_AFTER


@dataclass
class Chair:
    """One position: its roles in words, who sits there now and next, how many turns wait for it."""

    position: Position
    sittings: list[Sitting]
    turns: int

    @property
    def roles(self) -> list[str]:
        return [str(Role(role).label) for role in self.position.roles]

    @property
    def is_vacant(self) -> bool:
        return not any(not row.is_coming for row in self.sittings)

    @property
    def is_inactive(self) -> bool:
        return any(row.is_inactive for row in self.sittings)


@dataclass
class People:
    """Everything the page of one institution says."""

    institution: Institution
    chairs: list[Chair] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)

    @property
    def vacant(self) -> list[Chair]:
        return [chair for chair in self.chairs if chair.is_vacant]

    @property
    def inactive(self) -> list[Sitting]:
        return [row for chair in self.chairs for row in chair.sittings if row.is_inactive]

    @property
    def waiting_for_nobody(self) -> int:
        return sum(chair.turns for chair in self.vacant)


def people_of(institution: Institution) -> People:
    """Four queries, whatever the number of positions."""
    today = clock.today(institution.timezone)
    lasting = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), user__is_active=True)
    lasting = lasting.select_related("user").order_by("starts_on", "pk")
    positions = Position.objects.filter(institution=institution).valid_on(today).order_by("title")
    positions = positions.select_related("superior__institution").prefetch_related(
        Prefetch("holdings", lasting, to_attr="lasting")
    )
    turns = Counter(Turn.objects.open().filter(position__institution=institution).values_list("position", flat=True))
    found = People(institution)
    for position in positions:
        position.institution = institution
        sittings = [Sitting(row, today) for row in position.lasting]
        found.chairs.append(Chair(position, sittings, turns[position.pk]))
    rows = Invitation.objects.open().filter(position__institution=institution)
    found.invitations = list(rows.select_related("position", "invited_by"))
    for row in found.invitations:
        row.expired = row.expires_at <= clock.now()
    return found
