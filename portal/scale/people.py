"""Offices and people of every province, in the same chairs as where the demonstration plays."""

from datetime import timedelta
from itertools import cycle

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from portal.demonstration.people import BPSDMD, FAMILY, GIVEN
from regions import clock
from regions.models import Province

Kind = Institution.Kind
BODIES = [(Kind.BPSDM, "BPSDM"), (Kind.DISKOMINFO, "Diskominfo"), (Kind.DISNAKER, "Disnaker")]
PROVINCIAL = [Kind.GOVERNMENT, *(kind for kind, _name in BODIES)]


def settle(people: int) -> None:
    """Bodies, chairs and holders wherever the demonstration has none; then more proposers until so many people."""
    _bodies()
    _chairs()
    _hold(Position.objects.filter(holdings=None, institution__kind__in=PROVINCIAL).order_by("pk"))
    _crowd(people - User.objects.count())


def _bodies() -> None:
    for province in Province.objects.exclude(institutions__kind__in=[kind for kind, _name in BODIES]):
        government = Institution.objects.get(kind=Kind.GOVERNMENT, province=province)
        for kind, name in BODIES:
            name += "D" if kind == Kind.BPSDM and province.pk in BPSDMD else ""
            Institution.objects.create(
                kind=kind,
                province=province,
                parent=government,
                name=f"{name} Provinsi {province.name}",
                short_name=f"{name} {province.name}",
            )


def _chairs() -> None:
    """Every title that one office of a kind has, all of them have."""
    shapes = {}
    for position in Position.objects.filter(institution__kind__in=PROVINCIAL).select_related("institution"):
        shapes.setdefault(position.institution.kind, {})[position.title] = position.roles
    there = set(Position.objects.values_list("institution", "title"))
    Position.objects.bulk_create(
        Position(institution=office, title=title, roles=roles)
        for office in Institution.objects.filter(kind__in=shapes).order_by("pk")
        for title, roles in shapes[office.kind].items()
        if (office.pk, title) not in there
    )


def _crowd(many: int) -> None:
    """One more proposer after another, round the bodies."""
    bodies = Institution.objects.filter(kind__in=[kind for kind, _name in BODIES]).order_by("pk")
    turns = cycle(bodies)
    new = [
        Position(institution=next(turns), title=f"Staf Program {number // len(bodies) + 1}", roles=[Role.PROPOSER])
        for number in range(max(many, 0))
    ]
    _hold(Position.objects.bulk_create(new))


def _hold(positions) -> None:
    positions, first = list(positions), User.objects.count()
    password = User.objects.order_by("pk").values_list("password", flat=True).first()
    since = clock.today() - timedelta(days=6 * 365)
    people = User.objects.bulk_create(
        User(
            username=f"{given}.{family}.{number}".lower(),
            email=f"{given}.{family}.{number}@contoh.test".lower(),
            full_name=f"{given} {family}",
            password=password,
        )
        for number, (given, family) in zip(range(first, first + len(positions)), _names(), strict=False)
    )
    Holding.objects.bulk_create(
        Holding(position=position, user=user, starts_on=since, decree=f"SK.{position.pk}/{since:%m/%Y}")
        for position, user in zip(positions, people, strict=True)
    )


def _names():
    return ((given, family) for family in cycle(FAMILY) for given in GIVEN)
