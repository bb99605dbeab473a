"""Finds the rungs of the ladder that have fallen due, and tells each recipient once.

Rungs are found by range, never by the equality of a date, so a sweep that comes late misses none. What a recipient
should have heard of one case meanwhile is merged into the highest rung. Once told, a rung is a row under a unique
constraint: neither a second sweep, nor a moved clock, nor a new version of the rung tells it again.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Prefetch
from django.utils.functional import cached_property

from accounts.models import User
from casework import ladder, notices
from casework.audience import YOU, Addressee, Directory, Label, Unit, holder_label
from casework.locks import alone, locked
from casework.models import Case, CaseParticipant, LadderStep, Reminder, Snooze, Turn
from regions import clock, working_days
from regions.models import TIMEZONES

logger = logging.getLogger(__name__)
EAST = "Asia/Jayapura"  # where a day begins first
BATCH = 500  # rungs that are in memory at a time
LOOK_EVERY = timedelta(hours=1)
Audience = LadderStep.Audience
KINDS = {"due": "turn.remind", "end": "agreement.ending", "unsucceeded": "agreement.unsucceeded"}


@dataclass(frozen=True)
class Candidate:
    """One rung that stands on a day for one slot of a case: whom it means, what its letter says.

    `holds` is asked once more inside the transaction that tells. `params` go into the notice as they are.
    """

    step: LadderStep
    slot: str
    case: Case
    day: date
    url: str
    params: dict = field(default_factory=dict)
    turn: Turn | None = None
    units: tuple[Unit, ...] | None = None
    holds: Callable[[], bool] = lambda: True

    @property
    def kind(self) -> str:
        return KINDS[self.step.basis]


@dataclass(frozen=True)
class Due:
    """A candidate that has fallen due for one person."""

    candidate: Candidate
    unit: Unit
    to: Addressee
    due_at: datetime

    @property
    def rank(self) -> tuple:
        """The later rung speaks for the earlier; of two on one day, the one that asks the reader himself to act."""
        return self.due_at, self.candidate.step.audience == Audience.HOLDER, self.candidate.step.pk


def sweep() -> int:
    """Tell what has fallen due of the turns' ladder; how many notices were written."""
    with alone("casework.reminders") as mine:
        return look_if_due("casework.ladder", look) if mine else 0


def look() -> int:
    """Every open turn, some cases at a time: a day after an outage needs no more memory than any other."""
    steps, told, failures = _due_steps(), 0, []
    for pairs in _whole_cases(find(steps)):
        try:
            told += fire(_load(pairs, steps))
        except ExceptionGroup as group:
            failures += group.exceptions
    if failures:
        raise ExceptionGroup("reminders of some cases failed", failures)
    return told


def look_if_due(name: str, look: Callable[[], int]) -> int:
    """Look when anything can have fallen due since the last look that did not fail; what it told.

    A rung's hour comes only when a working day opens in one of the zones. Once an hour all is looked at nevertheless,
    for whoever came to a chair or a case meanwhile.
    """
    now = clock.now()
    if not any(delivers_now(now, zone) for zone in TIMEZONES.values()):
        return 0
    opened = [working_days.opening(clock.day_of(now, zone), zone) for zone in TIMEZONES.values()]
    since = max([now - LOOK_EVERY, *(moment for moment in opened if moment <= now)])
    last = cache.get(f"looked.{name}")
    if last is not None and since <= last <= now:
        return 0
    told = look()
    cache.set(f"looked.{name}", now, 2 * LOOK_EVERY.total_seconds())
    return told


def ahead(candidates: Iterable[Candidate]) -> list[Due]:
    """Whom these candidates will tell if nothing changes meanwhile; nothing is told by asking."""
    candidates = list(candidates)
    return list(_Round(candidates).ahead()) if candidates else []


def fire(candidates: Iterable[Candidate]) -> int:
    """Tell what has fallen due by now of these candidates, each case on its own; how many notices were written.

    One case that cannot be told does not keep the others from being told; what failed is raised at the end.
    """
    candidates = list(candidates)
    return _Round(candidates).run() if candidates else 0


# --- finding --------------------------------------------------------------------------

