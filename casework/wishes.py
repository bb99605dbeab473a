"""How one person wishes to hear: which mail a notice goes out by, and when quiet time lets it go."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from casework.audience import Addressee
from casework.models import LadderStep, MailChoices, Way
from regions import working_days

A_DAY = timedelta(days=1)
REMINDERS = ("turn.remind", "turn.nudge")
GROUPS = {
    "turn.remind": "reminders",
    "turn.nudge": "reminders",
    "turn.vacant": "alarms",
    "turn.pass": "turns",
    "holding.hand_over": "turns",
    "case.post": "conversation",
    "case.mention": "conversation",
    "agreement.ending": "ends",
    "agreement.unsucceeded": "ends",
}
FAMILIES = {
    "export": "exports",
    "invitation": "people",
    "holding": "people",
    "position": "people",
    "coverage": "people",
}


def group_of(kind: str, params: dict) -> str:
    """The group of notices that one belongs to: a field of MailChoices."""
    family = FAMILIES.get(kind.partition(".")[0])
    return GROUPS.get(kind) or family or ("turns" if params.get("yours") else "decisions")


def concerns_own_late_turn(kind: str, params: dict) -> bool:
    """A turn of the reader's own that is past its last day: the next to hear of it is the superior."""
    mine = kind == "turn.nudge" or params.get("audience") == LadderStep.Audience.HOLDER
    return kind in REMINDERS and mine and bool(params.get("overdue"))


class Wishes:
    """What one person chose, or the portal's own way where nothing was chosen."""

    def __init__(self, to: Addressee):
        self.choices = choices_of(to.user)
        self.zone = to.user.reading_zone(to.timezone)

    def way(self, kind: str, params: dict) -> str:
        chosen = getattr(self.choices, group_of(kind, params))
        if chosen == Way.NONE and concerns_own_late_turn(kind, params):
            return Way.AT_ONCE
        return chosen

    def released_at(self, moment: datetime) -> datetime | None:
        """When mail of this moment may leave; None when it is not quiet now."""
        local = start = moment.astimezone(ZoneInfo(self.zone))
        while end := self._end_of_quiet(local):
            local = end
        return None if local == start else local

    def _end_of_quiet(self, local: datetime) -> datetime | None:
        day, now = local.date(), local.time()
        if self.choices.quiet_days_off and not working_days.is_working_day(day):
            return self._at(working_days.next_working_day(day), time())
        first, last = self.choices.quiet_from, self.choices.quiet_until
        if first is None or last is None:
            return None
        if first < last:
            return self._at(day, last) if first <= now < last else None
        if now < last:
            return self._at(day, last)
        return self._at(day + A_DAY, last) if now >= first else None

    def _at(self, day, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone))

    def digest_due(self, moment: datetime) -> bool:
        """Whether the daily mail of this day may be made: on a working day, from the hour chosen."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return working_days.is_working_day(local.date()) and local.hour >= self.choices.digest_hour


def choices_of(user: User) -> MailChoices:
    """The person's row, or an unsaved one that says everything at once."""
    return MailChoices.objects.filter(user=user).first() or MailChoices(user=user)


def keep_choices(user: User, **values) -> MailChoices:
    """Write down what a person chose; the first time too, and for two windows at once."""
    return MailChoices.objects.update_or_create(user=user, defaults=values)[0]
