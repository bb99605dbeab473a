"""Documents of a proposal while it is written: the required ones exist once and are replaced, others may be many."""

from django.db import transaction

from casework import documents
from casework.models import Document
from programs.completeness import REQUIRED_DOCUMENTS
from programs.models import Proposal
from programs.occasions import WRITE
from programs.services.doors import enter

KINDS = (*REQUIRED_DOCUMENTS, Document.Kind.OTHER)


@transaction.atomic
def attach_paper(proposal: Proposal, file, kind: str, *, actor, note: str = "") -> Document:
    """Attach a file; a second KAK, RAB or letter is the next version of the first."""
    proposal = enter(proposal, WRITE, actor=actor)
    before = documents.current(proposal.case).filter(kind=kind).first() if kind in REQUIRED_DOCUMENTS else None
    return documents.attach(proposal.case, file, kind, actor=actor, note=note, replaces=before)


@transaction.atomic
def take_out_paper(proposal: Proposal, document: Document, *, actor) -> Document:
    """Take a file out of the draft's list; its bytes and its line in the history stay."""
    enter(proposal, WRITE, actor=actor)
    return documents.remove(document, actor=actor)
