"""What people are told: the inbox in the portal, and the outbox of mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from casework.models.reminders import Reminder
from casework.querysets import NoticeQuerySet


class Notice(models.Model):
    """One line in one person's inbox; `kind` is the move or reminder that caused it, told in the reader's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True, help_text=_("The exact page, within the portal."))
    reminder = models.OneToOneField(Reminder, models.PROTECT, null=True, blank=True, related_name="notice")
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    awaits_digest = models.BooleanField(_("waits for the daily mail"), default=False, editable=False)
    digest = models.ForeignKey(
        "casework.Message", models.SET_NULL, null=True, blank=True, editable=False, related_name="digested"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notices_of_a_person"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="unread_notices"),
            models.Index(fields=["recipient"], condition=Q(awaits_digest=True), name="notices_for_a_digest"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"

    @cached_property
    def letter(self):
        """What it says, in the active language and zone."""
        from casework.letters import compose

        return compose(self.kind, self.params)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def sentence(self) -> str:
        return self.letter.heading


class Message(models.Model):
    """One e-mail to one recipient, waiting in the outbox or gone; the row is the truth, Redis only rings."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed for good")
        UNCERTAIN = "uncertain", _("Uncertain: an operator must look")

    notice = models.OneToOneField(Notice, models.SET_NULL, null=True, blank=True, related_name="message")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    slot = models.CharField(
        max_length=60, unique=True, null=True, blank=True, editable=False, help_text="digest:<person>:<day>"
    )
    address = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued at"))
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    not_before = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("End of the recipient's quiet time.")
    )
    claim = models.UUIDField(null=True, blank=True, editable=False, help_text=_("Of the worker that is sending it."))
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    data_started_at = models.DateTimeField(
        _("first byte handed over at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From then on the server may have it: nothing is sent again by itself."),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    cause = models.TextField(_("last cause"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="queued"), name="messages_to_send"),
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="messages_being_sent"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.address}"
