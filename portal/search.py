"""What the one search box finds: cases, documents, people and institutions, each within what the reader may see.

First what was typed is looked for as it stands (by stems, by parts of words, by number, by institution); only if
nothing at all is found, what is written nearly like it. One question fetches the keys of all groups.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, reduce
from hashlib import sha256
from operator import and_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.cache import caches
from django.db.models import Case as Choice
from django.db.models import F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.actors import Actor
from accounts.fulltext import PART, has_word, is_near, plain, words_of
from accounts.models import Holding, Institution, Position, User
from accounts.querysets import PERSON_TEXT
from casework.acquaintance import knows
from casework.listing import clean
from casework.lists import estimated
from casework.models import Case, CaseText, Document, DocumentText
from regions import clock

LONGEST, WORDS = 200, 8
COUNTED = 1000  # beyond this many hits a group says "more than"
DISTINCT = 60  # a word that more institutions bear says nothing about whose case it is
CASES, DOCUMENTS, PEOPLE, INSTITUTIONS = "perkara", "dokumen", "orang", "instansi"
NUMBER = re.compile(r"^\W*([a-z]{2,8})\W*((?:19|20)\d\d)\W*(\d{1,6})\W*$", re.IGNORECASE)
COMMON, HOUR = 40_000, 3600  # rows; seconds
TEXTS = {CASES: CaseText, DOCUMENTS: DocumentText}
LITTLE = {
    *("dan", "di", "ke", "dari", "yang", "untuk", "bagi", "pada", "dengan", "atas"),
    *("the", "of", "and", "for", "in", "to"),
}


@dataclass(frozen=True)
class Asked:
    """What somebody typed, fit to be asked about."""

    typed: str

    @cached_property
    def text(self) -> str:
        return " ".join(clean(self.typed)[:LONGEST].split())

    @cached_property
    def words(self) -> list[str]:
        """The words that matter; when only little words were typed, these."""
        found = list(dict.fromkeys(words_of(self.text)))[:WORDS]
        return [word for word in found if word not in LITTLE] or found

    @cached_property
    def number(self) -> str:
        """A case's number, whatever stands between its parts: "ks 2026 31" is KS/2026/0031."""
        match = NUMBER.match(plain(self.text))
        return f"{match[1].upper()}/{match[2]}/{int(match[3]):04d}" if match else ""

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass
class Found:
    """The keys that were found in each group, best first, and whether only something near was found."""

    asked: Asked
    actor: Actor | None = None
    keys: dict[str, list[int]] = field(default_factory=dict)
    near: bool = False

    def count(self, group: str) -> int:
        return len(self.keys.get(group, []))

    @property
    def total(self) -> int:
        return sum(map(len, self.keys.values()))


