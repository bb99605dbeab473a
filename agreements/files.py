"""Files of a cooperation document: keeps what is handed in as a document of its case."""

from agreements.models import Agreement
from casework import documents
from casework.models import Document


def keep(agreement: Agreement, file, kind: str, *, actor, note: str = "", replaces: Document | None = None) -> Document:
    """The file as a document of the case; one that already is a document stays what it is."""
    if isinstance(file, Document):
        return file
    return documents.attach(agreement.case, file, kind, actor=actor, note=note[:300], replaces=replaces)


def keep_text(agreement: Agreement, file, *, actor, note: str = "") -> Document:
    """The next version of the text; every earlier one stays readable."""
    return keep(agreement, file, Document.Kind.TEXT, actor=actor, note=note, replaces=agreement.text)
