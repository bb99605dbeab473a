"""Cases that wait for somebody, and who was told of them; the smallest stage on which the ladder can speak."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.actors import Actor
from accounts.roles import Role
from casework import reminders, turns
from casework.models import Case, Notice, Reminder, Turn
from casework.turns import Seat
from programs.models import Proposal
from regions import clock, working_days
from tests import factories as make

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


# What a stage whose turn ends on Monday 16 November 2026 hears when the clock never stops.
WHOLE_LADDER = [
    ("11-12", "Verifikator", -2),
    ("11-16", "Verifikator", 0),
    ("11-17", "Verifikator", 1),
    ("11-17", "Kepala Balai", 1),
    ("11-18", "Kepala Balai", 2),
    ("11-23", "Koordinator", 5),
]


def at(day: date | str, hour: str = "08:00", zone: str = WITA) -> datetime:
    """An instant as people say it: a day and an hour in a zone."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))


def each_hour(first, last) -> list:
    hours = int((last - first).total_seconds() // 3600)
    return [first + timedelta(hours=n) for n in range(hours + 1)]


@dataclass(frozen=True)
class Stage:
    """One UPT with its head and a verifier, a coordinator at the centre, and a case the verifier holds."""

    verifier: Actor
    head: Actor
    coordinator: Actor
    case: Case
    turn: Turn


def stage(entered: datetime, *, allowance: int | None = 5, due_on: date | None = None, code: str = "BJM") -> Stage:
    with clock.at(entered):
        office = make.upt(code)
        head = make.actor(office, Role.UPT_HEAD, title="Kepala Balai")
        verifier = make.actor(office, Role.VERIFIER, title="Verifikator", superior=head.position)
        coordinator = make.actor(make.agency(), Role.COORDINATOR, title="Koordinator")
        case = a_case(code)
        return Stage(verifier, head, coordinator, case, hold(case, verifier, allowance=allowance, due_on=due_on))


def a_case(upt: str = "BJM", number: str = "USL/2026/0001", status: str = "in_verification") -> Case:
    """A proposal that has been submitted, written straight into its rows."""
    body, now = make.body(), clock.now()
    case = Case.objects.create(
        kind="proposal",
        number=number,
        title="Pelatihan ASN",
        status=status,
        owner=body,
        province=body.province,
        upt=make.upt(upt).upt,
        opened_at=now,
        shared_at=now,
    )
    author = make.position(body, Role.PROPOSER)
    Proposal.objects.create(case=case, body=body, author=author)
    return case


def hold(
    case: Case, holder: Actor, *, allowance: int | None = 5, due_on: date | None = None, seat: str = "verifier"
) -> Turn:
    return turns.open_turn(
        case, Seat(seat, holder.institution, holder.position, allowance=None if due_on else allowance, due_on=due_on)
    )


def sweep_at(*instants: datetime) -> int:
    """What the clock's sweep looks at, at each of these instants; how many notices were written."""
    told = 0
    for instant in instants:
        with clock.at(instant), working_days.spell():
            told += reminders.look()
    return told


def told() -> list[tuple[str, str, int]]:
    """Every reminder that reached somebody, in order: day in WITA, position, and the rung's days from the last day."""
    rows = Notice.objects.filter(kind="turn.remind").select_related("reminder__step", "recipient").order_by("at", "pk")
    return [
        (
            f"{row.at.astimezone(ZoneInfo(WITA)):%m-%d}",
            row.recipient.holdings.get().position.title,
            row.reminder.step.offset,
        )
        for row in rows
    ]


def merged() -> int:
    return Reminder.objects.filter(merged_into__isnull=False).count()
