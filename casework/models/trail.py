"""The trail: what was decided or done on a case, by whom, in which position, when and why."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from casework.models.cases import Case
from casework.querysets import CaseRowQuerySet


class TrailEntry(models.Model):
    """One line of a case's history, never changed. Names are frozen as text: they outlive the row they came from."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="trail")
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("action"), max_length=60, help_text=_("The move or act, e.g. proposal.submit."))
    from_status = models.CharField(max_length=24, blank=True)
    to_status = models.CharField(max_length=24, blank=True)
    comment = models.TextField(_("why"), blank=True)
    params = models.JSONField(_("particulars"), default=dict, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=150, blank=True, help_text=_("Empty: the clock."))
    actor_position = models.CharField(_("in which position"), max_length=300, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="trail_of_a_case"),
            models.Index(fields=["-at", "-id"], name="trail_newest_first"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the trail is append-only';",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
