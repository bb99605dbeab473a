"""A lifecycle as a drawing: every state of the workflow table, the way this case took, and what may come next.

States stand where a room's own small table puts them (column and row); everything else follows from the workflow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.journey import Stay, stays
from casework.models import Case
from casework.states import STATES
from casework.workflow import Transition, Workflow
from regions.templatetags.dates import day_short

CELL_WIDTH, CELL_HEIGHT = 136, 112
BOX_WIDTH, BOX_HEIGHT = 124, 66
LINE = 14  # signs of a label that stand in one line of a box
Layout = dict[str, tuple[int, int]]


@dataclass
class Stop:
    """One state as a box: `state` is past, now, possible or ahead."""

    status: str
    label: str
    x: int
    y: int
    state: str
    days: str = ""
    number: int | None = None

    @property
    def left(self) -> int:
        return self.x - BOX_WIDTH // 2

    @property
    def top(self) -> int:
        return self.y - BOX_HEIGHT // 2

    @property
    def badge_x(self) -> int:
        return self.x + BOX_WIDTH // 2 - 8

    @property
    def lines(self) -> list[dict]:
        """The label in lines of a box, each with its height, and the days below."""
        texts = [*_wrapped(self.label), *([self.days] if self.days else [])]
        first = self.y - 8 * (len(texts) - 1) + 4
        return [
            {"text": text, "y": first + 16 * number, "quiet": bool(self.days) and number == len(texts) - 1}
            for number, text in enumerate(texts)
        ]


@dataclass(frozen=True)
class Edge:
    """A line between two boxes: usual (the common way), taken or next (possible now)."""

    path: str
    kind: str


@dataclass(frozen=True)
class Onward:
    """A move that is possible from here: what it is called, where it leads, who makes it."""

    number: int | None
    label: str | Promise
    target: str | Promise
    who: str
    dangerous: bool


@dataclass
class Drawing:
    """Everything the component draws and its list says."""

    width: int
    height: int
    stops: list[Stop]
    edges: list[Edge]
    onward: list[Onward]
    been: list[dict] = field(default_factory=list)

    box_width, box_height = BOX_WIDTH, BOX_HEIGHT


def drawing(case: Case, workflow: Workflow, layout: Layout, usual: Iterable[str]) -> Drawing:
    """The lifecycle of one case; asks nothing beyond the case's trail."""
    been, moves = stays(case), workflow.from_state(case.status)
    targets = list(dict.fromkeys(row.target for row in moves if row.target != case.status))
    numbers = {status: number for number, status in enumerate(targets, start=1)}
    stops = {status: _stop(case, status, place, been, numbers) for status, place in layout.items()}
    columns, rows = zip(*layout.values(), strict=True)
    return Drawing(
        width=(max(columns) + 1) * CELL_WIDTH,
        height=(max(rows) + 1) * CELL_HEIGHT,
        stops=list(stops.values()),
        edges=_edges(case, stops, list(usual), been, targets),
        onward=[_onward(workflow, row, numbers) for row in moves],
        been=[_told(case, stay) for stay in been],
    )


def _stop(case: Case, status: str, place: tuple[int, int], been: list[Stay], numbers: dict[str, int]) -> Stop:
    column, row = place
    spent = [stay for stay in been if stay.status == status]
    state = "now" if status == case.status else "past" if spent else "possible" if status in numbers else "ahead"
    return Stop(
        status=status,
        label=str(STATES[case.kind][status].label),
        x=column * CELL_WIDTH + CELL_WIDTH // 2,
        y=row * CELL_HEIGHT + CELL_HEIGHT // 2,
        state=state,
        days=_days(case, spent),
        number=numbers.get(status),
    )


def _days(case: Case, spent: list[Stay]) -> str:
    """Nothing is counted where a closed case rests."""
    counted = [stay for stay in spent if stay.until or not case.closed_at]
    if not counted:
        return ""
    days = sum(stay.days for stay in counted)
    text = ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    return f"{text} ({len(spent)}×)" if len(spent) > 1 else text


def _edges(case: Case, stops: dict[str, Stop], usual: list[str], been: list[Stay], targets: list[str]) -> list[Edge]:
    """The quiet lines first, so that what matters lies above them."""
    common = list(zip(usual, usual[1:], strict=False))
    taken = list(dict.fromkeys((one.status, other.status) for one, other in zip(been, been[1:], strict=False)))
    ahead = [(case.status, target) for target in targets]
    drawn = [("usual", pair) for pair in common if pair not in taken and pair not in ahead]
    drawn += [("taken", pair) for pair in taken] + [("next", pair) for pair in ahead]
    return [Edge(_path(stops[one], stops[other]), kind) for kind, (one, other) in drawn if one != other]


def _path(one: Stop, other: Stop) -> str:
    """Straight to a neighbour in the row, below the row to another one, and a bend between rows.

    Past a row that lies between, a line goes down the gap beside the column it leads to: nothing runs behind a box.
    """
    half_width, half_height = BOX_WIDTH // 2, BOX_HEIGHT // 2
    if one.y == other.y and 0 < other.x - one.x <= CELL_WIDTH:
        return f"M{one.x + half_width} {one.y}H{other.x - half_width - 3}"
    if one.y == other.y:
        foot, low = one.y + half_height, one.y + half_height + 34
        return f"M{one.x - 20} {foot}C{one.x - 20} {low} {other.x + 20} {low} {other.x + 20} {foot + 3}"
    down = 1 if other.y > one.y else -1
    start, end = one.y + down * half_height, other.y - down * (half_height + 3)
    out, in_, middle = one.x + down * 16, other.x + down * 16, (start + end) // 2
    if abs(other.y - one.y) <= CELL_HEIGHT:
        return f"M{out} {start}C{out} {middle} {in_} {middle} {in_} {end}"
    gap = other.x + (CELL_WIDTH // 2 if other.x < one.x or other.x < CELL_WIDTH else -CELL_WIDTH // 2) + down * 3
    first, last = one.y + down * CELL_HEIGHT - down * half_height, other.y - down * CELL_HEIGHT + down * half_height
    bend, turn = (start + first) // 2, (last + end) // 2
    return f"M{out} {start}C{out} {bend} {gap} {bend} {gap} {first}V{last}C{gap} {turn} {in_} {turn} {in_} {end}"


def _onward(workflow: Workflow, row: Transition, numbers: dict[str, int]) -> Onward:
    who = str(row.allowed.who)
    if row.by_clock and not row.by_clock_only:
        who = _("%(who)s, or the clock") % {"who": who}
    return Onward(
        number=numbers.get(row.target),
        label=row.label,
        target=STATES[workflow.kind][row.target].label,
        who=who,
        dangerous=row.dangerous,
    )


def _told(case: Case, stay: Stay) -> dict:
    rests = stay.until is None and case.closed_at
    return {
        "label": STATES[case.kind][stay.status].label,
        "since": day_short(stay.since),
        "until": day_short(stay.until),
        "days": None if rests else stay.days,
        "now": stay.until is None,
    }


def _wrapped(label: str) -> list[str]:
    """Words of a label in at most three lines."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE and len(lines) < 3:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
