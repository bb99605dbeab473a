"""Who is writing: one row per person and case, moved along while the page is open."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case


class Writer(models.Model):
    """A person who has a case open for writing, or had: where, seen when, and when something of his was last saved."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("who"), max_length=150)
    place = models.CharField(_("where"), max_length=40, help_text=_("The step's word in its address."))
    seen_at = models.DateTimeField(_("seen at"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)

    class Meta:
        verbose_name = _("writer")
        verbose_name_plural = _("writers")
        ordering = ["-seen_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_presence_per_case_and_person")]

    def __str__(self):
        return f"{self.name}: {self.place}"
