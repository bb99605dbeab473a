"""The cooperation document itself: kind, term, relatives, and how far its text has come."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.querysets import EXPIRING_DAYS, FINAL, AgreementQuerySet
from casework.models import Case, Document
from programs.models import Proposal
from regions import clock


@pghistory.track()
class Agreement(models.Model):
    """One cooperation document between the centre and a region; number, title and status stand on its case.

    An addendum is a child with its own dates and never changes its parent's. An expired document is not
    revived: a successor names it as predecessor.
    """

    class Kind(models.TextChoices):
        NOTA_KESEPAKATAN = "nota_kesepakatan", _("Nota Kesepakatan (centre–region synergy)")
        PKS = "pks", _("Cooperation agreement (PKS)")
        NOTA_KESEPAHAMAN = "nota_kesepahaman", _("Nota Kesepahaman (memorandum of understanding)")
        KESEPAKATAN_BERSAMA = "kesepakatan_bersama", _("Kesepakatan Bersama (joint agreement)")
        ADENDUM = "adendum", _("Addendum")
        BERITA_ACARA = "berita_acara", _("Berita Acara (minutes of an act)")
        SURAT_PERNYATAAN = "surat_pernyataan", _("Surat Pernyataan (statement)")

    case = models.OneToOneField(Case, models.PROTECT, related_name="agreement")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("amends"), related_name="addenda"
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("continues"), related_name="successors"
    )
    proposals = models.ManyToManyField(
        Proposal, blank=True, verbose_name=_("linked proposals"), related_name="agreements"
    )
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day itself."))
    place = models.CharField(_("place of signing"), max_length=120, blank=True)

    review_round = models.PositiveSmallIntegerField(_("round of review"), default=0, editable=False)
    text_holder = models.ForeignKey(
        "agreements.Party",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("party that has the text"),
        related_name="+",
        editable=False,
    )
    council_required = models.BooleanField(_("council approval required"), null=True, blank=True, editable=False)
    council_reason = models.TextField(_("why council approval is not required"), blank=True, editable=False)
    council_number = models.CharField(_("number of the council's decision"), max_length=120, blank=True, editable=False)
    council_decided_on = models.DateField(_("day of the council's decision"), null=True, blank=True, editable=False)
    final_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("final file"), related_name="+", editable=False
    )

    registered_reason = models.TextField(
        _("why it was signed outside the portal"), blank=True, editable=False, help_text=_("Empty: signed here.")
    )
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True, editable=False)
    terminated_on = models.DateField(_("ended early on"), null=True, blank=True, editable=False)
    termination_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation document")
        verbose_name_plural = _("cooperation documents")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ends_on", "id"], name="agreements_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind="adendum", parent__isnull=False) | (~Q(kind="adendum") & Q(parent__isnull=True)),
                name="addendum_and_only_an_addendum_has_a_parent",
                violation_error_message=_("An addendum needs the document it amends; no other kind has one."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_at__isnull=True) | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="agreement_in_force_has_a_term",
            ),
        ]

    def __str__(self):
        return str(self.case)

    def get_absolute_url(self):
        return reverse("agreements:detail", args=[self.pk])

    @property
    def status(self) -> str:
        return self.case.status

    @property
    def is_registered(self) -> bool:
        """Signed outside the portal; always shown as such."""
        return bool(self.registered_reason)

    def files(self, kind: str) -> list[Document]:
        """Files of one kind that were not taken away, newest version first."""
        kept = (row for row in self.case.documents.all() if row.kind == kind and row.removed_at is None)
        return sorted(kept, key=lambda row: (row.version, row.pk), reverse=True)

    @property
    def texts(self) -> list[Document]:
        """Every version of the text, newest first."""
        return self.files(Document.Kind.TEXT)

    @property
    def text(self) -> Document | None:
        """The version that counts now."""
        return next(iter(self.texts), None)

    @property
    def days_left(self) -> int | None:
        """Calendar days until the last day, counted in Jakarta."""
        return (self.ends_on - clock.today()).days if self.ends_on else None

    @property
    def is_expiring(self) -> bool:
        return self.status == "in_force" and self.days_left <= EXPIRING_DAYS

    @property
    def is_succeeded(self) -> bool:
        return self.successors.exclude(case__status="cancelled").exists()

    @property
    def is_finished(self) -> bool:
        return self.status in FINAL
