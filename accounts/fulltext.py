"""How text is found in PostgreSQL: folded, by stems, by parts, and nearly. The only place that knows the functions.

`search_plain` (a function of the database, made by a migration) makes small letters without accents and turns
the marks of file names and numbers into blanks. Indexes and questions must use the very same expressions.
"""

import re
import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.backends.signals import connection_created
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce

CONFIG = "indonesian"
NEAR = 0.42  # how much of a typed word's trigrams a text must hold to be near it
PART = 3  # letters from which on a word is looked for inside other words too
NEAR_FROM = 4  # letters from which on a word may be mistyped
NO_MARKS = str.maketrans("_/.-", "    ")


class Plain(Func):
    """Several columns as one folded text."""

    function = "search_plain"
    arg_joiner = " || ' ' || "
    output_field = TextField()

    def __init__(self, *columns, **extra):
        given = [Coalesce(F(each), Value("")) if isinstance(each, str) else each for each in columns]
        super().__init__(*given, **extra)


class Stems(Func):
    """The stems of a folded text."""

    template = f"to_tsvector('{CONFIG}', %(expressions)s)"
    output_field = SearchVectorField()


class Matched(Func):
    """Which words of a folded text a query meant, for marking them."""

    function = "search_matched"
    output_field = ArrayField(TextField())


def plain(text: str) -> str:
    """As `search_plain` does it, for what was typed and for marking."""
    letters = unicodedata.normalize("NFKD", text.translate(NO_MARKS).lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text, folded: runs of letters and digits."""
    return re.findall(r"[^\W_]+", plain(text))


def by_stem(words: list[str], joined: str = "&") -> SearchQuery:
    """Words by their stems; each may go on ("pelat" finds "pelatihan")."""
    return SearchQuery(f" {joined} ".join(f"'{word}':*" for word in words), search_type="raw", config=CONFIG)


def has_word(word: str, stems: str = "") -> Q:
    """Rows whose alias `plain` holds a word, or whose alias `stems` holds its stem.

    The part is asked for first: PostgreSQL looks at each row found by either index again, and stems cost it most.
    """
    found = Q(**{stems: by_stem([word])}) if stems else Q(pk__in=[])
    return Q(plain__contains=word) | found if len(word) >= PART or not stems else found


def is_near(word: str) -> Q:
    """Rows whose alias `plain` holds something like a word; too short a word, or a number, must stand there itself."""
    if len(word) < NEAR_FROM or word.isdigit():
        return Q(plain__contains=word)
    return Q(plain__trigram_word_similar=word)


def connect() -> None:
    connection_created.connect(_tell_how_near, dispatch_uid="accounts.fulltext")


def _tell_how_near(connection, **_kwargs) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET pg_trgm.word_similarity_threshold = %s", [NEAR])
