"""Invitations: how a person who has no account, or another position, comes to hold a chair."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.institutions import Position
from accounts.models.people import Holding
from accounts.querysets import InvitationQuerySet


@pghistory.track(exclude=["token_hash"])
class Invitation(models.Model):
    """One letter that asks a person to take a position from a day on; its link works once and not for ever.

    Only the hash of the link's token is kept: whoever reads the database cannot accept in somebody's place.
    """

    position = models.ForeignKey(Position, models.PROTECT, verbose_name=_("position"), related_name="invitations")
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(
        _("language of the letter"), max_length=2, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    decree = models.CharField(_("decree number"), max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_as = models.CharField(_("in which position"), max_length=300)
    sent_at = models.DateTimeField(_("last sent at"))
    expires_at = models.DateTimeField(_("works until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    holding = models.OneToOneField(Holding, models.PROTECT, null=True, blank=True, related_name="invitation")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "position",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_position_and_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, holding__isnull=True)
                | Q(accepted_at__isnull=False, holding__isnull=False, withdrawn_at__isnull=True),
                name="invitation_accepted_exactly_with_a_holding",
            ),
        ]

    def __str__(self):
        return f"{self.full_name} → {self.position}"

    @property
    def is_open(self) -> bool:
        """Neither accepted nor withdrawn; it may still have expired."""
        return self.accepted_at is None and self.withdrawn_at is None
