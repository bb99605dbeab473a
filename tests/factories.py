"""Plain functions that make what a test needs, through the same doors as people use where there is one."""

from datetime import date, timedelta
from itertools import count

from accounts.actors import Actor
from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from regions import clock
from regions.models import Province, Upt

PASSWORD = "kata-sandi-uji-coba-2026"
_number = count(1)

EAST_KALIMANTAN, SOUTH_KALIMANTAN, WEST_JAVA, PAPUA = "64", "63", "32", "91"


def province(code: str = EAST_KALIMANTAN) -> Province:
    return Province.objects.get(code=code)


def agency() -> Institution:
    return Institution.objects.get_or_create(
        kind="agency", defaults={"name": "Badan Litbang SDM Kominfo", "short_name": "Badan Litbang SDM"}
    )[0]


def upt(code: str = "BJM") -> Institution:
    office = Upt.objects.get(code=code)
    return Institution.objects.get_or_create(
        upt=office, defaults={"kind": "upt", "name": f"BPSDMP Kominfo {office.city}", "short_name": f"Balai {code}"}
    )[0]


def government(code: str = EAST_KALIMANTAN) -> Institution:
    where = province(code)
    return Institution.objects.get_or_create(
        kind="government",
        province=where,
        defaults={"name": f"Pemerintah Provinsi {where.name}", "short_name": f"Pemprov {where.name}"},
    )[0]


def body(code: str = EAST_KALIMANTAN, kind: str = "bpsdm") -> Institution:
    where = province(code)
    return Institution.objects.get_or_create(
        kind=kind,
        province=where,
        defaults={
            "name": f"{kind.title()} Provinsi {where.name}",
            "short_name": f"{kind.title()} {where.name}",
            "parent": government(code),
        },
    )[0]


def partner(kind: str = "university", name: str = "Universitas Contoh") -> Institution:
    return Institution.objects.get_or_create(name=name, defaults={"kind": kind, "short_name": name})[0]


def position(institution: Institution, *roles: Role, title: str = "", **fields) -> Position:
    return Position.objects.create(
        institution=institution,
        title=title or f"{roles[0].label if roles else 'Staf'} {next(_number)}",
        roles=[str(role) for role in roles],
        **fields,
    )


def user(**fields) -> User:
    number = next(_number)
    defaults = {"username": f"orang{number}", "email": f"orang{number}@contoh.test", "full_name": f"Orang {number}"}
    made = User(**defaults | fields)
    made.set_password(PASSWORD)
    made.save()
    return made


def holding(
    position: Position, person: User, kind: str = "definitive", starts_on: date | None = None, ends_on=None
) -> Holding:
    starts_on = starts_on or clock.today() - timedelta(days=800)
    return Holding.objects.create(position=position, user=person, kind=kind, starts_on=starts_on, ends_on=ends_on)


def actor(institution: Institution, *roles: Role, **fields) -> Actor:
    """A new person in a new position of an institution, acting today."""
    seat = position(institution, *roles, **fields)
    person = user()
    return Actor(person, Holding.objects.with_people().get(pk=holding(seat, person).pk))


def auditor(*province_codes: str, days: int = 30) -> Actor:
    """An auditor for some days, over some provinces (all when none is named)."""
    office = Institution.objects.get_or_create(kind="audit", name="Inspektorat Jenderal", short_name="Inspektorat")[0]
    today = clock.today()
    made = actor(office, Role.AUDITOR, valid_from=today - timedelta(days=1), valid_until=today + timedelta(days=days))
    made.position.scope_provinces.set(province_codes)
    return made


def sign_in(client, actor: Actor):
    """The client acts as this person in this position from now on."""
    client.force_login(actor.user)
    session = client.session
    session["position"] = actor.position.pk
    session.save()
    return client
