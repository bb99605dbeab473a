"""What a figure of the board is: a question, the numbers that answer it, and a sentence that says what they mean."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.board_scope import Scope

PATTERNS = 6  # hues with patterns drawn in components/patterns.html


@dataclass(frozen=True)
class Row:
    """One line of a figure: its bar, its numbers, and the part of the address under which its cases stand.

    Its words are of the language in which it was counted: kept as they are, each would cost a class when it is read.
    """

    label: str
    cells: tuple  # figures as they are written, in the order of the columns
    size: float = 0  # what the bar is as long as
    part: str = ""
    url: str = ""
    numbers: tuple = ()  # the same for a file, where the page writes them otherwise
    pattern: str = "p1"
    apart: bool = False  # begins a second group
    behind: tuple = ()  # parts of the address under which the cases of each number stand, in the order of the cells

    def __post_init__(self):
        object.__setattr__(self, "label", str(self.label))

    def opens(self, part: str) -> bool:
        """Whether the row, or one of its numbers, stands at this part of the address."""
        return part == self.part or part in self.behind

    @property
    def filed(self) -> tuple:
        return self.numbers or self.cells


@dataclass
class Figure:
    """One answered question, in the words of one language. `meaning` says in a sentence what the numbers come to."""

    code: str
    title: str
    columns: tuple
    rows: list[Row] = field(default_factory=list)
    meaning: str = ""
    shares: list[dict] = field(default_factory=list)
    further: tuple = ()  # words and address of what the sentence speaks of
    empty: str = _("Nothing is counted here with these filters.")

    def __post_init__(self):
        self.title, self.empty, self.columns = str(self.title), str(self.empty), tuple(map(str, self.columns))

    @property
    def longest(self) -> float:
        return max((row.size for row in self.rows), default=0)

    @property
    def barred(self) -> list[tuple[Row, float, list[tuple]]]:
        """Each row, its bar as percent of the longest, and its numbers: column, words, part behind."""
        longest = self.longest
        return [
            (
                row,
                round(100 * row.size / longest, 1) if longest else 0,
                list(zip(self.columns[1:], row.cells, row.behind or ("",) * len(row.cells), strict=True)),
            )
            for row in self.rows
        ]

    @property
    def is_empty(self) -> bool:
        return not self.longest


@dataclass(frozen=True)
class Question:
    """How a figure is made, and which cases stand behind a part of it (with `measure`: what each adds)."""

    code: str
    title: str | Promise
    answer: Callable[[Scope], Figure]
    behind: Callable[[Scope, str], object]
    measure: str | Promise = ""  # what is measured, with its unit


def shares(parts: list[tuple]) -> list[dict]:
    """(label, amount, in words) as parts of a whole, for components/share.html; each percent is rounded by itself."""
    whole = sum(amount for _label, amount, _words in parts)
    found, x = [], 0.0
    for index, (label, amount, words) in enumerate(parts):
        if not whole or not amount:
            continue
        width = 100 * amount / whole
        found.append(
            {
                "label": str(label),
                "amount": words,
                "percent": f"{round(width)} %",
                "x": round(x, 2),
                "width": round(width, 2),
                "pattern": f"p{index % PATTERNS + 1}",
            }
        )
        x += width
    return found
