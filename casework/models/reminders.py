"""Reminders found by the clock, and what people do about them: snooze, remind now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from casework.models.ladder import LadderStep
from casework.models.turns import Turn
from casework.querysets import CaseRowQuerySet


class Reminder(models.Model):
    """One rung of the ladder that fell due for one recipient: told, or merged into a higher rung after an outage.

    `rung` is the step's code, the same in every version of it; `addressed_to` is the chair or pool that was meant,
    whoever sits there, so that a successor does not hear again what the chair has been told.
    """

    step = models.ForeignKey(LadderStep, models.PROTECT, related_name="reminders")
    rung = models.CharField(max_length=60)
    addressed_to = models.CharField(max_length=60, help_text="position:<id>, pool:<institution>:<role>")
    slot = models.CharField(max_length=80, help_text="turn:<id>, end:<agreement>:<end date>")
    case = models.ForeignKey(Case, models.PROTECT, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    due_at = models.DateTimeField(_("fell due at"))
    found_at = models.DateTimeField(_("found at"))
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "rung", "recipient"], name="one_reminder_per_step_slot_and_recipient"
            )
        ]
        indexes = [models.Index(fields=["case", "recipient"], name="reminders_of_a_case")]

    def __str__(self):
        return f"{self.step} → {self.recipient}"


class Snooze(models.Model):
    """A holder asked not to be reminded of one turn before a day, and said why; others are told all the same."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="snoozes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("snooze")
        verbose_name_plural = _("snoozes")
        constraints = [models.UniqueConstraint(fields=["turn", "user"], name="one_snooze_per_turn_and_person")]

    def __str__(self):
        return f"{self.turn} until {self.until}"


class Nudge(models.Model):
    """Somebody who waits pressed "remind now"; at most one per turn and day."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="nudges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")
        constraints = [models.UniqueConstraint(fields=["turn", "on"], name="one_nudge_per_turn_and_day")]

    def __str__(self):
        return f"{self.turn} {self.on}"
