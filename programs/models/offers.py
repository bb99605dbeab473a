"""Offers: what the centre has to give in a fiscal year."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from programs.kinds import Kind
from programs.querysets import OfferQuerySet


@pghistory.track()
class Offer(models.Model):
    """A programme the centre offers to the provinces: kind, fiscal year, seats, conditions, window."""

    kind = models.CharField(_("kind of programme"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title of the programme"), max_length=200)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    seats = models.PositiveIntegerField(_("seats"), help_text=_("People in all, e.g. 240."))
    conditions = models.TextField(_("conditions"), help_text=_("Who may take part, what the province provides."))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"), help_text=_("The last day on which a proposal may be submitted."))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    author = models.ForeignKey(Position, models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="offer_closes_after_it_opens",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=Q(seats__gt=0), name="offer_has_seats"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programs:offer", args=[self.pk])
