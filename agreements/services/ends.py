"""Reminders on ends: in force and running out, or ended without a successor. The engine in casework tells them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch

from agreements.models import Agreement
from casework.models import CaseParticipant, LadderStep, Reminder
from casework.reminders import Candidate
from regions import clock

Basis = LadderStep.Basis
# A rung told to somebody this long ago has been told in every zone, so nobody is looked up for it again.
SETTLED = timedelta(days=14)
EAST = "Asia/Jayapura"  # where a day begins first


def candidates(until: date | None = None) -> list[Candidate]:
    """Every rung on ends that has come by today (or comes by a later day) and may still have somebody to tell."""
    steps, today = _steps(), clock.today(EAST)
    ending, ended, last = steps[Basis.END], steps[Basis.UNSUCCEEDED], until or today
    in_force = _running_out(ending, last)
    found = [
        _candidate(agreement, step, ending)
        for agreement in in_force
        for step in ending
        if _came_in_force_before(agreement, step)
    ]
    over = _ended(ended, last)
    if until:  # those that will have ended by then, if nobody succeeds them
        over = [*over, *(row for row in in_force if row.ends_on < until)]
    found += [_candidate(agreement, step, ended) for agreement in over for step in ended]
    return _unsettled([one for one in found if one.day <= last], today)


def rung_day(agreement: Agreement, step: LadderStep) -> date:
    """Calendar days from the last day: before it negative, after it positive."""
    return agreement.ends_on + timedelta(days=step.offset)


def coming(agreement: Agreement) -> list[tuple[date, LadderStep]]:
    """The rungs on this document's end that are still ahead, nearest first; for its page."""
    if agreement.case.status not in ("in_force", "expired") or agreement.is_succeeded:
        return []
    basis = Basis.END if agreement.case.status == "in_force" else Basis.UNSUCCEEDED
    days = [(rung_day(agreement, step), step) for step in _steps()[basis]]
    return [(day, step) for day, step in days if day > clock.today()]


def _steps() -> dict[str, list[LadderStep]]:
    """The rungs in force on ends, nearest to the beginning first."""
    steps = {Basis.END: [], Basis.UNSUCCEEDED: []}
    rows = LadderStep.objects.in_force().filter(lifecycle="agreement", basis__in=list(steps))
    for step in rows.order_by("offset", "pk"):
        steps[step.basis].append(step)
    return steps


def _running_out(steps: list[LadderStep], today: date) -> Iterable[Agreement]:
    if not steps:
        return []
    last = today - timedelta(days=min(step.offset for step in steps))
    return _whole(Agreement.objects.ending_by(last).without_successor())


def _ended(steps: list[LadderStep], today: date) -> Iterable[Agreement]:
    if not steps:
        return []
    last = today - timedelta(days=min(step.offset for step in steps))
    return _whole(Agreement.objects.ended_without_successor().filter(ends_on__lte=last))


def _whole(agreements) -> list[Agreement]:
    offices = Prefetch("case__participants", CaseParticipant.objects.select_related("institution__province"))
    return list(agreements.with_case().prefetch_related(offices).order_by("pk"))


def _came_in_force_before(agreement: Agreement, step: LadderStep) -> bool:
    """A rung that stood before the document was in force never speaks for it."""
    return clock.day_of(agreement.in_force_at) < rung_day(agreement, step)


def _candidate(agreement: Agreement, step: LadderStep, steps: list[LadderStep]) -> Candidate:
    days = sorted({row.offset for row in steps})
    position, today = days.index(step.offset), clock.today()
    later = days[position + 1 :]
    return Candidate(
        step=step,
        slot=slot(agreement),
        case=agreement.case,
        day=rung_day(agreement, step),
        url=agreement.get_absolute_url(),
        params={
            "ends_on": agreement.ends_on.isoformat(),
            "days_left": max(0, (agreement.ends_on - today).days),
            "step": position + 1,
            "of": len(days),
            "next_on": (agreement.ends_on + timedelta(days=later[0])).isoformat() if later else "",
        },
        holds=lambda: _still(agreement),
    )


def slot(agreement: Agreement) -> str:
    """One end of one document: when its term is another, the reminders begin anew."""
    return f"end:{agreement.pk}:{agreement.ends_on:%Y-%m-%d}"


def _still(agreement: Agreement) -> bool:
    same = Agreement.objects.without_successor().filter(
        pk=agreement.pk, ends_on=agreement.ends_on, case__status=agreement.case.status
    )
    return same.exists()


def _unsettled(found: list[Candidate], today: date) -> list[Candidate]:
    slots = {one.slot for one in found}
    told = set(Reminder.objects.filter(slot__in=slots).values_list("slot", "rung")) if slots else set()
    return [one for one in found if (one.slot, one.step.code) not in told or one.day > today - SETTLED]
