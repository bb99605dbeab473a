"""The short report that closes a programme."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from casework.models import Document
from programs.models.costs import CostLine
from programs.models.proposals import Proposal


class Report(models.Model):
    """What came of a programme: people reached and passed, the report file. The newest one counts."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reports")
    people_reached = models.PositiveIntegerField(_("people reached"))
    people_passed = models.PositiveIntegerField(_("people who passed"))
    summary = models.TextField(_("summary of results"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(Position, models.PROTECT, related_name="+")
    reporter_name = models.CharField(max_length=150)
    reported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people_passed__lte=F("people_reached")),
                name="report_passed_at_most_reached",
                violation_error_message=_("More people passed than were reached."),
            )
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.reported_at:%Y-%m-%d}"


class Spending(models.Model):
    """Money one party spent from one source, whole rupiah; never above what it had planned in cash."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="spendings")
    source = models.CharField(_("source of funds"), max_length=12, choices=CostLine.Source.choices)
    other_party = models.CharField(_("name of the other party"), max_length=150, blank=True)
    planned = models.BigIntegerField(_("planned (Rp)"))
    spent = models.BigIntegerField(_("spent (Rp)"))

    class Meta:
        verbose_name = _("spending")
        verbose_name_plural = _("spendings")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "source", "other_party"], name="one_spending_per_party_and_source"
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("planned")),
                name="spending_within_its_ceiling",
                violation_error_message=_("More was spent than planned (pagu)."),
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.spent}"
