"""What a hand-over of a province would move and leave, in numbers and by name, before anybody decides."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from casework.models import Case
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
    """The preview for one province and the UPT that leaves it. Three queries."""

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
    rows = moving(province, left)
    theirs = Q(turns__closed_at__isnull=True, turns__institution__upt=left)
    counted = rows.values("kind", "status").annotate(
        count=Count("pk", distinct=True), with_turn=Count("pk", filter=theirs, distinct=True)
    )
    found = Plan([Stage(**row) for row in counted.order_by("-kind", "status")])
    found.cases = list(rows.select_related("proposal", "agreement").order_by("kind", "opened_at")[:SHOWN])
    open_there = Q(closed_at__isnull=True)
    staying = Case.objects.filter(province=province).aggregate(
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
        elsewhere=Count("pk", filter=open_there & Q(upt__isnull=False) & ~Q(upt=left)),
        drafts=Count("pk", filter=open_there & Q(upt__isnull=True)),
    )
    found.closed, found.elsewhere, found.drafts = staying["closed"], staying["elsewhere"], staying["drafts"]
    return found
