"""The turn in words: what the strip of a case page, the desk and the lists say about who holds the ball."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Holding
from casework.journey import stays
from casework.models import Case, TrailEntry, Turn
from casework.words import sentence, task, task_button
from regions import clock, working_days
from regions.templatetags.dates import day, due_in, urgency


@dataclass
class TurnWords:
    """One open turn, ready to be shown. `tone` is late, soon or calm; days are working days in the office's zone.

    `shared`: it is the reader's, and a colleague's as much.
    """

    turn: Turn
    mine: bool
    shared: bool
    tone: str
    whose: str
    task: str
    people: list[str]
    since: datetime
    due_on: date | None
    day_number: int
    allowance: int | None
    late_by: int
    url: str = ""
    act_url: str = ""  # where the work itself is done
    # What the desk adds for its reader: come since the last look, may take it, whom to give it to, may remind.
    fresh: bool = False
    claims: bool = False
    choices: list[tuple[int, str]] = field(default_factory=list)
    reminds: bool = False
    assigns: bool = False

    @property
    def button(self) -> str:
        """What the holder presses, as one verb."""
        return task_button(self.turn.case.kind, self.turn.status, self.turn.seat)

    @property
    def why(self) -> str:
        """ "Verifikasi kelengkapan usulan, sejak Kamis, 26 November." """
        return capfirst(_("%(task)s, since %(day)s.") % {"task": self.task, "day": day(self.since)})

    @property
    def lead(self) -> str:
        """How near the last day is: "3 working days late.", "Tomorrow.", "Monday, 30 November."; empty without one."""
        if self.due_on is None:
            return ""
        near = due_in(self.due_on, self.turn.timezone) if self.tone != "calm" else day(self.due_on)
        return f"{near[:1].upper()}{near[1:]}."


def holders_by_position(turns: list[Turn]) -> dict[int, list[Holding]]:
    """Today's holders of every position in these turns, in one query."""
    return holders_of({turn.position_id for turn in turns if turn.position_id})


def holders_of(wanted: set[int]) -> dict[int, list[Holding]]:
    """Today's holders of these positions, acting first, in one query."""
    held: dict[int, list[Holding]] = {}
    if wanted:
        for holding in Holding.objects.on(clock.today()).filter(position__in=wanted).select_related("user"):
            held.setdefault(holding.position_id, []).append(holding)
    return held


def in_words(turns: list[Turn], actor, held: dict[int, list[Holding]] | None = None) -> list[TurnWords]:
    """Turns as sentences for one reader. Turns need case, institution and position loaded (`with_holders`).

    A page that has read today's holders of more positions hands them over.
    """
    held = holders_by_position(turns) if held is None else held
    return [_words(turn, actor, held.get(turn.position_id, [])) for turn in turns]


def is_mine(turn: Turn, actor) -> bool:
    """The actor's position holds the turn, or belongs to the pool that may take it."""
    if actor is None:
        return False
    if turn.position_id:
        return turn.position_id == actor.position.pk
    return turn.institution_id == actor.institution.pk and turn.pool_role in actor.roles


def is_shared(turn: Turn, actor) -> bool:
    """A pool that the actor belongs to, and in which a colleague answers too."""
    return turn.is_pool and is_mine(turn, actor) and turn.pool_role not in actor.sole_roles


def _words(turn: Turn, actor, holdings: list[Holding]) -> TurnWords:
    today = clock.today(turn.timezone)
    late = turn.due_on is not None and turn.due_on < today
    return TurnWords(
        turn=turn,
        mine=is_mine(turn, actor),
        shared=is_shared(turn, actor),
        tone=urgency(turn.due_on, turn.timezone),
        whose=_office(turn),
        task=task(turn.case.kind, turn.status, turn.seat),
        people=[_person(holding) for holding in holdings],
        since=turn.entered_at,
        due_on=turn.due_on,
        day_number=working_days.day_number(clock.day_of(turn.began_at, turn.timezone), today),
        allowance=_allowance(turn),
        late_by=working_days.working_days_between(turn.due_on, today) if late else 0,
    )


