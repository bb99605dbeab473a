"""What people do about reminders: put off their own for a while, or ask whoever holds a turn to act now."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import notices, trail
from casework.audience import Directory, holder_label
from casework.locks import locked
from casework.models import Nudge, Snooze, Turn
from casework.policies import holds_this_turn, waits_for
from casework.reminders import case_page
from casework.workflow import NotAllowed, Refused
from regions import clock, working_days

LONGEST_SNOOZE = 5  # working days


def snooze_limits(turn: Turn) -> tuple[date, date]:
    """The first and the last day on which reminders may begin again."""
    today = clock.today(turn.timezone)
    return working_days.next_working_day(today), working_days.add_working_days(today, LONGEST_SNOOZE)


@transaction.atomic
def snooze(turn: Turn, *, actor, until: date, reason: str) -> Snooze:
    """Put off one's own reminders of a turn until a day; superiors and others are told all the same."""
    turn = _open_turn(turn)
    if not holds_this_turn(actor, turn):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": holds_this_turn.who})
    first, last = snooze_limits(turn)
    if not first <= until <= last:
        raise Refused(
            _("Choose a day that lies at most %(days)d working days ahead.") % {"days": LONGEST_SNOOZE}, field="until"
        )
    row, _new = Snooze.objects.update_or_create(
        turn=turn, user=actor.user, defaults={"until": until, "reason": reason, "at": clock.now()}
    )
    trail.record(
        turn.case, "turn.snooze", actor=actor, comment=reason, from_status=turn.case.status, until=until.isoformat()
    )
    return row


@transaction.atomic
def nudge(turn: Turn, *, actor) -> tuple[Nudge, bool]:
    """Ask whoever holds a turn to act now, at most once per turn and day; the day's row, and whether it is new."""
    turn = _open_turn(turn)
    if not waits_for(actor, turn):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": waits_for.who})
    on = clock.today(turn.timezone)
    row, new = Nudge.objects.get_or_create(turn=turn, on=on, defaults={"user": actor.user, "at": clock.now()})
    if new:
        people = notices.people_of(turn) or [one.user for one in Directory().holder(turn).people]
        facts = notices.turn_facts(turn) | {"holder": holder_label(turn)}
        facts |= {"who": actor.display_name, "position": actor.position_label}
        notices.tell(turn.case, "turn.nudge", people, url=case_page(turn.case), **facts)
        trail.record(turn.case, "turn.nudge", actor=actor, from_status=turn.case.status, turn=turn.pk)
    return row, new


def _open_turn(turn: Turn) -> Turn:
    """The turn as it is now, held until the caller's transaction ends."""
    held = locked(Turn.objects.open().filter(pk=turn.pk)).with_holders().select_related("case").first()
    if held is None:
        raise Refused(_("This turn is over; somebody has acted meanwhile."))
    return held
