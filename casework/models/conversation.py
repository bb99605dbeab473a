"""The conversation on a case: threads in two visibilities, their messages, whom they name, and who follows."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Position
from casework.models.cases import Case
from casework.querysets import PostQuerySet, ThreadQuerySet


class Thread(models.Model):
    """One exchange of messages on a case; who reads it is chosen with its first message and never changes."""

    class Visibility(models.TextChoices):
        INTERNAL = "internal", _("Internal")
        PARTIES = "parties", _("Between the parties")

    case = models.ForeignKey(Case, models.PROTECT, related_name="threads")
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility.choices, editable=False)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, editable=False, related_name="threads"
    )
    opened_at = models.DateTimeField(_("opened at"), editable=False)
    latest_at = models.DateTimeField(_("last message at"), editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True, editable=False)
    resolved_by = models.CharField(_("resolved by"), max_length=450, blank=True, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-latest_at", "-pk"]
        indexes = [models.Index(fields=["case", "-latest_at", "-id"], name="threads_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility="internal", institution__isnull=False)
                | Q(visibility="parties", institution__isnull=True),
                name="internal_thread_names_its_institution",
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="reach_is_kept", fields=["case", "visibility", "institution"])]

    def __str__(self):
        return f"{self.case} · {self.get_visibility_display()}"

    def get_absolute_url(self):
        return reverse("casework:thread", args=[self.pk])

    @property
    def is_internal(self) -> bool:
        return self.visibility == self.Visibility.INTERNAL

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Post(models.Model):
    """One message; the writer's name and position are frozen as text. Withdrawn, a line stays."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="posts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    author_name = models.CharField(_("who"), max_length=150)
    author_position = models.CharField(_("in which position"), max_length=300)
    body = models.TextField(_("message"), blank=True)
    at = models.DateTimeField(_("when"))
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a conversation")
        verbose_name_plural = _("messages of conversations")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["thread", "id"], name="posts_of_a_thread")]
        triggers = [pgtrigger.ReadOnly(name="stays_in_its_thread", fields=["thread", "user", "position", "at"])]

    def __str__(self):
        return f"{self.author_name}, {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        """Leads to the page on which it stands, at its very place."""
        return reverse("casework:post", args=[self.pk])


class PostVersion(models.Model):
    """What a message said before it was edited."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    body = models.TextField(_("message"))
    replaced_at = models.DateTimeField(_("replaced at"))

    class Meta:
        verbose_name = _("earlier version of a message")
        verbose_name_plural = _("earlier versions of messages")
        ordering = ["replaced_at", "pk"]

    def __str__(self):
        return f"{self.post_id}, {self.replaced_at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """A person or a position that a message names; whoever sits in the position when it is written is told."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mentions")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="mentions")
    label = models.CharField(_("as written"), max_length=300)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "label"], name="mention_once_per_message"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, position__isnull=True) | Q(user__isnull=True, position__isnull=False),
                name="mention_of_a_person_or_a_position",
            ),
        ]

    def __str__(self):
        return self.label


class Following(models.Model):
    """One person's wish about one case's conversation: told of new messages, or (muted) only when named."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="followings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followings")
    muted = models.BooleanField(_("muted"), default=False)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("follower of a case")
        verbose_name_plural = _("followers of cases")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_wish_per_person_and_case")]

    def __str__(self):
        return f"{self.user} · {self.case}"
