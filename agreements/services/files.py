"""Files of a document that no move brings along: versions of the text, the work plan, the final file."""

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import policies
from agreements.files import keep, keep_text
from agreements.models import Agreement
from agreements.services.access import changed, fresh
from agreements.services.editing import UNFINISHED
from casework.models import Document
from casework.policies import Policy
from casework.workflow import Refused

writes_text = Policy(
    lambda actor, agreement: (
        policies.has_text(actor, agreement)
        if agreement.case.status == "party_review"
        else policies.drafts(actor, agreement)
    ),
    _("whoever has the text"),
)


@transaction.atomic
def upload_text(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """A new version by who has the text: the drafter, or during the review the party whose turn it is."""
    agreement = fresh(agreement, writes_text, actor=actor, states=("draft", "party_review"), version=version)
    document = keep_text(agreement, file, actor=actor, note=note)
    changed(agreement)
    return document


@transaction.atomic
def attach_work_plan(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """The Rencana Kerja that a Nota Kesepakatan needs."""
    agreement = fresh(agreement, policies.drafts, actor=actor, states=UNFINISHED, version=version)
    earlier = next(iter(agreement.files(Document.Kind.WORK_PLAN)), None)
    document = keep(agreement, file, Document.Kind.WORK_PLAN, actor=actor, note=note, replaces=earlier)
    changed(agreement)
    return document


@transaction.atomic
def attach_final(agreement: Agreement, file, *, actor, note: str = "", version: int | None = None) -> Document:
    """The final file, once every party has signed."""
    agreement = fresh(agreement, policies.drafts, actor=actor, states=("partly_signed",), version=version)
    if not all(party.signature for party in agreement.parties.all()):
        raise Refused(_("Record every signature first; the final file carries them all."), field="file")
    document = keep(agreement, file, Document.Kind.SIGNED, actor=actor, note=note, replaces=agreement.final_document)
    agreement.final_document = document
    agreement.save(update_fields=["final_document"])
    changed(agreement)
    return document
