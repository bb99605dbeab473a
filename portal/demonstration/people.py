"""Invented people in real kinds of positions: the centre, eight UPT, the bodies of fourteen provinces, auditors."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle

from django.contrib.auth.hashers import make_password

from accounts.access import agency
from accounts.actors import Actor
from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from regions import clock, working_days
from regions.models import Province, Upt

Kind = Institution.Kind

# Provinces whose bodies take part in the story; Kalimantan Selatan and Timur call theirs BPSDMD.
PROVINCES = ["11", "12", "16", "32", "33", "34", "35", "52", "53", "62", "63", "64", "71", "73", "81", "91"]
BPSDMD = {"63", "64"}

# Who sits where by name; nobody else bears these names.
NAMED = {
    "head": "Budi Santosa",
    "coordinator": "Ratna Kusuma",
    "legal": "Yusuf Maulana",
    "BJM.verifier.1": "Rahmawati Siregar",
    "BJM.cooperation": "Hendra Wijaya",
    "64.bpsdm.proposer": "Andi Saputra",
    "64.bpsdm.proposer.2": "Dewi Lestari",
    "63.bpsdm.head": "Siti Aminah",
}

GIVEN = [
    "Andi", "Siti", "Budi", "Rahmawati", "Hendra", "Dewi", "Agus", "Nurul", "Yusuf", "Maria", "Rizky", "Fitri",
    "Bambang", "Lestari", "Arif", "Kartika", "Joko", "Wulan", "Fajar", "Ratna", "Hasan", "Indah", "Gunawan",
    "Yuliana", "Dedi", "Sri", "Taufik", "Melati", "Iwan", "Anisa", "Surya", "Novita", "Rahmat", "Dian", "Eko",
    "Putri", "Imam", "Sari", "Markus", "Yohana", "Petrus", "Elisabet", "Wayan", "Ketut", "Made", "Nyoman", "Teuku",
    "Cut", "Rizal", "Halimah"
]  # fmt: skip
FAMILY = [
    "Saputra", "Aminah", "Santosa", "Siregar", "Wijaya", "Lestari", "Nugroho", "Hidayah", "Maulana", "Manurung",
    "Pratama", "Handayani", "Kusuma", "Puspita", "Hidayat", "Rahayu", "Susanto", "Permata", "Ramadhan", "Anggraini",
    "Basri", "Purnama", "Setiawan", "Wahyuni", "Firmansyah", "Utami", "Tanjung", "Larasati", "Effendi", "Rumbiak",
    "Wenda", "Kaban", "Lubis", "Pangaribuan", "Mokodompit", "Tumbelaka", "Palar", "Daeng", "Patta", "Nasution"
]  # fmt: skip

VACATED = "53.bpsdm.proposer"  # left three working days ago, with a returned proposal on the desk


@dataclass
class Cast:
    """Everybody in the story, found by a short key such as `64.bpsdm.proposer` or `BJM.verifier.1`."""

    password: str
    chairs: dict[str, Position] = field(default_factory=dict)
    _hash: str = ""
    _names: object = None
    _holdings: dict[int, list[Holding]] = field(default_factory=dict)

    def __post_init__(self):
        self._hash = make_password(self.password)
        pairs = [(given, FAMILY[(i * 7 + j * 3) % len(FAMILY)]) for j in range(6) for i, given in enumerate(GIVEN)]
        names = dict.fromkeys(f"{given} {family}" for given, family in pairs)
        self._names = cycle([name for name in names if name not in NAMED.values()])

    def actor(self, key: str) -> Actor:
        """Who acts in a position at the moment the clock is held at."""
        day, held = clock.today(), self._held()[self.chairs[key].pk]
        sits = [row for row in held if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)]
        holding = min(sits, key=lambda row: row.kind == Holding.Kind.DEFINITIVE)
        return Actor(holding.user, holding)

    def _held(self) -> dict[int, list[Holding]]:
        """Who ever sat where, read once when everybody is seated."""
        if not self._holdings:
            for holding in Holding.objects.with_people().order_by("starts_on"):
                self._holdings.setdefault(holding.position_id, []).append(holding)
        return self._holdings

    def person(self, name: str = "", **fields) -> User:
        name = name or next(self._names)
        username = name.lower().replace(" ", ".").replace("'", "")
        taken = User.objects.filter(username__startswith=username).count()
        username += str(taken + 1) if taken else ""
        return User.objects.create(
            username=username, email=f"{username}@contoh.test", full_name=name, password=self._hash, **fields
        )

    def chair(self, key: str, institution: Institution, title: str, *roles: Role, superior: str = "", **fields):
        """A position under its key, held by nobody yet."""
        boss = self.chairs.get(superior)
        self.chairs[key] = Position.objects.create(
            institution=institution, title=title, roles=[str(role) for role in roles], superior=boss, **fields
        )

    def seat(
        self, key: str, starts_on: date, ends_on: date | None = None, kind="definitive", name="", **person
    ) -> User:
        user = self.person(name, **person)
        Holding.objects.create(
            position=self.chairs[key],
            user=user,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            decree=f"SK.{self.chairs[key].pk}/{starts_on:%m/%Y}",
        )
        return user


def gather(password: str, first_day: date) -> Cast:
    """Create institutions, positions and holders; `first_day` is the day the story begins."""
    cast = Cast(password)
    _centre(cast, first_day)
    for upt in Upt.objects.all():
        _upt(cast, upt, first_day)
    for code in PROVINCES:
        _province(cast, Province.objects.get(pk=code), first_day)
    _auditors(cast)
    _rotation(cast, first_day)
    return cast


def _centre(cast: Cast, first_day: date) -> None:
    centre, since = agency(), first_day - timedelta(days=400)
    cast.chair("head", centre, "Kepala Badan", Role.APPROVER, Role.LEADERSHIP)
    cast.chair("secretary", centre, "Sekretaris Badan", Role.LEADERSHIP, superior="head")
    cast.chair("coordinator", centre, "Koordinator Program Bersama", Role.COORDINATOR, superior="secretary")
    for number in range(1, 5):
        cast.chair(f"reviewer.{number}", centre, f"Penelaah {number}", Role.REVIEWER, superior="coordinator")
    cast.chair("cooperation", centre, "Petugas Kerja Sama Pusat", Role.COOPERATION_OFFICER, superior="secretary")
    cast.chair("legal", centre, "Analis Hukum", Role.LEGAL_OFFICER, superior="secretary")
    cast.chair("secretariat", centre, "Sekretariat Rakor", Role.SECRETARIAT, superior="secretary")
    cast.chair("administrator", centre, "Administrator Portal", Role.ADMINISTRATOR, superior="secretary")
    for key in list(cast.chairs):
        staff = {"is_staff": True, "is_superuser": True} if key == "administrator" else {}
        cast.seat(key, since, name=NAMED.get(key, ""), **staff)


def _upt(cast: Cast, upt: Upt, first_day: date) -> None:
    office, since, code = upt.institution, first_day - timedelta(days=300), upt.pk
    cast.chair(f"{code}.head", office, "Kepala Balai", Role.UPT_HEAD, superior="head")
    for number in (1, 2):
        cast.chair(f"{code}.verifier.{number}", office, f"Verifikator {number}", Role.VERIFIER, superior=f"{code}.head")
    cast.chair(f"{code}.cooperation", office, "Petugas Kerja Sama", Role.COOPERATION_OFFICER, superior=f"{code}.head")
    for key in [key for key in cast.chairs if key.startswith(f"{code}.")]:
        cast.seat(key, since, name=NAMED.get(key, ""))


def _province(cast: Cast, province: Province, first_day: date) -> None:
    code, since = province.pk, first_day - timedelta(days=500)
    government = Institution.objects.get(kind=Kind.GOVERNMENT, province=province)
    cast.chair(f"{code}.governor", government, "Gubernur", Role.BODY_HEAD)
    cast.chair(
        f"{code}.legal", government, "Kepala Biro Hukum (TKKSD)", Role.PROVINCE_LEGAL, superior=f"{code}.governor"
    )
    bpsdm = "BPSDMD" if code in BPSDMD else "BPSDM"
    for kind, name in [(Kind.BPSDM, bpsdm), (Kind.DISKOMINFO, "Diskominfo"), (Kind.DISNAKER, "Disnaker")]:
        body = Institution.objects.create(
            kind=kind,
            province=province,
            parent=government,
            name=f"{name} Provinsi {province.name}",
            short_name=f"{name} {province.name}",
        )
        stem = f"{code}.{kind.value}"
        cast.chair(f"{stem}.head", body, "Kepala", Role.BODY_HEAD, superior=f"{code}.governor")
        cast.chair(f"{stem}.proposer", body, "Analis Pengembangan Kompetensi", Role.PROPOSER, superior=f"{stem}.head")
        cast.chair(f"{stem}.proposer.2", body, "Pengelola Program", Role.PROPOSER, superior=f"{stem}.head")
        cast.chair(f"{stem}.admin", body, "Administrator Instansi", Role.INSTITUTION_ADMIN, superior=f"{stem}.head")
    for key in [key for key in cast.chairs if key.startswith(f"{code}.") and key != "63.bpsdm.head"]:
        cast.seat(key, since, name=NAMED.get(key, ""))


def _auditors(cast: Cast) -> None:
    today = clock.today()
    for key, name, short, scope in [
        ("inspectorate", "Inspektorat Jenderal", "Inspektorat", []),
        ("bpk", "BPK Perwakilan Kalimantan Timur", "BPK Kaltim", ["64"]),
    ]:
        office = Institution.objects.create(kind=Kind.AUDIT, name=name, short_name=short)
        cast.chair(
            key,
            office,
            "Auditor",
            Role.AUDITOR,
            valid_from=today - timedelta(days=30),
            valid_until=today + timedelta(days=90),
        )
        cast.chairs[key].scope_provinces.set(scope)
        cast.seat(key, today - timedelta(days=30))


def _rotation(cast: Cast, first_day: date) -> None:
    """Officials who came and went: an acting head, a verifier replaced, a proposer moved on, a chair now empty."""
    cast.seat("63.bpsdm.head", first_day - timedelta(days=500), first_day + timedelta(days=150))
    cast.seat("63.bpsdm.head", first_day + timedelta(days=151), kind="plt", name=NAMED["63.bpsdm.head"])
    for key, after in [("MKS.verifier.2", 200), ("35.bpsdm.proposer", 240), ("reviewer.3", 260)]:
        turn = first_day + timedelta(days=after)
        Holding.objects.filter(position=cast.chairs[key]).update(ends_on=turn)
        cast.seat(key, turn + timedelta(days=1))
    last_day = working_days.add_working_days(clock.today(), -3)
    Holding.objects.filter(position=cast.chairs[VACATED]).update(ends_on=last_day)


# The accounts that are shown at the end of `make run`: one for each role.
SHOWN = [
    "64.bpsdm.proposer", "63.bpsdm.head", "64.legal", "64.bpsdm.admin", "BJM.verifier.1", "BJM.head", "coordinator",
    "reviewer.1", "reviewer.2", "head", "BJM.cooperation", "cooperation", "legal", "secretary", "inspectorate",
    "administrator", "unmul",
]  # fmt: skip


def accounts(cast: Cast) -> list[dict]:
    """One account per role, as printed and as written to demo-accounts.json."""
    rows = []
    for key in SHOWN:
        actor = cast.actor(key)
        rows.append(
            {
                "role": " / ".join(str(Role(role).label) for role in actor.roles),
                "roles": list(actor.roles),
                "username": actor.user.username,
                "password": cast.password,
                "name": actor.display_name,
                "institution": actor.institution.name,
            }
        )
    return rows
