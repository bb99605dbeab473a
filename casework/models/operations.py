"""What operators watch: runs of the clock's sweeps and heartbeats of the parts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SweepRun(models.Model):
    """One run of a sweep: when, how much it found, or why it failed.

    Runs of one day that found nothing, and those that failed alike one after the other, fold into one row.
    """

    name = models.CharField(_("sweep"), max_length=60)
    on = models.DateField(_("day"))
    runs = models.PositiveIntegerField(_("runs"), default=1)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    found = models.PositiveIntegerField(_("found"), default=0)
    cause = models.TextField(_("cause of failure"), blank=True)

    class Meta:
        verbose_name = _("run of the scheduler")
        verbose_name_plural = _("runs of the scheduler")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "on"], condition=Q(found=0, cause=""), name="one_quiet_run_per_sweep_and_day"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When a part of the portal (worker, beat) last showed that it lives."""

    name = models.CharField(_("part"), max_length=40, primary_key=True)
    beat_at = models.DateTimeField(_("last heard at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return self.name
