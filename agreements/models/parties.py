"""The parties of a document: who they are, who signs for them and by what right."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Position
from agreements.models.agreements import Agreement
from agreements.querysets import PartyQuerySet
from casework.models import Document

Kind = Institution.Kind


@pghistory.track()
class Party(models.Model):
    """One party of one document: its institution, the office that acts for it, the signing position, its own number.

    A provincial government is a party through the body that acts for it; the agency may act through an UPT.
    """

    class Authority(models.TextChoices):
        OWN_OFFICE = "own_office", _("Own office (decree of appointment)")
        SURAT_KUASA = "surat_kuasa", _("Letter of authority (surat kuasa)")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("party"), related_name="agreement_parties"
    )
    office = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("office that acts for it"),
        related_name="acting_for_parties",
        help_text=_("Its people hold the text and sign: a provincial body for its government, an UPT for the centre."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    signing_position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, verbose_name=_("signing position"), related_name="+"
    )
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices, default=Authority.OWN_OFFICE)
    authority_number = models.CharField(_("number of the letter of authority"), max_length=120, blank=True)
    authority_from = models.DateField(_("valid from"), null=True, blank=True)
    authority_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day itself."))
    authority_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("file"), related_name="+"
    )
    document_number = models.CharField(_("the party's own number"), max_length=120, blank=True)
    document_year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True)
    accepted_text = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("version it accepted"),
        related_name="+",
        editable=False,
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "institution"], name="party_once_per_agreement"),
            models.UniqueConstraint(
                fields=["institution", "document_year", "document_number"],
                condition=~Q(document_number=""),
                name="party_number_once_per_institution_and_year",
                violation_error_message=_("This party has already used this number in this year."),
            ),
            models.CheckConstraint(
                condition=Q(document_number="") | Q(document_year__isnull=False),
                name="party_number_has_a_year",
                violation_error_message=_("Write the year of the number."),
            ),
            models.CheckConstraint(
                condition=Q(authority_from__isnull=True)
                | Q(authority_until__isnull=True)
                | Q(authority_until__gte=F("authority_from")),
                name="authority_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.institution.short_name

    @property
    def is_centre(self) -> bool:
        return self.institution.kind in (Kind.AGENCY, Kind.UPT)

    @property
    def is_provincial(self) -> bool:
        return self.institution.is_provincial

    @property
    def signature(self):
        """The signature that stands, or None."""
        standing = (row for row in self.signatures.all() if row.voided_at is None)
        return next(standing, None)

    @property
    def has_number(self) -> bool:
        return bool(self.document_number)
