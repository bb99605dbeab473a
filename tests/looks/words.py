"""Finds sentences of one language on pages of the other, text by text, by the catalogue."""

import re
from functools import cache
from html import unescape

from portal.translations import stored

HIDDEN = re.compile(r"<(script|style|svg|code|pre)\b.*?</\1>", re.DOTALL)
NAMED = re.compile(r"""(?:aria-label|title|placeholder|alt|data-confirm)=["']([^"']+)["']""")
TEXTS = re.compile(r">([^<>]+)<")
MARK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Filled = tuple[str, re.Pattern]  # the longest stretch that is always there, and the whole
NAMES_OF_LANGUAGES = {"Indonesia", "Bahasa Indonesia", "English"}


def texts(html: str) -> set[str]:
    """Every stretch of text a reader sees or hears, as it stands between two tags."""
    body = HIDDEN.sub("", html)
    found = TEXTS.findall(body) + NAMED.findall(body)
    return {" ".join(unescape(text).split()) for text in found} - {""} - NAMES_OF_LANGUAGES


@cache
def sentences() -> tuple[set[str], set[str], list[Filled], list[Filled]]:
    """What is said in one language only: whole sentences of each, and patterns of those that are filled in."""
    english, indonesian, filled_english, filled_indonesian = set(), set(), [], []
    for message in stored():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in ids:
            _sort(text, english, filled_english)
        for text in strings:
            _sort(text, indonesian, filled_indonesian)
    both = english & indonesian
    return english - both, indonesian - both, filled_english, filled_indonesian


def _sort(text: str, whole: set[str], filled: list[Filled]) -> None:
    plain = " ".join(re.sub(r"<[^>]+>", "", text).split())
    parts = MARK.split(plain)
    if len(parts) == 1:
        whole.add(plain)
    elif len(longest := max((part.strip() for part in parts), key=len)) > 16:
        filled.append((longest, re.compile(".+".join(re.escape(part) for part in parts))))


def english_on(html: str) -> set[str]:
    """English sentences on an Indonesian page."""
    english, indonesian, filled, _other = sentences()
    return _of(html, english, filled) - indonesian


def indonesian_on(html: str) -> set[str]:
    """Indonesian sentences of the portal on an English page; what people wrote themselves is in neither catalogue."""
    english, indonesian, _other, filled = sentences()
    return _of(html, indonesian, filled) - english


def _of(html: str, whole: set[str], filled: list[Filled]) -> set[str]:
    return {
        text
        for text in texts(html)
        if text in whole or any(longest in text and each.fullmatch(text) for longest, each in filled)
    }
