"""Files of a document that no move brings along: versions of the text, the work plan, the final file."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.files import keep, keep_text
from agreements.models import Agreement
from agreements.occasions import ATTACH_FINAL, ATTACH_WORK_PLAN, UPLOAD_TEXT
from agreements.services.access import changed, fresh
from casework.models import Document
from casework.workflow import Refused


@transaction.atomic
def upload_text(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """A new version by who has the text: the drafter, or during the review the party whose turn it is."""
    agreement = fresh(agreement, UPLOAD_TEXT, actor=actor, version=version)
    document = keep_text(agreement, file, actor=actor, note=note)
    changed(agreement)
    return document


@transaction.atomic
def attach_work_plan(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """The Rencana Kerja that a Nota Kesepakatan needs."""
    agreement = fresh(agreement, ATTACH_WORK_PLAN, actor=actor, version=version)
    earlier = next(iter(agreement.files(Document.Kind.WORK_PLAN)), None)
    document = keep(agreement, file, Document.Kind.WORK_PLAN, actor=actor, note=note, replaces=earlier)
    changed(agreement)
    return document


@transaction.atomic
def attach_final(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """The final file, once every party has signed."""
    agreement = fresh(agreement, ATTACH_FINAL, actor=actor, version=version)
    if not all(party.signature for party in agreement.parties.all()):
        raise Refused(_("Record every signature first; the final file carries them all."), field="file")
    document = keep(agreement, file, Document.Kind.SIGNED, actor=actor, note=note, replaces=agreement.final_document)
    agreement.final_document = document
    agreement.save(update_fields=["final_document"])
    changed(agreement)
    return document
