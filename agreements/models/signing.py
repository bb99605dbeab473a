"""What binds a document: legal opinions before, signatures after; kept even when made void."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from agreements.models.agreements import Agreement
from agreements.models.parties import Party
from agreements.querysets import SignatureQuerySet
from casework.models import Document


@pghistory.track()
class LegalOpinion(models.Model):
    """What the legal officer of one side said about the text, and whether the council must approve it."""

    class Side(models.TextChoices):
        CENTRE = "centre", _("centre")
        PROVINCE = "province", _("province")

    class Council(models.TextChoices):
        NO_VIEW = "", _("no view")
        REQUIRED = "required", _("council approval is required")
        NOT_REQUIRED = "not_required", _("council approval is not required")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="opinions")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    text = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("version looked at"))
    opinion = models.TextField(_("opinion"))
    council = models.CharField(_("council"), max_length=12, choices=Council.choices, blank=True, default="")
    council_reason = models.TextField(_("reason"), blank=True)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    speaker_name = models.CharField(_("who"), max_length=150)
    spoken_at = models.DateTimeField(_("when"))
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal opinion")
        verbose_name_plural = _("legal opinions")
        ordering = ["-spoken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side"],
                condition=Q(voided_at__isnull=True),
                name="one_standing_opinion_per_side",
            )
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.speaker_name}"


@pghistory.track()
class Signature(models.Model):
    """One party's signature as recorded: day, place, position, the signer's name as it was, the scan."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    signed_on = models.DateField(_("signed on"))
    place = models.CharField(_("place"), max_length=120)
    position = models.ForeignKey(Position, models.PROTECT, verbose_name=_("position"), related_name="+")
    signer_name = models.CharField(_("signer"), max_length=150)
    signer_position = models.CharField(_("signer's position as written"), max_length=300)
    scan = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("scan"))
    recorded_at = models.DateTimeField(_("recorded at"))
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.TextField(_("why void"), blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(voided_at__isnull=True), name="one_standing_signature_per_party"
            )
        ]

    def __str__(self):
        return f"{self.signer_name}, {self.signed_on}"
