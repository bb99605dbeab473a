"""What a search reads of cases and documents; see accounts.kept_text."""

from django.db import models

from accounts.kept_text import KeptText
from casework.models.cases import CASE_TEXT, Case
from casework.models.documents import DOCUMENT_TEXT, Document


class CaseText(KeptText):
    """Number and title of a case, folded and by stems."""

    case = models.OneToOneField(Case, models.DO_NOTHING, primary_key=True, related_name="text")

    columns = CASE_TEXT

    class Meta(KeptText.Meta):
        verbose_name = "text of a case"


class DocumentText(KeptText):
    """The file name of a document, folded and by stems."""

    document = models.OneToOneField(Document, models.DO_NOTHING, primary_key=True, related_name="text")

    columns = DOCUMENT_TEXT

    class Meta(KeptText.Meta):
        verbose_name = "text of a document"
