"""The table of `make faults`: one row for each fault, with what was lost, doubled and broken, how soon it went on."""

import time
from dataclasses import dataclass, field

WEB_WITHIN, REMINDERS_WITHIN = 10, 120
HEAD = (
    f"{'fault':<58}{'rounds':>7}{'lost':>6}{'double':>8}{'broken':>8}{'web s':>8}{'mail s':>8}{'sure':>7}  twin failed"
)


@dataclass
class Row:
    """One fault. `twin` is what the figures were with the control off, over so many rounds; None until it was run."""

    fault: str
    rounds: int = 0
    lost: int = 0
    double: int = 0
    broken: int = 0
    uncertain: int = 0
    messages: int = 0
    web: list[float] = field(default_factory=list)
    mail: list[float] = field(default_factory=list)
    twin: str = ""
    said: list[str] = field(default_factory=list)

    def add(self, verdict) -> None:
        self.rounds += 1
        self.lost += verdict.lost
        self.double += verdict.double
        self.broken += verdict.broken
        self.uncertain += verdict.uncertain
        self.messages += verdict.messages
        self.said += verdict.said

    def shown_by(self, twin: "Row", *kinds: str) -> None:
        """What the same fault did with the control off."""
        harm = ", ".join(f"{getattr(twin, kind)} {kind}" for kind in kinds if getattr(twin, kind))
        self.twin = f"{'yes: ' + harm if harm else 'NO'} in {twin.rounds} rounds"

    @property
    def harmed(self) -> int:
        return self.lost + self.double + self.broken

    @property
    def missed(self) -> list[str]:
        """The figures that do not hold."""
        late = [f"web back after {max(self.web):.1f} s"] if self.web and max(self.web) > WEB_WITHIN else []
        if self.mail and max(self.mail) > REMINDERS_WITHIN:
            late.append(f"reminders back after {max(self.mail):.1f} s")
        return [*self.said, *late]

    def __str__(self) -> str:
        web = f"{max(self.web):.1f}" if self.web else "–"
        mail = f"{max(self.mail):.1f}" if self.mail else "–"
        sure = f"{self.messages - self.uncertain}/{self.messages}" if self.messages else "–"
        counts = f"{self.rounds:>7}{self.lost:>6}{self.double:>8}{self.broken:>8}"
        return f"{self.fault:<58}{counts}{web:>8}{mail:>8}{sure:>9}  {self.twin or '–'}"


class Stopwatch:
    def __init__(self):
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


class Table:
    """Rows in the order in which their faults were made."""

    def __init__(self):
        self.rows: dict[str, Row] = {}

    def row(self, fault: str) -> Row:
        return self.rows.setdefault(fault, Row(fault))

    def __str__(self) -> str:
        return "\n".join([HEAD, *map(str, self.rows.values())])
