"""Turns that change hands: taken from a pool, given to a position, passed on to another one, put back into the pool.

The last day stays whatever happens here. A room whose own rows know who holds a turn (the verifier of a proposal, a
reviewer) registers `Hands` for that seat; every other turn is handed on by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import holders_of
from accounts.models import Institution, Position
from accounts.roles import Role
from casework import notices, trail, turns
from casework.locks import locked
from casework.models import Case, Turn
from casework.policies import Policy, holds_this_turn, policy
from casework.strip import holders_of as holders_by
from casework.workflow import NotAllowed, Refused
from regions import clock

Give = Callable  # (turn, position, *, actor, reason): the room's own service, which tells and writes the trail itself


@dataclass(frozen=True)
class Hands:
    """Who fits a seat, and which services of its room move what else knows the holder."""

    roles: tuple[Role, ...] = ()
    give: Give | None = None
    put_back: Callable | None = None


_HANDS: dict[tuple[str, str], Hands] = {}


def register(kind: str, seat: str, hands: Hands) -> None:
    """How turns of one seat of a lifecycle change hands; called from a room's AppConfig.ready."""
    _HANDS[kind, seat] = hands


def hands_of(turn: Turn) -> Hands:
    """Needs the turn's case."""
    return _HANDS.get((turn.case.kind, turn.seat.partition(":")[0]), Hands())


def fitting_roles(turn: Turn) -> tuple[str, ...]:
    """The roles of which a position must carry one to hold this turn; the pool it came from says it where none does."""
    wanted = hands_of(turn).roles or ((turn.pool_role,) if turn.is_pool else ())
    return tuple(str(role) for role in wanted) or (_pool_before(turn),)


def _pool_before(turn: Turn) -> str:
    """The pool out of which somebody took this turn; empty when it was a position's from the start."""
    before = Turn.objects.filter(case=turn.case_id, seat=turn.seat, status=turn.status, position=None)
    return before.order_by("-pk").values_list("pool_role", flat=True).first() or ""


def fits(turn: Turn, position: Position) -> bool:
    """A position of the same institution, with a fitting role, other than the one that holds the turn."""
    return (
        position.institution_id == turn.institution_id
        and position.pk != turn.position_id
        and any(role in position.roles for role in fitting_roles(turn))
    )


@policy(_("whoever belongs to the pool"))
def claims(actor, turn):
    """Takes a pool's turn for himself."""
    office = turn.institution_id == actor.institution.pk
    return turn.is_pool and office and any(role in actor.roles for role in fitting_roles(turn))


# Who hands out the work of an office.
LEADS = {Institution.Kind.AGENCY: (Role.COORDINATOR,), Institution.Kind.UPT: (Role.UPT_HEAD,)}
ELSEWHERE = (Role.BODY_HEAD, Role.INSTITUTION_ADMIN)


@policy(_("whoever hands out the work of the office that holds the turn: its head, or a coordinator at the centre"))
def assigns(actor, turn):
    return turn.institution_id == actor.institution.pk and hands_out_work(actor)


def hands_out_work(actor) -> bool:
    return actor.has(*LEADS.get(actor.institution.kind, ELSEWHERE))


releases = Policy(
    lambda actor, turn: not turn.is_pool and (holds_this_turn(actor, turn) or assigns(actor, turn)),
    _("whoever holds the turn, or hands out the work of its office"),
)


@transaction.atomic
def claim(turn: Turn, *, actor) -> Turn:
    """Take a pool's turn for oneself; whoever comes second reads who has it."""
    turn = _enter(turn, claims, actor)
    return _give(turn, actor.position, "claim_turn", actor=actor)


