"""Two texts compared word by word, for the eye: what stayed, what was taken out, what was added."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+\s*")
MOST_WORDS = 3000  # of one text; above, whole lines are compared and a changed line is shown whole


@dataclass(frozen=True)
class Piece:
    """A stretch of words: `same` in both texts, `out` only in the old one, `in` only in the new one."""

    kind: str
    text: str

    @property
    def words(self) -> str:
        """Without the space behind it, which is neither struck out nor underlined."""
        return self.text.rstrip()

    @property
    def gap(self) -> str:
        return self.text[len(self.words) :]


def compare(old: str, new: str) -> list[Piece]:
    """The two texts as one, with what was taken out before what was added in its place."""
    old, new = old.replace("\r\n", "\n").strip(), new.replace("\r\n", "\n").strip()
    if old == new:
        return [Piece("same", old)] if old else []
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.rstrip() for word in before], [word.rstrip() for word in after], False)
    for kind, start, end, from_, to in matcher.get_opcodes():
        is_last = (end, to) == (len(before), len(after))
        out, in_ = _apart(before[start:end], is_last), _apart(after[from_:to], is_last)
        if kind == "equal":
            yield Piece("same", in_)
            continue
        if out:
            yield Piece("out", out)
        if in_:
            yield Piece("in", in_)


def _apart(words: list[str], is_last: bool) -> str:
    """Words as they stood; the last word of a text has no space behind it, but here another may follow."""
    text = "".join(words)
    return text if is_last or not text or text[-1].isspace() else f"{text} "


def paragraphs(old: list[str], new: list[str]) -> Iterator[list[Piece]]:
    """Only the paragraphs that differ, each word by word; paragraphs are aligned first, so long texts stay cheap."""
    for kind, start, end, from_, to in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            continue
        before, after = old[start:end], new[from_:to]
        for number in range(max(len(before), len(after))):
            was = before[number] if number < len(before) else ""
            now = after[number] if number < len(after) else ""
            if pieces := compare(was, now):
                yield pieces
