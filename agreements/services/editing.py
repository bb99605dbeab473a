"""Changing what stands on a document: title, term, proposals, parties, their authority and numbers."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Institution, Position
from agreements.authority import offices_for
from agreements.files import keep
from agreements.models import Agreement, Party
from agreements.occasions import CHANGE_PARTIES, EDIT_BASICS, keep_party
from agreements.services.access import changed, fresh
from agreements.services.covers import hand_down_links
from agreements.services.linking import linkable
from agreements.services.participants import sync
from casework import trail
from casework.models import Document
from casework.workflow import Refused


@transaction.atomic
def edit_basics(
    agreement: Agreement,
    *,
    actor,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    place: str = "",
    proposals=None,
    version: int | None = None,
) -> Agreement:
    """Title, term, place and linked proposals, while the parties still talk; what was cleared is not changed."""
    agreement = fresh(agreement, EDIT_BASICS, actor=actor, version=version)
    told = _reworded("title", agreement.case.title, title)
    agreement.case.title = title
    agreement.case.save(update_fields=["title"])
    agreement.starts_on, agreement.ends_on, agreement.place = starts_on, ends_on, place
    _save(agreement, "starts_on", "ends_on", "place")
    if proposals is not None:
        before, numbers = frozenset(agreement.proposals.values_list("pk", flat=True)), _numbers(agreement)
        wanted = {proposal.pk for proposal in proposals}
        if wanted - set(linkable(actor, agreement).filter(pk__in=wanted).values_list("pk", flat=True)):
            raise Refused(_("Only approved proposals of this province can be linked."), field="proposals")
        agreement.proposals.set(wanted)
        told |= _reworded("proposals", numbers, _numbers(agreement))
        hand_down_links(agreement, actor=actor, before=before)
        sync(agreement)
    _record(agreement, "agreement.edit", actor, starts_on=_iso(starts_on), ends_on=_iso(ends_on), fields=told)
    return changed(agreement)


@transaction.atomic
def add_party(
    agreement: Agreement, institution: Institution, *, actor, office: Institution | None = None, **fields
) -> Party:
    """One more party, while it is a draft."""
    agreement = fresh(agreement, CHANGE_PARTIES, actor=actor)
    last = max((party.order for party in agreement.parties.all()), default=0)
    party = Party(agreement=agreement, institution=institution, office=office or institution, order=last + 1, **fields)
    _save(party)
    sync(agreement)
    _record(agreement, "agreement.add_party", actor, party=str(party))
    changed(agreement)
    return party


@transaction.atomic
def remove_party(party: Party, *, actor) -> Agreement:
    """Take a party out of a draft; who has signed before stays, for the history's sake."""
    agreement = fresh(party.agreement, CHANGE_PARTIES, actor=actor)
    if party.signatures.exists():
        raise Refused(_("%(party)s has signed an earlier text; its signature stays in history.") % {"party": party})
    name = str(party)
    agreement.parties.filter(pk=party.pk).delete()
    sync(agreement)
    _record(agreement, "agreement.remove_party", actor, party=name)
    return changed(agreement)


@transaction.atomic
def set_number(party: Party, *, actor, document_number: str, document_year: int, version: int | None = None) -> Party:
    """The party's own number of the document; no party uses one twice in a year."""
    agreement = fresh(party.agreement, keep_party(party), actor=actor, version=version)
    party = agreement.parties.get(pk=party.pk)
    party.document_number, party.document_year = document_number.strip(), document_year
    _save(party, "document_number", "document_year", field="document_number")
    _record(agreement, "agreement.set_number", actor, party=str(party), number=party.document_number)
    changed(agreement)
    return party


@transaction.atomic
def set_authority(
    party: Party,
    *,
    actor,
    signing_position: Position | None,
    authority: str,
    office: Institution | None = None,
    authority_number: str = "",
    authority_from: date | None = None,
    authority_until: date | None = None,
    authority_file=None,
    version: int | None = None,
) -> Party:
    """Who signs for a party and by what right; fixed once it has signed. Office and position are the party's own, or
    of an office that may stand for it.
    """
    agreement = fresh(party.agreement, keep_party(party), actor=actor, version=version)
    party = agreement.parties.get(pk=party.pk)
    if party.signature:
        raise Refused(_("%(party)s has signed already; its authority no longer changes.") % {"party": party})
    fitting = set(offices_for(party).values_list("pk", flat=True))
    chosen = {"office": office, "signing_position": signing_position and signing_position.institution}
    for field, one in chosen.items():
        if one and one.pk not in fitting:
            raise Refused(_("%(office)s does not stand for %(party)s.") % {"office": one, "party": party}, field=field)
    party.signing_position, party.authority = signing_position, authority
    party.office = office or party.office
    party.authority_number, party.authority_from, party.authority_until = "", None, None
    if authority == Party.Authority.SURAT_KUASA:
        party.authority_number = authority_number.strip()
        party.authority_from, party.authority_until = authority_from, authority_until
        if authority_file:
            party.authority_document = keep(
                agreement, authority_file, Document.Kind.AUTHORITY, actor=actor, replaces=party.authority_document
            )
    _save(party, field="authority_until")
    sync(agreement)
    _record(agreement, "agreement.set_authority", actor, party=str(party), number=party.authority_number)
    changed(agreement)
    return party


def _save(row, *names: str, field: str | None = None) -> None:
    """Save, and say a broken constraint in its own words; two who were equally quick are told apart by the database."""
    try:
        row.validate_constraints()
        with transaction.atomic():
            row.save(update_fields=names or None)
    except ValidationError as error:
        raise Refused(*error.messages, field=field) from error
    except IntegrityError as error:
        raise Refused(_("Somebody else wrote the same at this moment. Look again."), field=field) from error


def _record(agreement: Agreement, action: str, actor, **params) -> None:
    trail.record(agreement.case, action, actor=actor, from_status=agreement.case.status, **params)


def _reworded(name: str, old: str, new: str) -> dict:
    """For the history: what no kept row of the document tells."""
    return {name: [old, new]} if old != new else {}


def _numbers(agreement: Agreement) -> str:
    return ", ".join(agreement.proposals.order_by("pk").values_list("case__number", flat=True))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
