"""The reminders of one case for its page: which come next, and which were sent. Asks little: two queries in all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import ladder
from casework.models import Case, LadderStep, Reminder, Turn
from casework.reminders import falls_due_at
from regions import clock
from regions.templatetags.dates import hour, instant

SHOWN = 12
Audience = LadderStep.Audience


@dataclass(frozen=True)
class Coming:
    """A stage of the ladder still ahead: when, whom it tells if nothing happens before, and how late it is then."""

    at: datetime
    whom: list[str]
    offset: int
    number: int
    count: int

    @property
    def note(self) -> str:
        """Kepala Balai: lewat 2 hari kerja (tahap 3)"""
        words = {"whom": "; ".join(self.whom), "how": _distance(self.offset), "step": self.number}
        return _("%(whom)s: %(how)s (step %(step)s)") % words


@dataclass(frozen=True)
class Sent:
    """A reminder that was sent: when, to whom, and when it was opened."""

    at: datetime
    who: str
    opened_at: datetime | None

    @property
    def note(self) -> str:
        if not self.opened_at:
            return self.who
        same_day = localtime(self.opened_at).date() == localtime(self.at).date()
        opened = hour(self.opened_at) if same_day else instant(self.opened_at)
        return _("%(who)s; opened %(at)s") % {"who": self.who, "at": opened}


def upcoming(case: Case, turns: Iterable[Turn] | None = None) -> list[Coming]:
    """Stages still ahead for the case's open turns, nearest first. A page that has read the turns hands them over."""
    turns = list(case.turns.open().select_related("institution", "position__institution")) if turns is None else turns
    steps, now, ahead = ladder.due_steps(), clock.now(), []
    for turn in turns:
        turn.case = case
        for stage in ladder.stages(turn, steps):
            at = falls_due_at(stage.day, turn.timezone)
            if at > now:
                whom = [_whom(step, turn) for step in stage.steps]
                ahead.append(Coming(at, whom, stage.steps[0].offset, stage.number, stage.count))
    return sorted(ahead, key=lambda row: row.at)


def sent(case: Case) -> list[Sent]:
    """The latest reminders of the case, newest first; those merged into another are not counted twice."""
    rows = Reminder.objects.filter(case=case, merged_into__isnull=True).select_related("recipient", "notice")
    return [
        Sent(row.found_at, row.recipient.full_name, row.notice.read_at if hasattr(row, "notice") else None)
        for row in rows.order_by("-found_at", "-pk")[:SHOWN]
    ]


def lines(case: Case, turns: Iterable[Turn] | None = None) -> list[dict]:
    """For components/trail.html: what will be sent, then what was."""
    ahead, past = upcoming(case, turns), sent(case)
    rows = [{"title": instant(row.at), "note": row.note, "strong": not number} for number, row in enumerate(ahead)]
    if rows:
        rows[0]["group"] = _("Will be sent")
    told = [{"title": instant(row.at), "note": row.note} for row in past]
    if told:
        told[0]["group"] = _("Sent")
    return rows + told


def _whom(step: LadderStep, turn: Turn) -> str:
    if step.audience == Audience.HOLDER:
        return turn.holder_label
    label = str(Audience(step.audience).label)
    return f"{label[:1].upper()}{label[1:]}"


def _distance(offset: int) -> str:
    if offset == 0:
        return _("on the last day")
    count = abs(offset)
    if offset > 0:
        return ngettext("%(count)d working day late", "%(count)d working days late", count) % {"count": count}
    return ngettext("%(count)d working day left", "%(count)d working days left", count) % {"count": count}
