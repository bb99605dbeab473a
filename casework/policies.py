"""Policies: predicates that read as sentences. The same one draws a button and guards the act."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from accounts.roles import Role
from casework.strip import is_mine


@dataclass(frozen=True)
class Policy:
    """May this actor act on this object, and the sentence that says who may."""

    test: Callable
    who: str | Promise

    def __call__(self, actor, obj) -> bool:
        return actor is not None and bool(self.test(actor, obj))

    def __or__(self, other: "Policy") -> "Policy":
        return Policy(lambda actor, obj: self(actor, obj) or other(actor, obj), self.who)

    def __and__(self, other: "Policy") -> "Policy":
        return Policy(lambda actor, obj: self(actor, obj) and other(actor, obj), other.who)


def policy(who):
    """Turn a predicate `(actor, obj)` into a Policy; `who` finishes the sentence "This is done by …"."""
    return lambda test: Policy(test, who)


@policy(_("the clock"))
def nobody(actor, obj):
    return False


@policy(_("officers of the institution that opened the case"))
def of_owner(actor, obj):
    return actor.institution.pk == obj.case.owner_id


@policy(_("the UPT that handles the case"))
def of_stored_upt(actor, obj):
    return actor.institution.upt_id is not None and actor.institution.upt_id == obj.case.upt_id


@policy(_("the centre"))
def of_centre(actor, obj):
    return actor.institution.kind == Institution.Kind.AGENCY


def holds_role(*roles: Role, who) -> Policy:
    """The actor's position carries one of these roles."""
    return Policy(lambda actor, obj: actor.has(*roles), who)


@policy(_("whoever holds the turn"))
def holds_turn(actor, obj):
    """The actor's position, or a pool it belongs to, has an open turn on the case."""
    return any(
        turn.position_id == actor.position.pk
        or (turn.is_pool and turn.institution_id == actor.institution.pk and actor.has(turn.pool_role))
        for turn in open_turns(obj.case)
    )


def open_turns(case) -> list:
    """The case's open turns, read once per object (prefetched ones are used)."""
    return [turn for turn in case.turns.all() if turn.closed_at is None]


@policy(_("whoever holds the turn"))
def holds_this_turn(actor, turn):
    """This very turn, and not another of the same case."""
    return is_mine(turn, actor)


@policy(_("those who wait for it"))
def waits_for(actor, turn):
    """The actor takes part in the case (not merely reads it) and somebody else holds the turn."""
    case, office = turn.case, actor.institution
    takes_part = (
        office.is_centre
        or office.pk == case.owner_id
        or (office.upt_id is not None and office.upt_id == case.upt_id)
        or any(row.institution_id == office.pk for row in case.participants.all())
    )
    return takes_part and not holds_this_turn(actor, turn)
