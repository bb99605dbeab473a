"""Views of lists that people keep."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Position
from casework.querysets import SavedViewQuerySet


class SavedView(models.Model):
    """A way of looking at one list that a person kept: its filters, order and columns, as the words of its address.

    Under a name it is a link for its person, for whoever holds the position, or for the whole institution. Without a
    name it is how the person last arranged the list: the columns and the density, there again next time.
    """

    class Audience(models.TextChoices):
        PRIVATE = "private", _("Only me")
        POSITION = "position", _("Whoever holds my position")
        INSTITUTION = "institution", _("Everybody in my institution")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    position = models.ForeignKey(Position, models.CASCADE, null=True, blank=True, related_name="saved_views")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, blank=True, related_name="saved_views")
    list = models.CharField(_("list"), max_length=20)
    name = models.CharField(_("name"), max_length=60, blank=True)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience.choices, default=Audience.PRIVATE)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="one_view_per_person_list_and_name"),
            models.CheckConstraint(
                condition=~Q(name="") | Q(audience="private"), name="an_arrangement_without_a_name_is_private"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "audience"], name="views_of_an_institution"),
            models.Index(fields=["position"], name="views_of_a_position"),
        ]

    def __str__(self):
        return self.name or f"{self.owner}: {self.list}"
