"""What: offers, proposals, their costs, checks, reviews and reports."""

from programs.models.checks import CheckAnswer, CheckItem, ReturnNote, VerificationRound
from programs.models.costs import AgreementCover, CostLine
from programs.models.details import (
    DETAIL_OF_KIND,
    AsnTraining,
    Certification,
    DomesticMasters,
    Research,
    SkkniDevelopment,
    SmkLsp,
)
from programs.models.offers import Offer
from programs.models.proposals import Proposal
from programs.models.reports import Report, Spending
from programs.models.reviews import Criterion, Review, Score

__all__ = [
    "DETAIL_OF_KIND",
    "AgreementCover",
    "AsnTraining",
    "Certification",
    "CheckAnswer",
    "CheckItem",
    "CostLine",
    "Criterion",
    "DomesticMasters",
    "Offer",
    "Proposal",
    "Report",
    "Research",
    "ReturnNote",
    "Review",
    "Score",
    "SkkniDevelopment",
    "SmkLsp",
    "Spending",
    "VerificationRound",
]
