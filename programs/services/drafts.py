"""Writing a proposal: begin it, save one step, and tell the centre when no UPT could check it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import agency, holders_of, positions_with
from accounts.roles import Role
from casework import notices, trail, turns
from casework.models import Case
from casework.workflow import NotAllowed, Refused
from programs.duties import has_done
from programs.guards import has_no_upt
from programs.models import DETAIL_OF_KIND, Offer, Proposal
from programs.occasions import WAIT_FOR_UPT, WRITE
from programs.policies import drafts
from programs.services.copies import copy_substance
from programs.services.doors import enter, touch
from programs.steps import common_fields, own_fields
from regions import clock


@transaction.atomic
def start_draft(
    *, actor, offer: Offer | None = None, copy_of: Proposal | None = None, kind: str = "", title: str = ""
) -> Proposal:
    """A new draft of the actor's body: free, from an open offer, or as a copy of one of its earlier proposals."""
    if not drafts(actor, None):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": drafts.who})
    if offer and not Offer.objects.open_on(clock.today(actor.timezone)).filter(pk=offer.pk).exists():
        raise Refused(_("This offer is not open today."))
    if copy_of and copy_of.case.owner_id != actor.institution.pk:
        raise NotAllowed(_("Only proposals of your own institution can be copied."))
    case = Case.objects.create(
        kind=Case.Kind.PROPOSAL,
        status="draft",
        title=title,
        owner=actor.institution,
        province=actor.institution.province,
        opened_at=clock.now(),
    )
    proposal = Proposal.objects.create(case=case, body=actor.institution, author=actor.position, kind=kind)
    if copy_of:
        copy_substance(copy_of, proposal)
    if offer:
        _bind(proposal, offer)
    for seat in proposal.workflow.seats(proposal, None):
        turns.open_turn(case, seat)
    source = {"offer": offer.title} if offer else {"copied_from": str(copy_of.case)} if copy_of else {}
    trail.record(case, "proposal.start_draft", actor=actor, to_status="draft", **source)
    return proposal


def _bind(proposal: Proposal, offer: Offer) -> None:
    """Kind and fiscal year are the offer's; its title is a first title."""
    proposal.offer, proposal.kind, proposal.fiscal_year = offer, offer.kind, offer.fiscal_year
    proposal.save()
    if not proposal.case.title:
        proposal.case.title = offer.title
        proposal.case.save(update_fields=["title"])


@transaction.atomic
def save_step(proposal: Proposal, step: str, values: dict, *, actor, version: int) -> Proposal:
    """Save what was typed on one step, complete or not; `values` holds some or all fields of `programs.steps`.

    Raises Stale (its `obj` is how the proposal stands now) when another page saved meanwhile.
    """
    proposal = enter(proposal, WRITE, actor=actor, version=version)
    own = own_fields(values.get("kind", proposal.kind), step)
    unknown = set(values) - {*common_fields(step), *own}
    if unknown:
        raise Refused(_("These fields do not belong to this step: %s.") % ", ".join(sorted(unknown)))
    _check(proposal, values)
    _save_common(proposal, {name: value for name, value in values.items() if name not in own})
    _save_own(proposal, {name: value for name, value in values.items() if name in own})
    if not has_done(proposal, actor, "proposal.start_draft", "proposal.write"):
        trail.record(proposal.case, "proposal.write", actor=actor, from_status=proposal.case.status)
    touch(proposal)
    return proposal


def _check(proposal: Proposal, values: dict) -> None:
    """What can never be saved, not even in a draft."""
    kind, year = values.get("kind", proposal.kind), values.get("fiscal_year", proposal.fiscal_year)
    if kind != proposal.kind and proposal.submissions:
        raise Refused(_("The kind stays as it was submitted."), field="kind")
    if proposal.offer and kind != proposal.offer.kind:
        raise Refused(_("The kind comes from the offer."), field="kind")
    if proposal.offer and year != proposal.offer.fiscal_year:
        raise Refused(_("The fiscal year comes from the offer."), field="fiscal_year")
    starts_on, ends_on = values.get("starts_on", proposal.starts_on), values.get("ends_on", proposal.ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("The planned end lies before the start."), field="ends_on")
    if any(regency.province_id != proposal.case.province_id for regency in values.get("regencies", ())):
        raise Refused(_("Choose regencies and cities of your own province."), field="regencies")


def _save_common(proposal: Proposal, values: dict) -> None:
    if "title" in values:
        proposal.case.title = values.pop("title").strip()
        proposal.case.save(update_fields=["title"])
    if "regencies" in values:
        proposal.regencies.set(values.pop("regencies"))
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.save()
    if proposal.fiscal_year:
        proposal.cost_lines.filter(fiscal_year__isnull=True).update(fiscal_year=proposal.fiscal_year)


def _save_own(proposal: Proposal, values: dict) -> None:
    """A kind's row comes into being with its first value; another kind's row stays, in case the choice is undone."""
    if values:
        model = DETAIL_OF_KIND[proposal.kind]
        model.objects.update_or_create(proposal=proposal, defaults=values)
        proposal._state.fields_cache.pop(model.RELATED_NAME, None)


@transaction.atomic
def alarm_without_upt(proposal: Proposal, *, actor) -> bool:
    """Tell the coordinators, once a day, that a complete proposal waits because no UPT covers its province."""
    proposal = enter(proposal, WAIT_FOR_UPT, actor=actor)
    if not has_no_upt(proposal) or _alarmed_today(proposal):
        return False
    coordinators = positions_with(Role.COORDINATOR, agency())
    notices.tell(
        proposal.case,
        "proposal.wait_for_upt",
        [holding.user for position in coordinators for holding in holders_of(position)],
        url=reverse("regions:coverage"),
        province=proposal.case.province.name,
        body=proposal.body.short_name,
        who=actor.display_name,
        position=actor.position_label,
    )
    trail.record(proposal.case, "proposal.wait_for_upt", actor=actor, from_status="draft")
    return True


def _alarmed_today(proposal: Proposal) -> bool:
    last = proposal.case.trail.filter(action="proposal.wait_for_upt").first()
    return last is not None and clock.day_of(last.at) == clock.today()
