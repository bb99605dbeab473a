"""What the roof itself keeps: when a person last looked at a desk; and second factors by the name people know."""

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Position, User


class DeskVisit(models.Model):
    """One person's looks at the desk of one position: the last one, and when the visit before it ended."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("person"), related_name="+")
    position = models.ForeignKey(Position, models.CASCADE, verbose_name=_("position"), related_name="+")
    seen_at = models.DateTimeField(_("last looked at"))
    looked_before = models.DateTimeField(_("looked at before"), null=True, blank=True)
    welcomed_at = models.DateTimeField(_("welcome put away at"), null=True, blank=True)

    class Meta:
        verbose_name = _("look at a desk")
        verbose_name_plural = _("looks at desks")
        constraints = [models.UniqueConstraint(fields=["user", "position"], name="one_desk_per_person_and_position")]

    def __str__(self):
        return f"{self.user} · {self.position}"


class SecondFactor(Authenticator):
    """An authenticator app, passkey or set of recovery codes of one person, under the name people know it by."""

    class Meta:
        proxy = True
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
