"""Whole numbers that an address or a button brings along: written by the page, but anybody may write others."""

LARGEST_KEY = 2**63 - 1
MOST_PAGES = 99_999


def whole_number(word: str, most: int = LARGEST_KEY) -> int | None:
    """The number that a word of plain digits says; None for any other word, and beyond `most`."""
    plain = word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST_KEY))
    return int(word) if plain and int(word) <= most else None
