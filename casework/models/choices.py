"""How one person wishes to be told, and the secret address under which a calendar program reads a person's days."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """By which mail a notice goes out; the inbox has it always."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Once a day")
    NONE = "none", _("No mail")


def way(label, harmless: bool = True):
    """One group's choice; where silence would do harm, no mail at all is not on offer."""
    choices = Way.choices if harmless else [choice for choice in Way.choices if choice[0] != Way.NONE]
    return models.CharField(label, max_length=8, choices=choices, default=Way.AT_ONCE)


@pghistory.track()
class MailChoices(models.Model):
    """One person's wishes about mail, for each group of notices; who has no row hears everything at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    turns = way(_("A case has come to you"))
    reminders = way(_("Reminders of the last day"))
    decisions = way(_("What became of cases you handed on"))
    conversation = way(_("Conversation"))
    ends = way(_("Ends of cooperation documents"))
    people = way(_("People and positions of your office"))
    exports = way(_("A file you asked for is ready"))
    alarms = way(_("Alarms"), harmless=False)
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily mail"), default=8, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_days_off = models.BooleanField(_("quiet on weekends and days off"), default=False)

    class Meta:
        verbose_name = _("choices of notification")
        verbose_name_plural = _("choices of notification")
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_hour_is_an_hour"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_time_has_two_ends",
            ),
            models.CheckConstraint(condition=~Q(alarms="none"), name="alarms_are_never_silent"),
        ]

    def __str__(self):
        return str(self.user)


class CalendarFeed(models.Model):
    """One person's calendar under a secret address; only its token's hash is kept, and a new token ends the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return str(self.user)
