"""Reminders of one document as its page tells them: what will be sent, to whom, and what was sent."""

from datetime import datetime

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.services import ends
from casework import ladder
from casework.models import LadderStep, Reminder
from casework.reminders import falls_due_at
from regions import clock
from regions.templatetags.dates import instant

SHOWN = 8


def entries(agreement: Agreement) -> list[dict]:
    """What comes, nearest first, then what was sent, newest first."""
    coming = [{"title": instant(at), "note": who} for at, who in sorted(_coming(agreement).items())[:SHOWN]]
    sent = [_sent(row) for row in _told(agreement)[:SHOWN]]
    if coming:
        coming[0] |= {"group": _("Will be sent"), "strong": True}
    if sent:
        sent[0]["group"] = _("Sent")
    return coming + sent


def _coming(agreement: Agreement) -> dict[datetime, str]:
    """When something will be sent if nothing happens, and to whom, in words."""
    found: dict[datetime, list[str]] = {}
    for day, step in ends.coming(agreement):
        found.setdefault(falls_due_at(day, clock.AGENCY_ZONE), []).append(audience(step))
    steps = ladder.due_steps()
    for turn in agreement.case.turns.open().with_holders():
        for stage in ladder.stages(turn, steps):
            told = found.setdefault(falls_due_at(stage.day, turn.timezone), [])
            told += [f"{audience(step)} ({turn.holder_label})" for step in stage.steps]
    now = clock.now()
    return {at: "; ".join(dict.fromkeys(who)) for at, who in found.items() if at > now}


def audience(step: LadderStep) -> str:
    return str(LadderStep.Audience(step.audience).label)


def _told(agreement: Agreement):
    rows = Reminder.objects.filter(case=agreement.case, merged_into__isnull=True)
    return rows.select_related("recipient", "notice").order_by("-found_at", "-pk")


def _sent(row: Reminder) -> dict:
    read = getattr(getattr(row, "notice", None), "read_at", None)
    opened = _("%(who)s; opened %(at)s") if read else "%(who)s"
    return {"title": instant(row.found_at), "note": opened % {"who": row.recipient.full_name, "at": instant(read)}}