def _allowance(turn: Turn) -> int | None:
    """Working days in all: the allowance, or those up to the fixed last day (a return's deadline)."""
    if turn.allowance is not None or turn.due_on is None:
        return turn.allowance
    return max(1, working_days.working_days_between(clock.day_of(turn.began_at, turn.timezone), turn.due_on))


def _office(turn: Turn) -> str:
    if turn.position_id:
        return str(turn.position)
    return turn.holder_label


def _person(holding: Holding) -> str:
    prefix = {"plt": " (Plt.)", "plh": " (Plh.)"}.get(holding.kind, "")
    return f"{holding.user.full_name}{prefix}"


@dataclass
class Strip:
    """What the strip of a case page shows: all open turns, the reader's own first."""

    turns: list[TurnWords] = field(default_factory=list)

    @property
    def first(self) -> TurnWords | None:
        return self.turns[0] if self.turns else None

    @property
    def mine(self) -> bool:
        return any(words.mine for words in self.turns)

    @property
    def tone(self) -> str:
        """late beats mine beats calm: the colour of the strip's edge."""
        if any(words.tone == "late" for words in self.turns):
            return "late"
        return "mine" if self.mine else "calm"


def turn_strip(case: Case, actor) -> Strip:
    """The strip of one case for one reader; two queries."""
    turns = list(case.turns.open().with_holders())
    return Strip(sorted(in_words(turns, actor), key=lambda words: not words.mine))


@dataclass
class Stop:
    """One stop on a case's way: state `past`, `now` or `ahead`; when it was entered and left, how often."""

    label: str
    state: str
    entered: date | None = None
    left: date | None = None
    times: int = 0
    note: str = ""


def way(case: Case, main: list[tuple[str, str]]) -> list[Stop]:
    """The lifecycle with this case's own dates. `main` lists (status, label) of the usual way in order.

    A stop off the usual way (returned, deferred, an end) is shown where the case really went through it;
    a usual one in which a case is closed lies behind it.
    """
    visits = _visits(case)
    stops, passed_now = [], False
    usual = [status for status, _label in main]
    for status, label in main:
        if status == case.status:
            stops.append(_stop(label, "past" if case.closed_at else "now", visits.get(status, [])))
            passed_now = True
        elif passed_now or status not in visits:
            stops.append(Stop(label, "ahead"))
        else:
            stops.append(_stop(label, "past", visits[status]))
    if case.status not in usual:
        at = max((i for i, stop in enumerate(stops) if stop.state == "past"), default=-1) + 1
        stops.insert(at, _stop(case.status_label, "now", visits.get(case.status, [])))
    return stops


def _visits(case: Case) -> dict[str, list[tuple[date, date | None]]]:
    """When each state was entered and left."""
    visits: dict[str, list[tuple[date, date | None]]] = {}
    for stay in stays(case):
        visits.setdefault(stay.status, []).append((stay.since, stay.until))
    return visits


def _stop(label, state: str, visits: list) -> Stop:
    entered, left = visits[-1] if visits else (None, None)
    return Stop(str(label), state, entered, left if state == "past" else None, len(visits))


@dataclass
class TrailLine:
    """One line of history in plain words."""

    entry: TrailEntry
    what: str
    decision: bool

    @property
    def who(self) -> str:
        if not self.entry.actor_name:
            return _("The clock")
        return f"{self.entry.actor_name}, {self.entry.actor_position}"


def trail_lines(case: Case, limit: int | None = None) -> list[TrailLine]:
    """A case's history, newest first, in the reader's language."""
    entries = case.trail.all()[:limit] if limit else case.trail.all()
    return [TrailLine(entry, sentence(entry.action), entry.from_status != entry.to_status) for entry in entries]
