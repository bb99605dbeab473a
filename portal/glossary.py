"""What the hard words mean, in both languages, with where each meaning comes from; read once from data/glossary.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.views.generic import TemplateView

DATA = Path(__file__).parent / "data" / "glossary.csv"
LONGEST = 100  # of a word that is looked for


@dataclass(frozen=True)
class Term:
    """One word of the field in both languages."""

    key: str
    id: str
    en: str
    meaning_id: str
    meaning_en: str
    origin: str

    @property
    def word(self) -> str:
        """As it stands in the reader's language."""
        return self.en if _english() else self.id

    @property
    def other(self) -> str:
        """The same in the other language: officers meet both."""
        return self.id if _english() else self.en

    @property
    def meaning(self) -> str:
        return self.meaning_en if _english() else self.meaning_id

    def speaks_of(self, wanted: str) -> bool:
        return wanted in " ".join([self.id, self.en, self.meaning_id, self.meaning_en]).casefold()


def _english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def terms() -> dict[str, Term]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["key"]: Term(**row) for row in csv.DictReader(file)}


def found(wanted: str) -> list[Term]:
    """Terms that speak of something, in the order of the reader's language."""
    wanted = " ".join(wanted.split()).casefold()
    return sorted((term for term in terms().values() if term.speaks_of(wanted)), key=lambda term: term.word.casefold())


class GlossaryView(TemplateView):
    """All words on one page, each with an anchor; a plain filter narrows them."""

    template_name = "portal/glossary.html"

    def get_context_data(self, **kwargs):
        wanted = self.request.GET.get("kata", "").replace("\x00", "")[:LONGEST]
        return super().get_context_data(wanted=wanted, found=found(wanted), count=len(terms()), **kwargs)
