"""Under which terms: cooperation documents, their parties, signatures and legal opinions."""

from agreements.models.agreements import Agreement
from agreements.models.parties import Party
from agreements.models.signing import LegalOpinion, Signature

__all__ = ["Agreement", "LegalOpinion", "Party", "Signature"]
