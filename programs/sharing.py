"""Who pays how much: totals and shares per party and source; and when a cost is shared at all.

The agency and its UPT are one party (the centre), the provincial budget is the province, and each
other funder is a party of its own name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from programs.models import CostLine

Source = CostLine.Source


@dataclass(frozen=True)
class Share:
    """What one party gives from one source: rupiah, and tenths of a percent of the whole."""

    key: str
    source: str
    other_party: str
    amount: int
    cash: int
    permille: int

    @property
    def label(self) -> str:
        return self.other_party or str(Source(self.source).label)

    @property
    def percent(self) -> float:
        return self.permille / 10


def party_of(line: CostLine) -> str:
    """The party behind a line: "centre", "province", or the other funder's name."""
    if line.source in (Source.APBN_CENTRE, Source.APBN_UPT):
        return "centre"
    return "province" if line.source == Source.APBD else f"other:{_plain(line.other_party)}"


def key_of(line: CostLine) -> str:
    """Party and source as one word, e.g. "apbd" or "other:pt nusa"."""
    return f"other:{_plain(line.other_party)}" if line.source == Source.OTHER else line.source


def total(lines: Iterable[CostLine]) -> int:
    return sum(line.amount for line in lines)


def is_cost_shared(lines: Iterable[CostLine]) -> bool:
    """Two or more parties give something, goods, services and tariff concessions included."""
    return len({party_of(line) for line in lines if line.source}) >= 2


def shares(lines: Iterable[CostLine]) -> list[Share]:
    """One share per party and source, in the order of the sources; the parts of a whole make exactly 100 %."""
    groups: dict[str, list[CostLine]] = {}
    for line in lines:
        if line.source:
            groups.setdefault(key_of(line), []).append(line)
    ordered = sorted(groups, key=lambda key: (_rank(groups[key][0].source), key))
    amounts = [total(groups[key]) for key in ordered]
    return [
        Share(
            key=key,
            source=groups[key][0].source,
            other_party=groups[key][0].other_party.strip(),
            amount=amount,
            cash=total(line for line in groups[key] if line.form == CostLine.Form.CASH),
            permille=permille,
        )
        for key, amount, permille in zip(ordered, amounts, _permilles(amounts), strict=True)
    ]


def _permilles(amounts: list[int]) -> list[int]:
    """Thousandths by largest remainder, so that they add up."""
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    parts = [amount * 1000 // whole for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda index: -(amounts[index] * 1000 % whole))
    for index in by_remainder[: 1000 - sum(parts)]:
        parts[index] += 1
    return parts


def _rank(source: str) -> int:
    return list(Source.values).index(source)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
