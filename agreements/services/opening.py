"""Opening a document: from approved proposals, alone, as successor, as addendum; filled in from what is known."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import agency, positions_with
from accounts.models import Institution, Position
from accounts.roles import Role
from agreements.models import Agreement, Party
from agreements.occasions import OPEN_ADDENDUM, OPEN_SUCCESSOR
from agreements.policies import may_open
from agreements.seats import seats
from agreements.services.covers import hand_down_links
from agreements.services.participants import sync
from casework import trail
from casework.models import Case
from casework.numbers import next_number
from casework.turns import open_turn
from casework.workflow import NotAllowed, Refused, reread
from programs.models import Proposal
from regions import clock
from regions.models import Province
from regions.queries import upt_covering

Kind = Agreement.Kind
PREFIX = "KS"


@transaction.atomic
def open_from_proposals(proposals: Sequence[Proposal], *, actor, kind: str = Kind.PKS, **basics) -> Agreement:
    """One document for one or several approved proposals of one province; empty basics are filled from them."""
    _may_open(actor)
    proposals = _approved(proposals, actor)
    first = proposals[0]
    given = {name: value for name, value in basics.items() if value}
    agreement = _open(
        actor,
        kind=kind,
        province=first.case.province,
        upt=first.case.upt,
        parties=[_centre_party(actor), _province_party(first.case.province, first.body, kind)],
        proposals=proposals,
        **prefilled(proposals) | given,
    )
    return _opened(agreement, "agreement.open", actor, proposals=", ".join(row.case.number for row in proposals))


@transaction.atomic
def open_alone(*, actor, kind: str, title: str, province: Province | None = None, **basics) -> Agreement:
    """A document without proposals; with a province its government is the other party, else parties follow."""
    _may_open(actor)
    upt = upt_covering(province, clock.today()) if province else actor.institution.upt
    others = [_province_party(province, None, kind)] if province else []
    parties = [_centre_party(actor), *[party for party in others if party]]
    agreement = _open(actor, kind=kind, title=title, province=province, upt=upt, parties=parties, **basics)
    return _opened(agreement, "agreement.open", actor)


@transaction.atomic
def open_successor(predecessor: Agreement, *, actor) -> Agreement:
    """The document that continues one in force or ended: same parties, the day after, as long as before."""
    predecessor = reread(predecessor)
    _may_open(actor, predecessor)
    if not OPEN_SUCCESSOR.has_come(predecessor):
        raise Refused(_("Only a document in force or ended can be continued."))
    start = predecessor.ends_on + timedelta(days=1)
    agreement = _open(
        actor,
        kind=predecessor.kind,
        parent=predecessor.parent,
        title=predecessor.case.title,
        province=predecessor.case.province,
        upt=predecessor.case.upt,
        parties=_copied_parties(predecessor),
        proposals=predecessor.proposals.filter(case__closed_at__isnull=True),
        predecessor=predecessor,
        starts_on=start,
        ends_on=start + (predecessor.ends_on - predecessor.starts_on),
        place=predecessor.place,
    )
    return _opened(agreement, "agreement.open_successor", actor, predecessor=predecessor.case.number)


@transaction.atomic
def open_addendum(parent: Agreement, *, actor) -> Agreement:
    """A child of a document in force; it has its own dates and leaves its parent's alone."""
    parent = reread(parent)
    _may_open(actor, parent)
    if not OPEN_ADDENDUM.has_come(parent):
        raise Refused(_("Only a document in force can be amended."))
    with translation.override(settings.LANGUAGE_CODE):
        title = _title(_("Addendum to: %(title)s") % {"title": parent.case.title})
    agreement = _open(
        actor,
        kind=Kind.ADENDUM,
        parent=parent,
        title=title,
        province=parent.case.province,
        upt=parent.case.upt,
        parties=_copied_parties(parent),
        proposals=parent.proposals.all(),
        starts_on=clock.today(),
        ends_on=parent.ends_on,
        place=parent.place,
    )
    return _opened(agreement, "agreement.open_addendum", actor, parent=parent.case.number)


