"""The hand-over of a province: announced for a day, withdrawn before it, carried out on it, once and all or nothing.

On the day coverage changes, and every open case of the province that the former UPT handles passes to the new one:
its stored UPT, its open turns at that office, and for a cooperation document the office that drafts and speaks for
the centre. Closed cases stay as they were; so does a case that another UPT handles; a draft is routed when submitted.
"""

from datetime import date, timedelta

import pghistory
from django.db import transaction
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Institution
from accounts.roles import Role
from agreements.models import Agreement, Signature
from casework import trail, turns
from casework.locks import alone, locked
from casework.models import Case, Turn
from casework.policies import policy
from casework.runs import each
from casework.workflow import NotAllowed, Refused, perform
from portal.handover.hearing import tell_of_change
from programs.models import Proposal
from regions import clock
from regions.models import Coverage, CoverageChange, Province, Upt
from regions.queries import upt_covering


@policy(_("a coordinator or an administrator of the centre"))
def hands_over_provinces(actor, _nothing):
    return actor.institution.is_centre and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def changes_for(actor):
    """Hand-overs an actor may see: the centre all, an UPT its own, a province its own, an auditor those in scope."""
    rows = CoverageChange.objects.select_related("province", "left", "upt")
    if actor is None:
        return rows.none()
    office = actor.institution
    if office.upt_id:
        return rows.filter(Q(left=office.upt_id) | Q(upt=office.upt_id))
    return rows.filter(province__in=regions_of(actor))


@transaction.atomic
def announce(province: Province, upt: Upt, on: date, *, actor, reason: str, decree: str) -> CoverageChange:
    """Plan a hand-over and tell everybody; one for today is carried out at once."""
    _ask(actor)
    province = locked(Province.objects.filter(pk=province.pk)).get()
    left = against(province, upt, on)
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="reason")
    with pghistory.context(act="province.announce", actor=str(actor)):
        change = CoverageChange.objects.create(
            province=province,
            left=left,
            upt=upt,
            on=on,
            reason=reason.strip(),
            decree=decree.strip(),
            announced_at=clock.now(),
            announced_by=str(actor),
        )
    tell_of_change("province.announce", change, actor=actor)
    if on <= clock.today():
        carry_out(change.pk)
        change.refresh_from_db()
    return change


def against(province: Province, upt: Upt, on: date) -> Upt:
    """The UPT that gives the province away; raises Refused with the field at which it is not possible."""
    left = upt_covering(province, on)
    if on < clock.today():
        raise Refused(_("Choose today or a day to come."), field="on")
    if left is None:
        raise Refused(_("No UPT serves this province on that day; record one in the administration."), field="province")
    if left == upt:
        raise Refused(_("This UPT serves the province already."), field="upt")
    has_office, is_planned, is_recorded = (
        Upt.objects.filter(pk=upt.pk)
        .values_list(
            Exists(Institution.objects.active().filter(upt=upt)),
            Exists(CoverageChange.objects.planned().filter(province=province)),
            Exists(Coverage.objects.filter(province=province, starts_on__gt=on)),
        )
        .get()
    )
    if not has_office:
        raise Refused(_("This UPT has no office in the portal yet."), field="upt")
    if is_planned:
        raise Refused(_("A hand-over of this province is planned already; withdraw it first."), field="province")
    if is_recorded:
        raise Refused(_("Coverage after that day is recorded already; mend it in the administration."), field="on")
    return left


@transaction.atomic
def withdraw(change: CoverageChange, *, actor, reason: str) -> CoverageChange:
    """A hand-over that has not come is called off; everybody who was told of it is told again."""
    _ask(actor)
    change = locked(CoverageChange.objects.filter(pk=change.pk)).select_related("province", "left", "upt").get()
    if not change.is_planned:
        raise Refused(_("This hand-over is done or withdrawn already."))
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="reason")
    change.withdrawn_at, change.withdrawn_by, change.withdrawn_reason = clock.now(), str(actor), reason.strip()
    with pghistory.context(act="province.withdraw", actor=str(actor)):
        change.save()
    tell_of_change("province.withdraw", change, actor=actor)
    return change


