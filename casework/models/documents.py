"""Documents attached to a case, in versions."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.kept_text import keeping
from accounts.models import Institution
from casework.models.cases import Case
from casework.querysets import DocumentQuerySet

DOCUMENT_TEXT = ("name",)


def stored_name(document: "Document", filename: str) -> str:
    """A random name: the sender's file name never reaches the disk."""
    token = uuid.uuid4().hex
    return f"documents/{token[:2]}/{token}"


class Document(models.Model):
    """One file of a case: a KAK, a RAB, a letter, a version of an agreement's text. Bytes are never rewritten."""

    class Kind(models.TextChoices):
        TERMS_OF_REFERENCE = "kak", _("Terms of reference (KAK)")
        COST_ESTIMATE = "rab", _("Cost estimate (RAB)")
        COVERING_LETTER = "letter", _("Covering letter")
        TEXT = "text", _("Agreement text")
        WORK_PLAN = "work_plan", _("Work plan")
        AUTHORITY = "authority", _("Letter of authority (surat kuasa)")
        SIGNED = "signed", _("Signed document")
        REPORT = "report", _("Final report")
        OTHER = "other", _("Other document")
        MESSAGE = "message", _("Attachment of a message")

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to=stored_name, max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_for = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    post = models.ForeignKey(
        "casework.Post",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("message it came with"),
        related_name="attachments",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "-version", "-pk"]
        indexes = [
            models.Index(fields=["file"], name="documents_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="message", post__isnull=False) | (~Q(kind="message") & Q(post__isnull=True)),
                name="attachment_of_a_message_names_it",
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_with_its_message", fields=["case", "post"]),
            *keeping("casework_documenttext", "document_id", DOCUMENT_TEXT),
        ]

    def __str__(self):
        return self.name
