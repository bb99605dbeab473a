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


@dataclass(frozen=True)
class Occasion:
    """An act that is no move: the states of the case in which it has its time, and who does it then."""

    policy: Policy
    states: tuple[str, ...]

    def has_come(self, obj) -> bool:
        return obj.case.status in self.states

    def __call__(self, actor, obj) -> bool:
        """May this actor do it now?"""
        return self.has_come(obj) and self.policy(actor, obj)


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
    return any(is_mine(turn, actor) for turn in open_turns(obj.case))


def open_turns(case) -> list:
    """The case's open turns, read once per object (prefetched ones are used)."""
    return [turn for turn in case.turns.all() if turn.closed_at is None]


@policy(_("whoever holds the turn"))
def holds_this_turn(actor, turn):
    """This very turn, and not another of the same case."""
    return is_mine(turn, actor)


@policy(_("those who take part in the case: whoever opened it, its UPT, the centre and the parties"))
def takes_part(actor, case):
    """The actor's office has a part in a case it may see, and does not merely read it."""
    office = actor.institution
    return (
        office.is_centre
        or office.pk == case.owner_id
        or (office.upt_id is not None and office.upt_id == case.upt_id)
        or office.pk in _participants(case)
    )


def sees_narrowly(actor, case) -> bool:
    """A partner in somebody else's proposal: what it is and where it stands, its own part, what the parties say."""
    partner = actor is not None and actor.institution.kind in Institution.PARTNERS
    return partner and case.kind == "proposal" and case.owner_id != actor.institution.pk


def _participants(case) -> list[int]:
    """Institutions that take part in a case; a page of many has read them all at once (`with_participants`)."""
    known = getattr(case, "participant_offices", None)
    return [row.institution_id for row in case.participants.all()] if known is None else known


@policy(_("those who wait for it"))
def waits_for(actor, turn):
    """The actor takes part in the case (not merely reads it) and somebody else holds the turn."""
    return takes_part(actor, turn.case) and not holds_this_turn(actor, turn)


@policy(_("those who take part in the case, and auditors in whose scope it lies"))
def reads_conversation(actor, case):
    return actor.institution.kind == Institution.Kind.AUDIT or takes_part(actor, case)


@policy(_("those who take part in the case, while it is open"))
def writes_between_parties(actor, case):
    """What the parties said to each other on a closed case stays as it stood; a draft has no other party yet."""
    return case.shared_at is not None and case.closed_at is None and takes_part(actor, case)


@policy(_("those who take part in the conversation, and between the parties only while the case is open"))
def writes_in(actor, thread):
    """Within one institution its people go on talking even after the case is closed."""
    if thread.is_internal:
        return thread.institution_id == actor.institution.pk and takes_part(actor, thread.case)
    return writes_between_parties(actor, thread.case)


@policy(_("whoever saved the view, the holder of its position, or the administrator of its institution"))
def keeps_view(actor, view):
    """May rename and delete a saved view."""
    return (
        (view.owner_id == actor.user.pk)
        or (view.position_id is not None and view.position_id == actor.position.pk)
        or (view.institution_id == actor.institution.pk and actor.has(Role.INSTITUTION_ADMIN))
    )
