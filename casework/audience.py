"""Who is told today: chairs and pools with the people who sit there, or, where a chair is empty, its superior's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from casework.models import Case, LadderStep, Turn
from regions import clock

PROVINCE_ROLES = (Role.PROPOSER, Role.PROVINCE_LEGAL)
WEST, EAST = "Asia/Jakarta", "Asia/Jayapura"  # the last and the first of the three zones to begin a day


@dataclass(frozen=True)
class Addressee:
    """One person as a message addresses them: in which position, in whose zone."""

    user: User
    label: str = ""
    timezone: str = clock.AGENCY_ZONE

    def __str__(self):
        return f"{self.user.full_name} ({self.label})" if self.label else self.user.full_name


# A chair's name, a pool as [role, office], or an audience as {"audience": code}: said in the reader's language.
Label = str | list[str] | dict[str, str]


YOU: Label = {"audience": "reader"}  # whoever reads it


def said(label: Label) -> str:
    """A chair, pool or audience in the reader's language."""
    if label == YOU:
        return _("you")
    if isinstance(label, dict):
        return str(LadderStep.Audience(label["audience"]).label)
    return label if isinstance(label, str) else f"{Role(label[0]).label}, {label[1]}"


def holder_label(turn: Turn) -> Label:
    return str(turn.position) if turn.position_id else [turn.pool_role, turn.institution.short_name]


@dataclass(frozen=True)
class Unit:
    """One chair or pool that is told. `vacant`: nobody sits there, and the people are its superior's."""

    key: str
    label: Label
    timezone: str
    people: tuple[Addressee, ...]
    vacant: bool = False


def addressees(users: Iterable[User]) -> list[Addressee]:
    """People with the first position each holds today; once each, active ones only. One query."""
    people = {user.pk: user for user in users if user.is_active}
    held: dict[int, Holding] = {}
    for holding in Holding.objects.on(clock.today()).filter(user__in=people).with_people():
        best = held.get(holding.user_id)
        if best is None or (best.kind != "definitive" and holding.kind == "definitive"):
            held[holding.user_id] = holding
    return [_addressee(held[pk], user) if pk in held else Addressee(user) for pk, user in people.items()]


def _addressee(holding: Holding, user: User | None = None) -> Addressee:
    return Addressee(user or holding.user, holding.label, holding.position.institution.timezone)