class Finder:
    """Asks for one actor."""

    def __init__(self, asked: Asked, actor):
        self.asked, self.actor = asked, actor
        self.scope = {
            CASES: Case.objects.visible_to(actor).with_text(),
            DOCUMENTS: Document.objects.current().with_text(),
            PEOPLE: Holding.objects.on(clock.today()).filter(position__institution__in=self._known.keys()),
            INSTITUTIONS: Institution.objects.active().filter(pk__in=self._known.keys()).with_text(),
        }

    @cached_property
    def _known(self) -> dict[int, str]:
        """The institutions the actor knows, each with its text: some hundreds, read once and not in every condition."""
        if self.actor is None or not self.asked:
            return {}
        rows = Institution.objects.filter(knows(self.actor)).with_text().annotate(text=F("plain"))
        return dict(rows.values_list("pk", "text"))

    def find(self) -> Found:
        if not self.asked or self.actor is None:
            return Found(self.asked, self.actor)
        found = Found(self.asked, self.actor, self._keys(self._exactly()))
        if not found.total:
            found = Found(self.asked, self.actor, self._keys(self._nearly()), near=True)
        return found

    def numbered(self) -> Case | None:
        """The one case that bears the number somebody typed."""
        if not self.asked.number:
            return None
        cases = Case.objects.visible_to(self.actor).filter(number=self.asked.number)
        return cases.select_related("proposal", "agreement").first()

    def _keys(self, rows: dict[str, QuerySet]) -> dict[str, list[int]]:
        parts = [
            each.values_list(Value(group), "pk", "rank").order_by("-rank", self._newest(group))[: COUNTED + 1]
            for group, whole in rows.items()
            for each in (whole.parts_visible_to(self.actor) if group == DOCUMENTS else [whole])
        ]
        found: dict[str, dict[int, float]] = {}
        for group, key, rank in parts[0].union(*parts[1:], all=True):
            found.setdefault(group, {})[key] = rank
        return {group: sorted(keys, key=lambda key: (-keys[key], -key)) for group, keys in found.items()}

    def _newest(self, group: str):
        """By key. A common word is found by reading backwards until there are enough; where PostgreSQL may do so with a
        rare one that only old rows bear, it reads through all of them. A sum forbids it."""
        texts = TEXTS.get(group)
        return "-pk" if texts is None or self._is_common(texts) else (F("pk") + 0).desc()

    def _is_common(self, texts) -> bool:
        """As the planner expects it; asked once an hour for the same words."""
        words = self.asked.words
        key = sha256(f"{texts._meta.db_table} {' '.join(words)}".encode()).hexdigest()
        rows = texts.objects.filter(_all(has_word(word, "stems") for word in words))
        return caches["process"].get_or_set(key, lambda: estimated(rows) > COMMON, HOUR)

    def _exactly(self) -> dict[str, QuerySet]:
        words, named = self.asked.words, self._named()
        owners = [self._distinct(named, [word]) for word in words]
        told = [_told(word, owner) for word, owner in zip(words, owners, strict=True)]
        cases = _all(told) | Q(owner__in=self._distinct(named, words))
        if self.asked.number:
            cases |= Q(number=self.asked.number)
        rows = {
            CASES: self.scope[CASES].filter(cases),
            DOCUMENTS: self.scope[DOCUMENTS].filter(_all(has_word(word, "stems") for word in words)),
            PEOPLE: self.scope[PEOPLE].filter(_all(self._person(has_word(word)) for word in words)),
            INSTITUTIONS: self.scope[INSTITUTIONS].filter(_all(has_word(word) for word in words)),
        }
        ranked = {group: each.annotate(rank=Value(0.0, FloatField())) for group, each in rows.items()}
        if not self.asked.number:
            return ranked  # all alike, so the newest
        numbered = When(number=self.asked.number, then=Value(1.0))
        return ranked | {CASES: rows[CASES].annotate(rank=Choice(numbered, default=0.0, output_field=FloatField()))}

    def _nearly(self) -> dict[str, QuerySet]:
        near = [is_near(word) for word in self.asked.words]
        rows = {group: self.scope[group].filter(_all(near)) for group in (CASES, DOCUMENTS, INSTITUTIONS)}
        rows = {group: each.annotate(rank=self._nearness("plain")) for group, each in rows.items()}
        people = self.scope[PEOPLE].filter(_all(self._person(each) for each in near))
        return rows | {PEOPLE: people.annotate(rank=self._nearness("user__full_name"))}

    def _nearness(self, text: str):
        parts = [TrigramWordSimilarity(word, text) for word in self.asked.words]
        return Cast(reduce(lambda one, other: one + other, parts), FloatField())

    def _person(self, condition: Q) -> Q:
        """A word of a person's name, or of the position's or institution's."""
        return (
            Q(user__in=User.objects.alias(plain=PERSON_TEXT).filter(condition).values("pk"))
            | Q(position__in=Position.objects.with_text().filter(condition).values("pk"))
            | Q(position__institution__in=Institution.objects.with_text().filter(condition).values("pk"))
        )

    def _named(self) -> list[tuple[int, str]]:
        """Institutions that bear any of the words: whose cases may be meant."""
        words = [word for word in self.asked.words if len(word) >= PART]
        return [(key, text) for key, text in self._known.items() if any(word in text for word in words)]

    @staticmethod
    def _distinct(named: list[tuple[int, str]], words: list[str]) -> list[int]:
        found = [key for key, text in named if all(word in text for word in words)]
        return found if len(found) <= DISTINCT else []


def _told(word: str, owners: list[int]) -> Q:
    """Cases whose text holds a word, or that are of institutions which bear it.

    The text lies in a table of its own: an "or" over two tables is quick only where one of them is a list of keys.
    """
    found = has_word(word, "stems")
    if not owners:
        return found
    keys = CaseText.objects.filter(found).values("pk")
    return Q(pk__among=keys) | Q(owner__in=owners)


def _all(conditions) -> Q:
    return reduce(and_, conditions)
