"""Handing over from person to person: the note, the turns that wait, what is personal; told and kept in history."""

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import holders_of
from accounts.models import HandoverNote, Holding, Position, User
from casework import trail, turns
from casework.assigning import fitting_roles
from casework.locks import locked
from casework.models import Case, Turn
from casework.workflow import NotAllowed, Refused
from portal.handover.dossier import personal, shared_views, successors
from portal.staff.policies import administers
from portal.staff.telling import tell_the_centre
from programs.services.routing import give_to
from regions import clock

# Seats that may pass to another chair; a reviewer's and a signer's are bound to the person that was named.
PASSABLE = ("verifier", "proposer", "upt_head")


@transaction.atomic
def write_note(holding: Holding, *, actor, text: str, successor: User | None = None) -> HandoverNote:
    """Keep the note; with a successor, hand over as well: each waiting case gets a line, and the successor is told."""
    holding = locked(Holding.objects.filter(pk=holding.pk)).select_related("user", "position__institution").get()
    if not Holding.objects.handed_over_by(actor).filter(pk=holding.pk).exists():
        raise NotAllowed(_("This page is not yours."))
    now = clock.now()
    values = {"text": text.strip(), "written_by": actor.user, "written_as": str(actor), "written_at": now}
    if successor is not None:
        if successor.pk not in {row.user_id for row in successors(holding)}:
            raise Refused(_("Name this person in the position first."), field="successor")
        values |= {"successor": successor, "handed_at": now}
    with pghistory.context(act="holding.hand_over", actor=str(actor)):
        note, _new = HandoverNote.objects.update_or_create(holding=holding, defaults=values)
    if successor is not None:
        _hand_over(holding, successor, actor)
    return note


def _hand_over(holding: Holding, successor: User, actor) -> None:
    waiting = list(Turn.objects.open().filter(position=holding.position).select_related("case"))
    names = {"person": holding.user.full_name, "successor": successor.full_name}
    for turn in waiting:
        trail.record(turn.case, "turn.hand_over", actor=actor, from_status=turn.case.status, **names)
    personal(holding.user, holding).delete()  # what the predecessor put off, the successor must hear
    _pass_views(holding, successor)
    tell_the_centre(
        "holding.hand_over",
        holding.position,
        actor=actor,
        also=[successor, holding.user],
        url=reverse("handover:person", args=[holding.pk]),
        count=len(waiting),
        **names,
    )


def _pass_views(holding: Holding, successor: User) -> None:
    """Views kept for the position or the office go on under the successor; two of one name are told apart."""
    taken = set(successor.saved_views.values_list("list", "name"))
    for view in shared_views(holding.user, holding):
        if (view.list, view.name) in taken:
            view.name = f"{view.name[:40]} ({holding.user.full_name[:17]})"
        view.owner = successor
        view.save(update_fields=["owner", "name"])


@transaction.atomic
def pass_turn(turn: Turn, position: Position, *, actor, reason: str) -> Turn:
    """A turn that nobody answers for goes to another position of the same office; its last day stays."""
    case = locked(Case.objects.filter(pk=turn.case_id)).get()
    turn = locked(Turn.objects.open().filter(pk=turn.pk)).select_related("case", "institution", "position").first()
    if turn is None:
        raise Refused(_("This turn is over; somebody has acted meanwhile."))
    if not administers(actor, turn.institution):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": administers.who})
    if reasons := against_passing(turn):
        raise Refused(*reasons)
    if position not in fitting(turn) or not holders_of(position):
        raise Refused(_("Choose a position that somebody holds today and that may do this."), field="position")
    if turn.seat == "verifier":
        give_to(case.proposal, position)
    else:
        turns.hand_on(turn, position=position)
    turns.touch(case)
    trail.record(
        case,
        "turn.pass",
        actor=actor,
        comment=reason,
        from_status=case.status,
        left=str(turn.position),
        to=str(position),
    )
    also = [row.user for row in holders_of(position)]
    url = reverse("portal:case", args=[case.pk])
    facts = {"number": case.number or "", "title": case.title, "reason": reason}
    tell_the_centre("turn.pass", position, actor=actor, also=also, url=url, left=str(turn.position), **facts)
    return turn


def against_passing(turn: Turn) -> list:
    """Why a turn cannot go to another chair; empty means it can."""
    if turn.position_id is None:
        return [_("This is the pool of an office; name somebody in one of its positions.")]
    if holders_of(turn.position):
        return [_("Somebody holds this position today; it is his or her turn.")]
    if turn.seat not in PASSABLE:
        return [_("This task is bound to the position that was named; name a Plt. in it.")]
    return []


def fitting(turn: Turn):
    """Other positions of the office that may do this turn; where no role is named for it, those like the empty one."""
    rows = Position.objects.filter(institution=turn.institution_id).valid_on(clock.today())
    roles = [role for role in fitting_roles(turn) if role] or turn.position.roles
    return rows.with_role(*roles).exclude(pk=turn.position_id).order_by("title")