def sweep() -> int:
    """Carry out what is due by today; how many hand-overs. A later run finds what an earlier one could not do."""
    with alone("handover.provinces") as mine:
        due = (
            list(CoverageChange.objects.due_by(clock.today()).order_by("on").values_list("pk", flat=True))
            if mine
            else []
        )
        return each(due, carry_out)


@transaction.atomic
def carry_out(pk: int) -> bool:
    """Lock first, then look: a second sweep, or one that was killed half-way, finds either nothing or all to do."""
    rows = locked(CoverageChange.objects.filter(pk=pk))
    change = rows.select_related("province", "left", "upt__office_province").get()
    if not change.is_planned or change.on > clock.today():
        return False
    _change_coverage(change)
    moved = [_move(case, change) for case in locked(moving(change.province, change.left)).order_by("pk")]
    change.done_at = clock.now()
    with pghistory.context(act="province.hand_over"):
        change.save(update_fields=["done_at"])
    tell_of_change("province.done", change, actor=None, count=len(moved))
    return True


def moving(province: Province, left: Upt):
    """Open cases of the province that the former UPT handles."""
    return Case.objects.open().filter(province=province, upt=left)


def _change_coverage(change: CoverageChange) -> None:
    former = locked(Coverage.objects.on(change.on).filter(province=change.province)).first()
    ends_on = former.ends_on if former else None
    if former and former.upt_id == change.upt_id:
        return
    if former and former.starts_on == change.on:
        former.delete()
    elif former:
        former.ends_on = change.on - timedelta(days=1)
        former.save(update_fields=["ends_on"])
    Coverage.objects.create(
        upt=change.upt,
        province=change.province,
        starts_on=change.on,
        ends_on=ends_on,
        confidence=Coverage.Confidence.SOURCED,
        source=change.reason,
        verified=True,
        decree=change.decree,
    )


def _move(case: Case, change: CoverageChange) -> Case:
    """One case passes: stored UPT first, then the turns of the former office, then a line of history."""
    offices = {row.upt_id: row for row in Institution.objects.filter(upt__in=[change.left, change.upt])}
    former, present = offices[change.left.pk], offices[change.upt.pk]
    case.upt = change.upt
    if case.kind == Case.Kind.AGREEMENT and case.owner_id == former.pk:
        case.owner = present
    case.save(update_fields=["upt", "owner"])
    (_move_proposal if case.kind == Case.Kind.PROPOSAL else _move_agreement)(case, change, former, present)
    turns.touch(case)
    trail.record(
        case,
        "province.hand_over",
        actor=None,
        comment=change.reason,
        from_status=Case.objects.values_list("status", flat=True).get(pk=case.pk),
        left=str(change.left),
        upt=str(change.upt),
        decree=change.decree,
    )
    return case


def _move_proposal(case: Case, change: CoverageChange, former: Institution, present: Institution) -> None:
    """A check under way goes back to the pool, now the new office's; whoever checked it before is no longer asked."""
    proposal = Proposal.objects.get(case=case)
    if case.status == "in_verification":
        perform(proposal, "release", actor=None, comment=change.reason)
        return
    if proposal.verifier_id and case.status != "in_verification":
        Proposal.objects.filter(pk=proposal.pk).update(verifier=None)
    _reopen_turns(Proposal.objects.select_related("case").get(pk=proposal.pk), former)


def _move_agreement(case: Case, change: CoverageChange, former: Institution, present: Institution) -> None:
    """The new office drafts on and speaks for the centre; whoever has signed already stays in the document."""
    agreement = Agreement.objects.get(case=case)
    signed = Signature.objects.standing().filter(party__agreement=agreement).values("party")
    agreement.parties.filter(office=former).exclude(pk__in=signed).update(office=present)
    _reopen_turns(Agreement.objects.select_related("case").get(pk=agreement.pk), former)


def _reopen_turns(obj, former: Institution) -> None:
    """Turns at the former office end; the same seats open at the new one, with a full allowance."""
    left = Turn.objects.open().filter(case=obj.case, institution=former)
    names = set(left.values_list("seat", flat=True))
    left.update(closed_at=clock.now())
    for seat in obj.workflow.seats(obj, None):
        if seat.seat in names:
            turns.open_turn(obj.case, seat)


def _ask(actor) -> None:
    if not hands_over_provinces(actor, None):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": hands_over_provinces.who})
