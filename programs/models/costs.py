"""Money: who pays for what, line by line; and which agreement covers it when."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from programs.models.proposals import Proposal


@pghistory.track(pghistory.ManualEvent("submitted"))
class CostLine(models.Model):
    """One cost item with one funder; two funders for one item is a classic audit finding.

    Quantity is whole, money is whole rupiah; the amount is their product, held by a constraint.
    In a draft a line may be half written: its amount is then 0.
    """

    class Source(models.TextChoices):
        """Party and source of funds as one choice."""

        APBN_CENTRE = "apbn_centre", _("APBN, centre")
        APBN_UPT = "apbn_upt", _("APBN, UPT")
        APBD = "apbd", _("APBD")
        OTHER = "other", _("Other source")

    class Form(models.TextChoices):
        CASH = "cash", _("Cash")
        IN_KIND = "in_kind", _("Goods or services")
        TARIFF = "tariff", _("PNBP tariff concession")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="cost_lines")
    item = models.CharField(_("item"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    unit_price = models.BigIntegerField(_("unit price (Rp)"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount (Rp)"), default=0, editable=False)
    source = models.CharField(_("source of funds"), max_length=12, choices=Source.choices, blank=True)
    form = models.CharField(_("form of contribution"), max_length=8, choices=Form.choices, default=Form.CASH)
    other_party = models.CharField(_("name of the other party"), max_length=150, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), null=True, blank=True)
    budget_document = models.CharField(_("budget document (DIPA/DPA)"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=False, unit_price__isnull=False, amount=F("quantity") * F("unit_price"))
                | ((Q(quantity__isnull=True) | Q(unit_price__isnull=True)) & Q(amount=0)),
                name="cost_line_amount_is_quantity_times_price",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0, unit_price__gte=0), name="cost_line_counts_upwards"),
        ]

    def __str__(self):
        return self.item

    def save(self, *args, **kwargs):
        """The amount follows from quantity and price."""
        self.amount = (self.quantity or 0) * (self.unit_price or 0)
        super().save(*args, **kwargs)


class AgreementCover(models.Model):
    """An agreement covers a proposal between two days, or is being prepared for it (no days yet).

    Written by agreements; read by the gate on `start` and by whoever asks what an approved proposal waits for.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="covers")
    source = models.ForeignKey(Case, models.PROTECT, verbose_name=_("agreement's case"), related_name="covered")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("cover by an agreement")
        verbose_name_plural = _("covers by agreements")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "source"], name="one_cover_per_proposal_and_agreement")
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.starts_on}–{self.ends_on}"
