"""Two people, or two windows, on one page: what of it may be saved, and where both wrote something else.

A page carries a short digest of every field as it was when shown, of a table one digest per row. From it follows,
field by field and row by row, whether the reader changed it, whether somebody else did, or both: only the last is a
conflict, and then nothing is overwritten until the reader has chosen.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOOSE, SHOWN = "choose-", "shown-"  # names of the controls: what was chosen, and the digest it was chosen from
EMPTY_TABLE = "-"


def _canonical(value) -> str:
    """The same text for the same content, whatever the line ends, the order of choices or the kind of emptiness."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, dict):
        return "\x1e".join(f"{key}={_canonical(value[key])}" for key in sorted(value))
    if isinstance(value, tuple):
        return "\x1f".join(map(_canonical, value))
    if isinstance(value, Iterable):
        return "\x1f".join(sorted(str(getattr(item, "pk", item)) for item in value))
    return str(getattr(value, "pk", value))


def _short(value) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:10]


def digest(value) -> str:
    """Of a field; of a table (a tuple of rows) those of its rows in their order."""
    if isinstance(value, tuple):
        return ".".join(map(_short, value)) or EMPTY_TABLE
    return _short(value)


def same(one, other) -> bool:
    return _canonical(one) == _canonical(other)


def read_seen(text: str) -> dict[str, str]:
    """The hidden field `seen`: "title:0123456789 kind:…"."""
    return dict(word.split(":", 1) for word in text.split() if ":" in word)


def write_seen(values: dict) -> str:
    return " ".join(f"{name}:{digest(value)}" for name, value in values.items())


@dataclass(frozen=True)
class Choice:
    """What the reader chose for one conflict, and the digest of their text as it was shown to him."""

    what: str
    shown: str = ""


def read_choices(data) -> dict[str, Choice]:
    """The radio buttons of components/conflicts.html."""
    names = [name for name in data if name.startswith(CHOOSE) and data[name] in (MINE, THEIRS, BOTH)]
    return {
        name.removeprefix(CHOOSE): Choice(data[name], data.get(f"{SHOWN}{name.removeprefix(CHOOSE)}", ""))
        for name in names
    }


@dataclass(frozen=True)
class Clash:
    """Rows of a table that two people changed in two ways; `key` names it as long as the others' rows stay so."""

    key: str
    theirs: list[dict]
    mine: list[dict]


@dataclass
class Merge:
    """What a page may save, and what it may not.

    `save`: values to write · `theirs`: only somebody else changed them, or the reader took theirs ·
    `conflicts`: both did · `both`: the reader wants both texts in the field, to join them by hand ·
    `mixed`: tables saved with others' rows among one's own, with the digest of one's own ·
    `clashes`: conflicts of a table, row by row · `unread`: fields without a readable value.
    """

    save: dict = field(default_factory=dict)
    theirs: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    both: dict[str, str] = field(default_factory=dict)
    mixed: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, list[Clash]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Something waits for the reader's hand."""
        return bool(self.conflicts or self.both)


def merge(mine: dict, stored: dict, seen: dict[str, str], choices: dict[str, Choice] | None = None) -> Merge:
    """Compare what was typed with what is stored now and with what the page showed; unknown digests trust the page."""
    result, choices = Merge(unread=[name for name in stored if name not in mine]), choices or {}
    for name, value in mine.items():
        if same(value, stored[name]):
            continue
        base, now = seen.get(name), digest(stored[name])
        if base is None or base == now:
            result.save[name] = value
        elif digest(value) == base:
            result.theirs.append(name)
        elif isinstance(value, tuple):
            _merge_table(result, name, base, value, stored[name], choices)
        else:
            _choose(result, name, value, stored[name], choices.get(name))
    return result


def _choose(result: Merge, name: str, mine, theirs, choice: Choice | None) -> None:
    """A choice counts for the text it was made from: who wrote again meanwhile is asked about again."""
    if choice is None or choice.shown != digest(theirs):
        result.conflicts.append(name)
    elif choice.what == MINE:
        result.save[name] = mine
    elif choice.what == THEIRS:
        result.theirs.append(name)
    elif isinstance(mine, str):
        result.both[name] = joined(theirs, mine)
    else:
        result.conflicts.append(name)


def joined(theirs: str, mine: str) -> str:
    """Both texts one below the other, theirs first."""
    return f"{theirs.strip()}\n\n{mine.strip()}"


def _merge_table(result: Merge, name: str, base: str, mine: tuple, theirs: tuple, choices: dict[str, Choice]) -> None:
    def decide(key: str) -> str:
        choice = choices.get(f"{name}-{key}")
        return choice.what if choice else ""

    rows, clashes = merge_rows([] if base == EMPTY_TABLE else base.split("."), mine, theirs, decide)
    if clashes:
        result.conflicts.append(name)
        result.clashes[name] = clashes
        return
    if not same(rows, theirs):
        result.save[name] = rows
    result.mixed[name] = digest(mine)


def merge_rows(base: list[str], mine: tuple, theirs: tuple, decide: Callable[[str], str]) -> tuple[tuple, list[Clash]]:
    """Three-way: rows that only one of the two changed, added or took away follow that one; new rows of both stay."""
    rows: list[dict] = []
    clashes: list[Clash] = []
    for before, my_rows, their_rows in _stretches(base, list(mine), list(theirs)):
        settled = _settled(before, my_rows, their_rows)
        if settled is None:
            key = _short(".".join([*before, "|", *map(_short, their_rows)]))
            settled = {MINE: my_rows, THEIRS: their_rows, BOTH: their_rows + my_rows}.get(decide(key))
            if settled is None:
                clashes.append(Clash(key, their_rows, my_rows))
        rows += settled or []
    return tuple(rows), clashes


def _settled(before: list[str], mine: list[dict], theirs: list[dict]) -> list[dict] | None:
    """What follows without asking; None when both changed the same in two ways."""
    my_digests, their_digests = [*map(_short, mine)], [*map(_short, theirs)]
    if my_digests in (before, their_digests):
        return theirs
    if their_digests == before:
        return mine
    return theirs + mine if not before else None


def _stretches(base: list[str], mine: list[dict], theirs: list[dict]) -> Iterator[tuple]:
    """Between rows that nobody changed, the stretch of each, as far as it goes row by row."""
    to_mine, to_theirs = _matches(base, mine), _matches(base, theirs)
    i = j = k = 0
    for stable in [*(row for row in range(len(base)) if row in to_mine and row in to_theirs), len(base)]:
        my_end, their_end = to_mine.get(stable, len(mine)), to_theirs.get(stable, len(theirs))
        yield from _row_by_row(base[i:stable], mine[j:my_end], theirs[k:their_end])
        if stable < len(base):
            yield base[stable : stable + 1], mine[my_end : my_end + 1], theirs[their_end : their_end + 1]
        i, j, k = stable + 1, my_end + 1, their_end + 1


def _row_by_row(before: list[str], mine: list[dict], theirs: list[dict]) -> Iterator[tuple]:
    """A stretch in single rows as long as each is settled by itself; the rest, of unequal length, in one piece."""
    rows = [([one], [my_row], [their_row]) for one, my_row, their_row in zip(before, mine, theirs, strict=False)]
    alike = len(before) == len(mine) == len(theirs)
    if alike or all(_settled(*row) is not None for row in rows):
        yield from rows
        before, mine, theirs = before[len(rows) :], mine[len(rows) :], theirs[len(rows) :]
    if before or mine or theirs:
        yield before, mine, theirs


def _matches(base: list[str], rows: list[dict]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, [*map(_short, rows)], False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
