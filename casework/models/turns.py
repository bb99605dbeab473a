"""Turns: who holds a case, since when, until when."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Position
from accounts.roles import Role
from casework.models.cases import Case
from casework.querysets import TurnQuerySet
from regions import clock


@pghistory.track()
class Turn(models.Model):
    """One holding of a case by one party that must act; desk, held time and reminders read only this.

    The day of arrival is day 0; an allowance of 5 working days ends with day 5, 23:59 in the zone of the office
    that holds the turn. A turn without position is a pool: anybody of the institution with the role may take it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="turns")
    seat = models.CharField(
        _("seat"), max_length=40, help_text=_("Which party must act, e.g. verifier or legal:centre.")
    )
    status = models.CharField(_("in state"), max_length=24)
    # Closed turns are not indexed by it: an office may have had a fifth of all, and its few open ones have an index.
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="turns", db_index=False
    )
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, verbose_name=_("position"), related_name="turns"
    )
    pool_role = models.CharField(_("pool"), max_length=24, blank=True, choices=Role.choices)
    entered_at = models.DateTimeField(_("since"))
    counted_from = models.DateTimeField(
        _("counted from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the allowance began, where the turn changed hands meanwhile."),
    )
    allowance = models.PositiveSmallIntegerField(_("allowance in working days"), null=True, blank=True)
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("The last day, until 23:59 in the office's zone.")
    )
    timezone = models.CharField(_("zone"), max_length=40)
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    vacancy_told_at = models.DateTimeField(
        _("alarm raised at"), null=True, blank=True, editable=False, help_text=_("Nobody held it then; told once.")
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        ordering = ["due_on", "entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seat"],
                condition=Q(closed_at__isnull=True),
                name="one_open_turn_per_case_and_seat",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False, pool_role="") | (Q(position__isnull=True) & ~Q(pool_role="")),
                name="turn_is_held_by_a_position_or_a_pool",
            ),
        ]
        indexes = [
            models.Index(
                fields=["position", "due_on"],
                condition=Q(closed_at__isnull=True),
                name="open_turns_of_position",
            ),
            models.Index(
                fields=["institution", "pool_role"],
                condition=Q(closed_at__isnull=True),
                name="open_turns_of_pool",
            ),
            models.Index(fields=["due_on"], condition=Q(closed_at__isnull=True), name="open_turns_by_due"),
        ]

    def __str__(self):
        return f"{self.case}: {self.holder_label}"

    @property
    def began_at(self):
        """From when its working days are counted: the first hand's arrival, whoever holds it now."""
        return self.counted_from or self.entered_at

    @property
    def reminded_today(self) -> datetime | None:
        """When somebody pressed "remind now" today, by the office's day; needs `with_holders`."""
        at = self.nudged_at
        return at if at and clock.day_of(at, self.timezone) == clock.today(self.timezone) else None

    @property
    def is_pool(self) -> bool:
        return self.position_id is None

    @property
    def is_untaken(self) -> bool:
        """Somebody of the pool must take it before he can work on it; other pools simply act."""
        return self.is_pool and self.status == "submitted"

    @property
    def holder_label(self) -> str:
        """Who must act, in words: a position, or the pool of an office."""
        if self.position_id:
            return str(self.position)
        return f"{Role(self.pool_role).label}, {self.institution.short_name}"