class Directory:
    """Every chair and who sits there today, read in two queries however many turns are asked about."""

    def __init__(self):
        offices = ("institution__province", "institution__upt__office_province")
        self.positions = {row.pk: row for row in Position.objects.valid_on(clock.today()).select_related(*offices)}
        self.of_institution: dict[int, list[Position]] = defaultdict(list)
        for row in self.positions.values():
            self.of_institution[row.institution_id].append(row)
        self._held: dict[int, list[Holding]] = defaultdict(list)
        for holding in self._holdings():
            self._held[holding.position_id].append(holding)

    def _holdings(self) -> Iterable[Holding]:
        """Of today in any zone; each is judged by the day in its own office's zone."""
        found = Holding.objects.on(clock.today(WEST)) | Holding.objects.on(clock.today(EAST))
        for holding in found.select_related("user"):
            holding.position = self.positions.get(holding.position_id)
            if holding.position and _holds(holding, clock.today(holding.position.institution.timezone)):
                yield holding

    def person_in(self, position: Position) -> Holding | None:
        """Who answers for a chair: the acting one before the definitive."""
        held = self._held.get(position.pk, [])
        return min(held, key=lambda row: (row.kind == "definitive", row.starts_on, row.pk), default=None)

    def chair(self, position: Position) -> Unit:
        held, vacant = self.person_in(position), False
        seen, current = {position.pk}, position
        while held is None and current.superior_id in self.positions and current.superior_id not in seen:
            current, vacant = self.positions[current.superior_id], True
            seen.add(current.pk)
            held = self.person_in(current)
        people = (_addressee(held),) if held else ()
        zone = people[0].timezone if people else position.institution.timezone
        return Unit(f"position:{position.pk}", str(position), zone, people, vacant or held is None)

    def pool(self, institution: Institution, *roles: Role | str) -> Unit:
        """Everybody in an office whose position carries one of the roles."""
        wanted = {str(role) for role in roles}
        chairs = [row for row in self.of_institution[institution.pk] if wanted & set(row.roles)]
        held = [holding for row in chairs if (holding := self.person_in(row))]
        people = {holding.user_id: _addressee(holding) for holding in held}
        vacant = not people
        if vacant:
            people = {one.user.pk: one for row in chairs for one in self.chair(row).people}
        zones = {one.timezone for one in people.values()}
        zone = institution.timezone if len(zones) != 1 else zones.pop()
        label = [str(roles[0]), institution.short_name]
        return Unit(f"pool:{institution.pk}:{roles[0]}", label, zone, tuple(people.values()), vacant)

    def holder(self, turn: Turn) -> Unit:
        if turn.position_id:
            return self.chair(self.positions.get(turn.position_id, turn.position))
        return self.pool(turn.institution, turn.pool_role)

    def superior(self, turn: Turn) -> Unit | None:
        """The superior of the chair that holds a turn; of a pool, the superiors of all its chairs as one."""
        if turn.position_id:
            chairs = [self.positions.get(turn.position_id, turn.position)]
        else:
            chairs = [row for row in self.of_institution[turn.institution_id] if turn.pool_role in row.roles]
        above = sorted({row.superior_id for row in chairs if row.superior_id in self.positions})
        units = [self.chair(self.positions[pk]) for pk in above]
        if len(units) < 2:
            return units[0] if units else None
        people = {one.user.pk: one for unit in units for one in unit.people}
        key = f"superiors:{turn.institution_id}:{turn.pool_role}"
        return Unit(key, units[0].label, turn.timezone, tuple(people.values()), not people)

    def units(self, audience: str, case: Case, turn: Turn | None = None) -> list[Unit]:
        """Whom a rung of the ladder means, for a case and, where it speaks of one, a turn."""
        kind = LadderStep.Audience
        if audience in (kind.HOLDER, kind.SUPERIOR):
            unit = turn and (self.holder(turn) if audience == kind.HOLDER else self.superior(turn))
            return [unit] if unit else []
        if audience == kind.UPT_HEAD:
            return [self.pool(office, Role.UPT_HEAD) for office in self._upt(case)]
        if audience == kind.CENTRE:
            return [self.pool(office, Role.COORDINATOR) for office in self._centre()]
        if audience == kind.COOPERATION:
            return [self.pool(office, Role.COOPERATION_OFFICER) for office in self._centre() + self._upt(case)]
        return [self.pool(office, *PROVINCE_ROLES) for office in provincial_parties(case)]

    def administrators(self) -> list[Addressee]:
        return [one for office in self._centre() for one in self.pool(office, Role.ADMINISTRATOR).people]

    def _centre(self) -> list[Institution]:
        return self._offices(lambda office: office.is_centre)

    def _upt(self, case: Case) -> list[Institution]:
        return self._offices(lambda office: case.upt_id is not None and office.upt_id == case.upt_id)

    def _offices(self, fits) -> list[Institution]:
        offices = {row.institution_id: row.institution for row in self.positions.values()}
        return [office for office in offices.values() if fits(office)]


def provincial_parties(case: Case) -> list[Institution]:
    """The provincial institutions that opened a case or take part in it."""
    parties = [case.owner, *(row.institution for row in case.participants.all())]
    return list({office.pk: office for office in parties if office.is_provincial}.values())


def _holds(holding: Holding, day: date) -> bool:
    return holding.starts_on <= day and (holding.ends_on is None or day <= holding.ends_on)