def prefilled(proposals: Sequence[Proposal]) -> dict:
    """Title and term as the proposals suggest them; the officer may change both."""
    starts = [row.starts_on for row in proposals if row.starts_on]
    ends = [row.ends_on for row in proposals if row.ends_on]
    title, more = proposals[0].case.title, len(proposals) - 1
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Cooperation: %(title)s") % {"title": title}
        if more:
            text = _("%(text)s, and %(count)d more") % {"text": text, "count": more}
    return {"title": _title(text), "starts_on": min(starts, default=None), "ends_on": max(ends, default=None)}


def _may_open(actor, near: Agreement | None = None) -> None:
    if not may_open(actor, None):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": may_open.who})
    if near is not None and not Agreement.objects.visible_to(actor).filter(pk=near.pk).exists():
        raise NotAllowed(_("This case is outside your scope."))


def _approved(proposals: Sequence[Proposal], actor) -> list[Proposal]:
    keys = [proposal.pk for proposal in proposals]
    found = list(Proposal.objects.visible_to(actor).with_case().filter(pk__in=keys).order_by("pk"))
    if not found or len(found) != len(set(keys)):
        raise NotAllowed(_("This case is outside your scope."))
    if any(proposal.case.status not in ("approved", "in_progress") for proposal in found):
        raise Refused(_("Only approved proposals get a cooperation document."), field="proposals")
    if len({proposal.case.province_id for proposal in found}) > 1:
        raise Refused(_("Choose proposals of one province."), field="proposals")
    return found


def _open(actor, *, kind, title, province, upt, parties, proposals=(), **fields) -> Agreement:
    if actor.institution.upt_id and (upt is None or upt.pk != actor.institution.upt_id):
        raise NotAllowed(_("Another UPT, or the centre, handles this province."))
    case = Case.objects.create(
        kind=Case.Kind.AGREEMENT,
        number=next_number(PREFIX),
        title=title,
        status="draft",
        owner=actor.institution,
        province=province,
        upt=upt,
        opened_at=clock.now(),
    )
    agreement = Agreement.objects.create(case=case, kind=kind, **fields)
    agreement.proposals.set(proposals)
    for order, party in enumerate(parties, start=1):
        party.agreement, party.order = agreement, order
        party.save()
    return agreement


def _opened(agreement: Agreement, action: str, actor, **params) -> Agreement:
    sync(agreement)
    for seat in seats(agreement, None):
        open_turn(agreement.case, seat)
    trail.record(agreement.case, action, actor=actor, to_status="draft", **params)
    hand_down_links(agreement, actor=actor)
    return agreement


def _centre_party(actor) -> Party:
    """The agency, through the office that drafts; its head signs by own office."""
    centre = agency()
    heads = positions_with(Role.APPROVER, centre).order_by("pk")
    head = heads.filter(superior__isnull=True).first() or heads.first()
    return Party(institution=centre, office=actor.institution, signing_position=head)


def _province_party(province: Province, body: Institution | None, kind: str) -> Party | None:
    """The province's government through the body that proposes; the body itself where no government is known."""
    government = Institution.objects.active().filter(kind=Institution.Kind.GOVERNMENT, province=province).first()
    institution = government or body
    if institution is None:
        return None
    governor = _head(government) if government else None
    signer = (governor if kind == Kind.NOTA_KESEPAKATAN else None) or _head(body) or governor
    own = signer is None or (signer.institution_id == institution.pk and institution == government)
    return Party(
        institution=institution,
        office=body or institution,
        signing_position=signer,
        authority=Party.Authority.OWN_OFFICE if own else Party.Authority.SURAT_KUASA,
    )


def _head(institution: Institution | None) -> Position | None:
    return positions_with(Role.BODY_HEAD, institution).order_by("pk").first() if institution else None


def _copied_parties(source: Agreement) -> list[Party]:
    """The same parties and signers; numbers and letters of authority belong to each document alone."""
    return [
        Party(
            institution=party.institution,
            office=party.office,
            signing_position=party.signing_position,
            authority=party.authority,
        )
        for party in source.parties.all()
    ]


def _title(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"
