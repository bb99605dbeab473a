"""Marks in a text the words that a search meant; everything else is escaped."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.fulltext import NEAR_FROM, PART, plain

WORD = re.compile(r"[^\W_]+")
ALIKE = 0.78  # of two words' letters, from which on one is taken for the other, mistyped


def marked(text: str, words: Iterable[str], stems: Iterable[str] = (), near: bool = False) -> SafeString:
    """A text with <mark> about the typed words, about those the database found by stem, and about what is near."""
    typed, found, at, parts = list(words), set(stems), 0, []
    for match in WORD.finditer(text):
        if _meant(plain(match[0]), typed, found, near):
            parts += [(text[at : match.start()], match[0])]
            at = match.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[at:])


def _meant(word: str, typed: list[str], found: set[str], near: bool) -> bool:
    if word in found or any(word.startswith(each) or (len(each) >= PART and each in word) for each in typed):
        return True
    return near and any(len(each) >= NEAR_FROM and _alike(each, word) for each in typed)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
