"""The proposal: what a provincial body wants to do together with the centre."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Position
from casework.models import Case
from programs.kinds import Kind
from programs.models.offers import Offer
from programs.querysets import ProposalQuerySet
from regions.models import Regency


@pghistory.track(pghistory.ManualEvent("submitted"))
class Proposal(models.Model):
    """One programme proposal of one provincial body. Number, title, status, province and UPT stand on its case.

    Every field of substance may be empty while it is a draft; `programs.completeness` says what is missing.
    Its `workflow` is attached by `programs.workflow`, which stands above the models.
    """

    class Method(models.TextChoices):
        ONSITE = "luring", _("On site")
        ONLINE = "daring", _("Online")
        HYBRID = "hibrida", _("Hybrid")

    case = models.OneToOneField(Case, models.PROTECT, related_name="proposal")
    body = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("proposing body"), related_name="proposals")
    author = models.ForeignKey(Position, models.PROTECT, verbose_name=_("author's position"), related_name="+")
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, verbose_name=_("offer"), related_name="proposals"
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    kind = models.CharField(_("kind of programme"), max_length=16, choices=Kind.choices, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), null=True, blank=True)

    aim = models.TextField(_("aim"), blank=True)
    target_group = models.CharField(_("target group"), max_length=300, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    outputs = models.TextField(_("output indicators"), blank=True)
    outcomes = models.TextField(_("outcome indicators"), blank=True)
    risks = models.TextField(_("risks"), blank=True)

    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=8, choices=Method.choices, blank=True)
    location = models.CharField(_("place"), max_length=200, blank=True)
    regencies = models.ManyToManyField(Regency, blank=True, verbose_name=_("regencies and cities"), related_name="+")
    contact_name = models.CharField(_("contact person in the province"), max_length=150, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=40, blank=True)

    submissions = models.PositiveSmallIntegerField(_("times submitted"), default=0, editable=False)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True, editable=False)
    last_submitted_at = models.DateTimeField(_("last submitted at"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    verifier = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, verbose_name=_("verifier"), related_name="+", editable=False
    )
    review_round = models.PositiveSmallIntegerField(
        _("round of review"), default=0, editable=False, help_text=_("Scores of an earlier round do not count.")
    )
    revise_by = models.DateField(_("to be revised by"), null=True, blank=True, editable=False)
    recommendation = models.TextField(_("UPT's recommendation"), blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    deferred_to = models.PositiveSmallIntegerField(_("deferred to fiscal year"), null=True, blank=True, editable=False)
    figures_confirmed_at = models.DateTimeField(
        _("figures confirmed for the new year at"), null=True, blank=True, editable=False
    )
    total = models.BigIntegerField(_("total in rupiah"), default=0, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme proposal")
        verbose_name_plural = _("programme proposals")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["total", "case"], name="proposals_by_total")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="proposal_ends_after_it_starts",
                violation_error_message=_("The planned end lies before the start."),
            ),
        ]

    def __str__(self):
        return str(self.case)

    def get_absolute_url(self):
        return reverse("programs:detail", args=[self.pk])

    @property
    def detail(self):
        """The row of the kind's own fields, or None while there is none; see `programs.models.details`."""
        from programs.models.details import DETAIL_OF_KIND

        model = DETAIL_OF_KIND.get(self.kind)
        return getattr(self, model.RELATED_NAME, None) if model else None