# Open turns with each rung that has come by today and is not told yet. A rung for a single chair or pool is done
# once anybody was told, except for those who had put it off; one for several offices is looked at again.
FIND = """
SELECT turn.case_id, turn.id, step.id FROM casework_turn turn
JOIN casework_case kase ON kase.id = turn.case_id
JOIN unnest(%(steps)s::bigint[], %(latest)s::date[]) AS bound(step_id, latest) ON turn.due_on <= bound.latest
JOIN casework_ladderstep step ON step.id = bound.step_id AND step.lifecycle = kase.kind
 AND step.status IN ('', turn.status)
WHERE turn.closed_at IS NULL AND kase.closed_at IS NULL
 AND (%(upt)s IS NULL OR kase.upt_id = %(upt)s) AND (%(province)s IS NULL OR kase.province_id = %(province)s) AND (
 step.audience IN ('cooperation', 'province')
 OR NOT EXISTS (SELECT 1 FROM casework_reminder told WHERE told.slot = 'turn:' || turn.id AND told.rung = step.code)
 OR (step.audience = 'holder' AND EXISTS (
  SELECT 1 FROM casework_snooze snooze
  WHERE snooze.turn_id = turn.id AND snooze.until <= %(until)s AND NOT EXISTS (
   SELECT 1 FROM casework_reminder told
   WHERE told.slot = 'turn:' || turn.id AND told.rung = step.code AND told.recipient_id = snooze.user_id)))
)
LIMIT %(most)s
"""


def candidates(until: date | None = None) -> list[Candidate]:
    """Rungs of open turns that may have fallen due by today (or by a day to come); two queries when there are none."""
    steps = _due_steps()
    return _load(find(steps, until), steps)


def candidates_among(of_case: dict[str, str], until: date, most: int) -> list[Candidate] | None:
    """The same for the cases of an `upt`, a `province`, or all; None where more than `most` rungs would be loaded."""
    steps = _due_steps()
    pairs = find(steps, until, most + 1, **of_case)
    return _load(pairs, steps) if len(pairs) <= most else None


Pair = tuple[int, int, int]  # a case, an open turn of it, a rung


def find(
    steps: dict[int, LadderStep],
    until: date | None = None,
    most: int | None = None,
    upt: str | None = None,
    province: str | None = None,
) -> list[Pair]:
    """The keys of what may have fallen due, case by case, no more than `most`; nothing is loaded yet.

    An open turn is an open case's, which is said so that an index of open cases serves.
    """
    until = until or clock.today(EAST)
    latest = [ladder.latest_due(step.offset, until) for step in steps.values()]
    words = {"steps": list(steps), "latest": latest, "until": until, "most": most, "upt": upt, "province": province}
    with connection.cursor() as cursor:
        cursor.execute(FIND, words)
        return sorted(cursor.fetchall())


def _due_steps() -> dict[int, LadderStep]:
    return {step.pk: step for step in ladder.due_steps()}


def _whole_cases(pairs: list[Pair]) -> Iterator[list[Pair]]:
    """The same in parts of some size, no case divided: what one person hears of it is merged."""
    part: list[Pair] = []
    for _case, group in groupby(pairs, key=itemgetter(0)):
        part += group
        if len(part) >= BATCH:
            yield part
            part = []
    if part:
        yield part


def _load(pairs: list[Pair], steps: dict[int, LadderStep]) -> list[Candidate]:
    if not pairs:
        return []
    found = Turn.objects.filter(pk__in={turn for _case, turn, _step in pairs}).with_holders()
    found = found.select_related("case__proposal", "case__agreement", "case__owner", "case__province", "case__upt")
    if any(steps[step].audience == Audience.PROVINCE for _case, _turn, step in pairs):
        found = found.prefetch_related(
            Prefetch("case__participants", CaseParticipant.objects.select_related("institution__province"))
        )
    turns = {turn.pk: turn for turn in found}
    return [
        of_turn(turns[turn], steps[step])
        for _case, turn, step in pairs
        if turn in turns and not ladder.stood_before(steps[step], turns[turn])
    ]


