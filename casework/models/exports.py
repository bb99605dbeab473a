"""Long work of a list in the background: files that are made, and acts on many rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from casework.models.cases import Case
from casework.querysets import OwnQuerySet


class Export(models.Model):
    """One file of a list that somebody asked for: what is in it, how far it is, and until when it can be fetched."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")
        GONE = "gone", _("Removed")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    position = models.ForeignKey(Position, models.CASCADE, related_name="+")
    list = models.CharField(_("list"), max_length=20)
    query = models.TextField(blank=True)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why it was not made"), max_length=300, blank=True)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    total = models.PositiveIntegerField(_("rows, about"), default=0)
    asked_at = models.DateTimeField(_("asked for at"))
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("removed after"), null=True, blank=True)
    file = models.CharField(max_length=120, blank=True, help_text=_("Its name in the storage."))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a list")
        verbose_name_plural = _("files of lists")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state"], condition=~Q(state="gone"), name="exports_that_are_kept")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(file=""), name="a_ready_export_has_a_file")
        ]

    def __str__(self):
        return f"{self.list}.{self.format}"

    def get_absolute_url(self):
        return reverse("casework:export", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class BulkRun(models.Model):
    """One act on many rows of a list, asked for once; what came of it stands at each row."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulk_runs")
    position = models.ForeignKey(Position, models.CASCADE, related_name="+")
    list = models.CharField(_("list"), max_length=20)
    act = models.CharField(_("act"), max_length=20)
    params = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(_("asked for at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("act on many rows")
        verbose_name_plural = _("acts on many rows")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(finished_at__isnull=True), name="unfinished_bulk_runs")
        ]

    def __str__(self):
        return f"{self.act} {self.list}"

    def get_absolute_url(self):
        return reverse("casework:bulk_run", args=[self.pk])


class BulkRow(models.Model):
    """One row of such an act: the case it is about, and whether it was done or why not."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not done")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("row"), max_length=240)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    text = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("row of an act on many")
        verbose_name_plural = _("rows of acts on many")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="a_case_once_per_bulk_run")]

    def __str__(self):
        return self.name
