"""Attaching files to a case, in versions; who may do so is the caller's policy, what a file may be is decided here."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import trail
from casework.filetypes import FileType, clean_name, inspect
from casework.locks import locked
from casework.models import Case, Document, Post
from casework.models.documents import stored_name
from regions import clock


def check(file) -> FileType:
    """The type of a file somebody wants to attach; raises ValidationError with what to do instead. Forms ask it too."""
    if not file.size:
        raise ValidationError(_("This file is empty."), code="empty")
    if file.size > settings.DOCUMENT_MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Make it smaller, or split it."),
            code="size",
            params={"limit": settings.DOCUMENT_MAX_BYTES // (1024 * 1024)},
        )
    return inspect(file)


def attach(
    case: Case, file, kind: str, *, actor, note: str = "", replaces: Document | None = None, post: Post | None = None
) -> Document:
    """Keep a file with a case; with `replaces` it is the next version of that document.

    With `post` it belongs to a message: only who reads the message may know of it, so the case's history does not.

    The bytes are written before the row: a row never points to nothing, and bytes without a row are taken away again.
    """
    found, digest = check(file), _digest(file)
    stored = stored_name(None, "")
    try:
        stored = default_storage.save(stored, file)  # a disk that fills up leaves a part of it behind
        with transaction.atomic():
            locked(Case.objects.filter(pk=case.pk)).get()
            document = Document.objects.create(
                case=case,
                kind=kind,
                version=_next_version(case, kind, replaces),
                replaces=replaces,
                name=clean_name(file.name or "", found),
                file=stored,
                content_type=found.content_type,
                size=file.size,
                sha256=digest,
                note=note,
                uploaded_at=clock.now(),
                uploaded_by=actor.user,
                uploaded_for=actor.institution,
                post=post,
            )
            if post is None:
                _tell(document, "document.attach", actor)
    except BaseException:
        default_storage.delete(stored)
        raise
    return document


def remove(document: Document, *, actor) -> Document:
    """Take a document out of the case's list. Bytes, row and history stay."""
    with transaction.atomic():
        locked(Case.objects.filter(pk=document.case_id)).get()
        document.refresh_from_db()
        if document.removed_at is None:
            document.removed_at = clock.now()
            document.save(update_fields=["removed_at"])
            if document.post_id is None:
                _tell(document, "document.remove", actor)
    return document


def current(case: Case):
    """The documents that count: the newest of each line of versions, unless removed."""
    standing = case.documents.of_the_case().filter(removed_at__isnull=True, replaced_by__isnull=True)
    return standing.select_related("uploaded_by")


def _next_version(case: Case, kind: str, replaces: Document | None) -> int:
    if replaces is None:
        return 1
    fits = replaces.case_id == case.pk and replaces.kind == kind
    if not fits or Document.objects.filter(replaces=replaces).exists():
        raise ValidationError(_("That version was replaced already. Look at the list again."), code="replaced")
    return replaces.version + 1


def _digest(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _tell(document: Document, action: str, actor) -> None:
    status = document.case.status
    trail.record(
        document.case,
        action,
        actor=actor,
        from_status=status,
        name=document.name,
        kind=document.kind,
        version=document.version,
        document=document.pk,
    )