def of_turn(turn: Turn, step: LadderStep) -> Candidate:
    return Candidate(
        step=step,
        slot=f"turn:{turn.pk}",
        case=turn.case,
        day=ladder.rung_day(turn.due_on, step.offset),
        url=case_page(turn.case),
        turn=turn,
        holds=lambda: locked(Turn.objects.open().filter(pk=turn.pk, due_on=turn.due_on)).exists(),
    )


def case_page(case: Case) -> str:
    """The exact page of a case, whatever its kind."""
    return getattr(case, case.kind).get_absolute_url()


def falls_due_at(day: date, zone: str) -> datetime:
    """08:00 in the recipient's zone on the rung's day, or on the next day that is worked."""
    return working_days.opening(working_days.working_day_from(day), zone)


def delivers_now(now: datetime, zone: str) -> bool:
    """Whether somebody in a zone may be reminded now: on a working day, from 08:00."""
    day = clock.day_of(now, zone)
    return working_days.is_working_day(day) and now >= working_days.opening(day, zone)


# --- telling --------------------------------------------------------------------------

INSERT = """INSERT INTO casework_reminder
 (step_id, rung, addressed_to, slot, case_id, recipient_id, due_at, found_at, merged_into_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


class _Round:
    """One sweep over candidates: who sits where, what is told already, what is put off; then each case in turn."""

    def __init__(self, candidates: list[Candidate]):
        self.candidates, self.directory, self.now = candidates, Directory(), clock.now()
        known = Reminder.objects.filter(slot__in={candidate.slot for candidate in candidates})
        self.known: dict[str, list[Reminder]] = defaultdict(list)
        self.people, self.chairs = set(), set()
        for row in known.select_related("recipient"):
            self.known[row.slot].append(row)
            self.people.add((row.slot, row.rung, row.recipient_id))
            self.chairs.add((row.slot, row.rung, row.addressed_to))
        turns = {candidate.turn.pk for candidate in candidates if candidate.turn}
        put_off = Snooze.objects.filter(turn__in=turns).values_list("turn", "user", "until") if turns else []
        self.snoozes = {(turn, user): until for turn, user, until in put_off}

    @cached_property
    def steps(self) -> list[LadderStep]:
        return ladder.due_steps()

    def ahead(self) -> Iterator[Due]:
        """Whom the candidates will tell if nothing changes, and when: put off, it waits until that day."""
        for candidate in self.candidates:
            for due in self._meant(candidate, on=date.max):
                until = self._snoozed_until(candidate, due.to.user)
                wait = until and falls_due_at(until, due.unit.timezone)
                yield replace(due, due_at=max(due.due_at, wait)) if wait else due

    def run(self) -> int:
        told, failures, of_case = 0, [], defaultdict(list)
        self.meant: dict[str, list[Due]] = defaultdict(list)
        for due in (due for candidate in self.candidates for due in self._meant(candidate)):
            self.meant[due.candidate.slot].append(due)
            if due.due_at <= self.now and delivers_now(self.now, due.unit.timezone):
                of_case[due.candidate.case].append(due)
        for case, dues in of_case.items():
            try:
                told += self._tell_case(dues)
            except Exception as error:
                logger.exception("reminders of case %s failed", case.pk)
                failures.append(error)
        if failures:
            raise ExceptionGroup("reminders of some cases failed", failures)
        return told

    def _meant(self, candidate: Candidate, on: date | None = None) -> Iterator[Due]:
        """Whom a candidate means who has neither heard of it nor, by this day, put it off."""
        units = candidate.units
        if units is None:
            units = self.directory.units(candidate.step.audience, candidate.case, candidate.turn)
        rung = (candidate.slot, candidate.step.code)
        for unit in units:
            for one in unit.people:
                until = self._snoozed_until(candidate, one.user)
                heard = (*rung, one.user.pk) in self.people or (not until and (*rung, unit.key) in self.chairs)
                if not heard and not (until and (on or clock.today(one.timezone)) < until):
                    yield Due(candidate, unit, one, falls_due_at(candidate.day, unit.timezone))

    def _snoozed_until(self, candidate: Candidate, user: User) -> date | None:
        """Only the holder's own reminders can be put off; escalations go on."""
        if candidate.turn is None or candidate.step.audience != Audience.HOLDER:
            return None
        return self.snoozes.get((candidate.turn.pk, user.pk))

    @transaction.atomic
    def _tell_case(self, dues: list[Due]) -> int:
        """Tell each recipient the highest rung due in one case; the lower ones are kept as merged into it."""
        slots = {due.candidate.slot: due.candidate for due in dues}
        standing = {slot for slot, candidate in slots.items() if candidate.holds()}
        of_person: dict[int, list[Due]] = defaultdict(list)
        for due in dues:
            if due.candidate.slot in standing:
                of_person[due.to.user.pk].append(due)
        return sum(self._tell_person(sorted(group, key=lambda due: due.rank)) for group in of_person.values())

    def _tell_person(self, group: list[Due]) -> int:
        *lower, highest = group
        higher = self._higher_told(highest)
        if higher:
            for due in group:
                self._insert(due, merged_into=higher)
            return 0
        reminder = self._insert(highest)
        if reminder is None:
            return 0  # another sweep was faster
        merged = sum(self._insert(due, merged_into=reminder) is not None for due in lower)
        candidate = highest.candidate
        notices.write(
            candidate.case,
            candidate.kind,
            highest.to,
            url=candidate.url,
            reminder=Reminder.objects.get(pk=reminder),
            **self._facts(highest) | candidate.params | {"merged": merged},
        )
        return 1

    def _higher_told(self, due: Due) -> int | None:
        """A rung of this slot as late or later that the recipient has heard: a lower one adds nothing to it."""
        told = Reminder.objects.filter(slot=due.candidate.slot, recipient=due.to.user, due_at__gte=due.due_at)
        return told.filter(merged_into__isnull=True).values_list("pk", flat=True).first()

    def _insert(self, due: Due, merged_into: int | None = None) -> int | None:
        """The reminder's row, or None when it is there already: the constraint, not a look before, keeps it single."""
        candidate, step = due.candidate, due.candidate.step
        meant = [step.pk, step.code, due.unit.key, candidate.slot, candidate.case.pk, due.to.user.pk]
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [*meant, due.due_at, self.now, merged_into])
            row = cursor.fetchone()
        return row[0] if row else None

    def _facts(self, due: Due) -> dict:
        """What the letter says of the rung: which step it is, who else hears of it, what comes next."""
        candidate, turn = due.candidate, due.candidate.turn
        facts = {"audience": candidate.step.audience, "others": self._others(due)}
        if turn is None:
            return facts
        way = ladder.stages(turn, self.steps)
        stage = next(stage for stage in way if candidate.step in stage.steps)
        later = (one for one in way if one.number > stage.number and falls_due_at(one.day, turn.timezone) > self.now)
        following = next(later, None)
        facts |= notices.turn_facts(turn) | {"holder": holder_label(turn), "step": stage.number, "of": stage.count}
        facts |= {"vacant": due.unit.vacant, "meant": due.unit.label}
        return facts | notices.next_facts(following, turn, self._labels(following, turn, due.to))

    def _labels(self, stage: ladder.Stage | None, turn: Turn, reader: Addressee) -> list[Label]:
        """Whom a coming stage will tell, besides the holder; the reader is called so, and not by a position's name."""
        steps = [step for step in stage.steps if step.audience != Audience.HOLDER] if stage else []
        units = [unit for step in steps for unit in self.directory.units(step.audience, turn.case, turn)]
        return [YOU if [one.user.pk for one in unit.people] == [reader.user.pk] else unit.label for unit in units]

    def _others(self, due: Due) -> list[str]:
        """Who else hears of this slot today: some an hour ago or in an hour, by their own zones."""
        slot, today = due.candidate.slot, clock.day_of(self.now)
        told = [row for row in self.known[slot] if clock.day_of(row.found_at) == today]
        meant = [one for one in self.meant[slot] if clock.day_of(one.due_at) <= today]
        names = {row.recipient_id: row.recipient.full_name for row in told if row.merged_into_id is None}
        names |= {one.to.user.pk: str(one.to) for one in meant}
        return [name for person, name in names.items() if person != due.to.user.pk]
