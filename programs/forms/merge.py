"""Two people, or two windows, on one step: what of this page may be saved, and where both wrote something else.

A page carries a short digest of every field as it was when shown. From it follows, field by field, whether the
reader changed it, whether somebody else did, or both: only the last is a conflict, and then nothing is overwritten.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field


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
    return str(value)


def digest(value) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:10]


def same(one, other) -> bool:
    return _canonical(one) == _canonical(other)


def read_seen(text: str) -> dict[str, str]:
    """The hidden field `seen`: "title:0123456789 kind:…"."""
    return dict(word.split(":", 1) for word in text.split() if ":" in word)


@dataclass
class Merge:
    """`save`: values to write; `theirs`: only somebody else changed them; `conflicts`: both did; `unread`: no value."""

    save: dict = field(default_factory=dict)
    theirs: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def merge(mine: dict, stored: dict, seen: dict[str, str]) -> Merge:
    """Compare what was typed with what is stored now and with what the page showed; unknown digests trust the page."""
    result = Merge(unread=[name for name in stored if name not in mine])
    for name, value in mine.items():
        if same(value, stored[name]):
            continue
        base, now = seen.get(name), digest(stored[name])
        if base is None or base == now:
            result.save[name] = value
        elif digest(value) == base:
            result.theirs.append(name)
        else:
            result.conflicts.append(name)
    return result
