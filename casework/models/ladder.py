"""The ladder: how long a state may wait, and who hears of it when. Rows an administrator edits."""

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from casework.querysets import LadderQuerySet
from casework.states import STATES, state_name


@pghistory.track()
class Allowance(models.Model):
    """Working days that one state of a lifecycle may be held before it is late."""

    lifecycle = models.CharField(_("lifecycle"), max_length=12, choices=Case.Kind.choices)
    status = models.CharField(_("state"), max_length=24)
    working_days = models.PositiveSmallIntegerField(
        _("working days"), validators=[MaxValueValidator(400)], help_text=_("Counts for turns that begin from now on.")
    )
    after_resubmission = models.PositiveSmallIntegerField(_("working days after a resubmission"), null=True, blank=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        ordering = ["lifecycle", "status"]
        constraints = [models.UniqueConstraint(fields=["lifecycle", "status"], name="one_allowance_per_state")]

    def __str__(self):
        return f"{self.get_lifecycle_display()}, {state_name(self.lifecycle, self.status)}: {self.working_days}"

    def clean(self):
        if self.status not in STATES.get(self.lifecycle, {}):
            raise ValidationError({"status": _("This lifecycle has no such state.")})


@pghistory.track()
class LadderStep(models.Model):
    """One rung: so many days from a due day (or an agreement's end), tell so-and-so.

    A rung that is edited becomes a new version: the old row is retired, so that what was sent keeps its rule.
    Its `code` stays the same through all versions: what the rung has told once it does not tell again.
    """

    class Basis(models.TextChoices):
        DUE = "due", _("working days from the turn's due day")
        END = "end", _("calendar days before an agreement's end")
        UNSUCCEEDED = "unsucceeded", _("calendar days after an end without successor")

    class Audience(models.TextChoices):
        HOLDER = "holder", _("who holds the turn")
        SUPERIOR = "superior", _("the holder's superior")
        UPT_HEAD = "upt_head", _("head of the UPT")
        CENTRE = "centre", _("coordinators at the centre")
        COOPERATION = "cooperation", _("cooperation officers of the case")
        PROVINCE = "province", _("the provincial parties")

    code = models.CharField(_("code"), max_length=60, editable=False, help_text=_("The same in every version."))
    lifecycle = models.CharField(_("lifecycle"), max_length=12, choices=Case.Kind.choices)
    status = models.CharField(
        _("state"), max_length=24, blank=True, help_text=_("Empty: every state of the lifecycle.")
    )
    basis = models.CharField(_("counted in"), max_length=12, choices=Basis.choices, default=Basis.DUE)
    offset = models.SmallIntegerField(
        _("days"),
        validators=[MinValueValidator(-400), MaxValueValidator(400)],
        help_text=_("Before the due day: negative. After it: positive."),
    )
    audience = models.CharField(_("tells"), max_length=12, choices=Audience.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    active_from = models.DateTimeField(_("in force since"), editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("ladder step")
        verbose_name_plural = _("ladder")
        ordering = ["lifecycle", "basis", "status", "offset", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_ladder_step_per_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(retired_at__isnull=True), name="one_version_of_a_step_in_force"
            ),
            models.UniqueConstraint(
                fields=["lifecycle", "status", "basis", "offset", "audience"],
                condition=Q(retired_at__isnull=True),
                name="same_step_once_in_force",
                violation_error_message=_("This step is already on the ladder."),
            ),
        ]

    def __str__(self):
        state = state_name(self.lifecycle, self.status)
        return f"{self.get_lifecycle_display()}, {state}, {self.offset:+d}: {self.get_audience_display()}"

    def clean(self):
        """Refuse rungs that could never speak: of no such state, or of an end told to a turn's holder."""
        if self.status and self.status not in STATES.get(self.lifecycle, {}):
            raise ValidationError({"status": _("This lifecycle has no such state.")})
        alike = {name: getattr(self, name) for name in ("lifecycle", "status", "basis", "offset", "audience")}
        if LadderStep.objects.in_force().filter(**alike).exclude(pk=self.pk).exists():
            raise ValidationError(_("This step is already on the ladder."))
        if self.basis == self.Basis.DUE:
            return
        if self.lifecycle != Case.Kind.AGREEMENT or self.status:
            raise ValidationError({"basis": _("Ends are those of agreements, in no particular state.")})
        if self.audience in (self.Audience.HOLDER, self.Audience.SUPERIOR):
            raise ValidationError(
                {"audience": _("When a document ends, nobody holds a turn; choose another audience.")}
            )
        if (self.offset < 0) != (self.basis == self.Basis.END):
            raise ValidationError({"offset": _("Before an end the days are negative, after it positive.")})
