"""What a hand-over of a province would move and leave, in numbers and by name, before anybody decides."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from casework.models import Case, Turn
from casework.states import STATES
from portal.handover.provinces import moving
from regions.models import Province, Upt

SHOWN = 50


@dataclass(frozen=True)
class Stage:
    """How many open cases of one kind and state move; whether their turn moves with them."""

    kind: str
    status: str
    count: int
    with_turn: int

    @property
    def label(self) -> str:
        return str(STATES[self.kind][self.status].label)

    @property
    def kind_label(self) -> str:
        return str(Case.Kind(self.kind).label)


@dataclass
class Plan:
    """The preview for one province and the UPT that leaves it. Two queries."""

    stages: list[Stage] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    closed: int = 0
    elsewhere: int = 0
    drafts: int = 0

    @property
    def count(self) -> int:
        return sum(stage.count for stage in self.stages)

    @property
    def beyond(self) -> int:
        return max(0, self.count - len(self.cases))

    @property
    def staying(self) -> int:
        return self.closed + self.elsewhere + self.drafts


def plan_of(province: Province, left: Upt) -> Plan:
    is_open = Q(closed_at__isnull=True)
    moves = is_open & Q(upt=left)
    at_office = Exists(Turn.objects.open().filter(case=OuterRef("pk"), institution__upt=left))
    counted = (
        Case.objects.filter(province=province)
        .values("kind", "status")
        .annotate(
            moving=Count("pk", filter=moves),
            with_turn=Count("pk", filter=moves & at_office),
            closed=Count("pk", filter=~is_open),
            elsewhere=Count("pk", filter=is_open & Q(upt__isnull=False) & ~Q(upt=left)),
            drafts=Count("pk", filter=is_open & Q(upt__isnull=True)),
        )
    )
    found = Plan()
    for row in counted.order_by("-kind", "status"):
        if row["moving"]:
            found.stages.append(Stage(row["kind"], row["status"], row["moving"], row["with_turn"]))
        found.closed += row["closed"]
        found.elsewhere += row["elsewhere"]
        found.drafts += row["drafts"]
    rows = moving(province, left).select_related("proposal", "agreement")
    found.cases = list(rows.order_by("kind", "opened_at")[:SHOWN])
    return found