@transaction.atomic
def assign(turn: Turn, position: Position, *, actor, reason: str = "") -> Turn:
    """Give a pool's turn, or a colleague's (then the reason is asked for), to a position of the office that fits."""
    turn = _enter(turn, assigns, actor)
    if not turn.is_pool and not reason.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="comment")
    if position.pk == turn.position_id:
        raise Refused(_("This position has the turn already."), field="position")
    if not fits(turn, position) or not holders_of(position):
        raise Refused(_("Choose somebody in office here whose position may do this."), field="position")
    return _give(turn, position, "assign_turn" if turn.is_pool else "reassign_turn", actor=actor, reason=reason.strip())


def reassign(turn: Turn, position: Position, *, actor, reason: str) -> Turn:
    """Pass a colleague's turn to another position of the office; the reason is kept."""
    return assign(turn, position, actor=actor, reason=reason)


@transaction.atomic
def release(turn: Turn, *, actor, reason: str = "") -> Turn:
    """Put a turn back into the pool it was taken from."""
    turn = _enter(turn, releases, actor)
    hands, pool = hands_of(turn), _pool_before(turn)
    if hands.put_back:
        hands.put_back(turn, actor=actor, reason=reason.strip())
        return _open_one(turn)
    if not pool:
        raise Refused(_("This turn was never in a pool; give it to another position."))
    before = _people(turn)
    new = turns.hand_on(turn, pool_role=pool)
    return _leave(turn, new, "release_turn", actor=actor, reason=reason.strip(), before=before)


def _enter(turn: Turn, allowed: Policy, actor) -> Turn:
    """The turn read afresh behind its case's lock; refuses who may not, and says who was faster."""
    case = locked(Case.objects.filter(pk=turn.case_id)).get()
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotAllowed(_("This case is outside your scope."))
    fresh = Turn.objects.with_holders().get(pk=turn.pk)
    if fresh.closed_at:
        raise Refused(_gone(fresh))
    fresh.case = case
    if not allowed(actor, fresh):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": allowed.who})
    return fresh


def _gone(turn: Turn):
    now = Turn.objects.open().filter(case=turn.case_id, seat=turn.seat).with_holders().first()
    if now is None:
        return _("This turn is over; somebody has acted meanwhile.")
    return _("Somebody was faster: %(holder)s has it now.") % {"holder": now.holder_label}


def _give(turn: Turn, position: Position, act: str, *, actor, reason: str = "") -> Turn:
    give, before = hands_of(turn).give, _people(turn)
    if give:
        give(turn, position, actor=actor, reason=reason)
        return Turn.objects.open().filter(case=turn.case_id, position=position).with_holders().latest("pk")
    return _leave(turn, turns.hand_on(turn, position=position), act, actor=actor, reason=reason, before=before)


def _people(turn: Turn) -> list:
    """Who had it in person; a pool has many, and none of them loses anything."""
    return [] if turn.is_pool else notices.people_of(turn)


def _leave(old: Turn, new: Turn, act: str, *, actor, reason: str, before: list) -> Turn:
    """Raise the version, write the line of history, tell the new holder and whoever had it before."""
    case = new.case = old.case
    turns.touch(case)
    action = f"{case.kind}.{act}"
    trail.record(case, action, actor=actor, comment=reason, from_status=case.status, position=new.holder_label)
    if not new.is_pool:
        notices.tell_of_act(getattr(case, case.kind), act, actor=actor, turns=[new], also=before, comment=reason)
    return new


def _open_one(turn: Turn) -> Turn:
    return Turn.objects.open().filter(case=turn.case_id, seat=turn.seat).with_holders().latest("pk")


def candidates(turn: Turn) -> list[tuple[int, str]]:
    """The held positions of the office to which this turn may be given, each with who sits there today."""
    chairs = Position.objects.with_role(*fitting_roles(turn)).valid_on(clock.today())
    chairs = list(chairs.filter(institution=turn.institution_id).exclude(pk=turn.position_id).order_by("title"))
    held = holders_by({chair.pk for chair in chairs})
    return [(chair.pk, f"{held[chair.pk][0].user.full_name} · {chair.title}") for chair in chairs if chair.pk in held]
