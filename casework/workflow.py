"""The one door through which a status changes: a table of transitions, and `perform`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import notices, trail, turns
from casework.locks import locked
from casework.models import Case
from casework.policies import Policy, nobody
from casework.states import STATES
from regions import clock

# Sent inside the transaction after every move: obj, transition, actor, source (the state left).
moved = Signal()


class Refused(Exception):
    """The move is not possible now; `reasons` are sentences for the reader."""

    def __init__(self, *reasons: str | Promise, field: str | None = None):
        super().__init__(" ".join(str(reason) for reason in reasons))
        self.reasons = list(reasons)
        self.field = field


class NotAllowed(Refused):
    """The actor may never do this (403), whatever the state."""


class Stale(Refused):
    """Somebody changed the case after this page was shown; `obj` is how it stands now."""

    def __init__(self, obj):
        super().__init__(_("The case changed after you opened this page. Look at it again before you decide."))
        self.obj = obj


def _nothing(obj, **_data):
    return None


def _no_objection(obj, actor) -> list:
    return []


def _no_audience(obj) -> list:
    return []


@dataclass(frozen=True)
class Transition:
    """One move: from which states to which, who may (`allowed`), when (`guard`), what else happens (`effect`).

    `guard(obj, actor)` lists the reasons that speak against it now; empty means go.
    `effect(obj, *, actor, comment, **data)` writes models, calls no service, may raise Refused for bad data.
    `tells(obj)` gives people who are told besides those who hold the next turn.
    """

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    allowed: Policy
    guard: Callable = _no_objection
    effect: Callable = _nothing
    needs_comment: bool = False
    by_clock: bool = False
    dangerous: bool = False
    tells: Callable = _no_audience

    @property
    def by_clock_only(self) -> bool:
        """No person may do it, so it has neither page nor button."""
        return self.by_clock and self.allowed is nobody


@dataclass(frozen=True)
class Workflow:
    """A lifecycle: its kind, its moves, and who holds the ball in each state (`seats(obj, transition) -> [Seat]`)."""

    kind: str
    transitions: tuple[Transition, ...]
    seats: Callable
    by_name: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "by_name", {row.name: row for row in self.transitions})

    def __getitem__(self, name: str) -> Transition:
        return self.by_name[name]

    def from_state(self, status: str) -> list[Transition]:
        return [row for row in self.transitions if status in row.sources]


def refusals(obj, row: Transition, actor) -> list:
    """Why this move is not possible now for this actor; empty means it is."""
    if obj.case.status not in row.sources:
        return [_("The case is now “%(state)s”; this step does not exist there.") % {"state": obj.case.status_label}]
    if actor is None:
        return list(row.guard(obj, None)) if row.by_clock else [_("The clock does not do this.")]
    if not row.allowed(actor, obj):
        return [_("This is done by %(who)s.") % {"who": row.allowed.who}]
    return list(row.guard(obj, actor))


def available(obj, actor) -> list[tuple[Transition, list]]:
    """The moves this actor may make from the present state, each with what still speaks against it."""
    rows = obj.workflow.from_state(obj.case.status)
    return [(row, list(row.guard(obj, actor))) for row in rows if row.allowed(actor, obj)]


def perform(obj, name: str, *, actor, comment: str = "", version: int | None = None, **data):
    """Make a move, all or nothing: lock, look, ask policy and guard, write, tell. Returns the object read afresh.

    `actor=None` is the clock. Raises NotAllowed (may never), Refused (not now, or bad data), Stale (page too old).
    """
    row = obj.workflow[name]
    with transaction.atomic():
        obj = reread(obj, version)
        case, source = obj.case, obj.case.status
        _check(obj, row, actor, comment)
        case.status = row.target
        row.effect(obj, actor=actor, comment=comment, **data)
        _write(case)
        _turn_over(obj, row)
        trail.record(
            case,
            f"{obj.workflow.kind}.{name}",
            actor=actor,
            comment=comment,
            from_status=source,
            to_status=case.status,
            **trail_params(data),
        )
        notices.tell_of_move(obj, row, actor=actor, comment=comment)
        moved.send(sender=type(obj), obj=obj, transition=row, actor=actor, source=source)
    return obj


def reread(obj, version: int | None = None):
    """Lock the case first, then read everything again: what the caller saw may be old. Services begin with it too.

    With the version the caller's page was made from, raises Stale when somebody was faster.
    """
    case = locked(Case.objects.filter(pk=obj.case_id)).get()
    fresh = locked(type(obj)._base_manager.filter(pk=obj.pk)).get()
    fresh.case = case
    if version is not None and version != case.version:
        raise Stale(fresh)
    return fresh


def _check(obj, row: Transition, actor, comment: str) -> None:
    if actor is not None and not Case.objects.visible_to(actor).filter(pk=obj.case_id).exists():
        raise NotAllowed(_("This case is outside your scope."))
    reasons = refusals(obj, row, actor)
    if reasons:
        in_state = obj.case.status in row.sources
        forbidden = in_state and actor is not None and not row.allowed(actor, obj)
        raise (NotAllowed if forbidden else Refused)(*reasons)
    if row.needs_comment and not comment.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="comment")


def _write(case: Case) -> None:
    case.version += 1
    case.closed_at = clock.now() if STATES[case.kind][case.status].final else None
    case.save()


def _turn_over(obj, row: Transition) -> None:
    """The move ends every open turn and opens those of the state reached."""
    turns.close_turns(obj.case)
    for seat in obj.workflow.seats(obj, row):
        turns.open_turn(obj.case, seat)
    obj.case._prefetched_objects_cache = {}


def trail_params(data: dict) -> dict:
    """What of a move's data is worth a word in the history: plain values, and rows by their names."""
    plain: Iterable = ((key, value) for key, value in data.items() if isinstance(value, str | int | bool))
    dates = {key: value.isoformat() for key, value in data.items() if hasattr(value, "isoformat")}
    names = {key: str(value) for key, value in data.items() if isinstance(value, Model)}
    return dict(plain) | dates | names
