"""Who may do what with a cooperation document, as sentences; the same ones draw buttons and guard acts."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from accounts.roles import Role
from agreements.models import LegalOpinion
from casework.policies import of_centre, of_stored_upt, policy

# What an officer must be to speak for a party while it has the text, and to record its signature.
SPEAKERS = (Role.PROPOSER, Role.BODY_HEAD, Role.PROVINCE_LEGAL, Role.COOPERATION_OFFICER, Role.PARTNER)
SIGNERS = (Role.BODY_HEAD, Role.PROVINCE_LEGAL)


def acts_for(actor, party) -> bool:
    """The actor's office is the party itself, or the office that acts for it."""
    return actor.institution.pk in (party.institution_id, party.office_id)


@policy(_("a cooperation officer of the centre or of the UPT"))
def may_open(actor, _nothing):
    """Opens documents at all; which proposals he may take is a matter of sight."""
    return actor.has(Role.COOPERATION_OFFICER) and actor.institution.kind in (
        Institution.Kind.AGENCY,
        Institution.Kind.UPT,
    )


@policy(_("a cooperation officer of the centre or of the UPT that handles the document"))
def drafts(actor, agreement):
    return actor.has(Role.COOPERATION_OFFICER) and (of_centre(actor, agreement) or of_stored_upt(actor, agreement))


@policy(_("officers of the party that has the text"))
def has_text(actor, agreement):
    holder = agreement.text_holder
    return holder is not None and actor.has(*SPEAKERS) and acts_for(actor, holder)


@policy(_("whoever has the text"))
def writes_text(actor, agreement):
    """The drafter, or during the review the party whose turn it is."""
    in_review = agreement.case.status == "party_review"
    return has_text(actor, agreement) if in_review else drafts(actor, agreement)


@policy(_("the legal officer of the centre"))
def is_legal_officer(actor, agreement):
    return actor.has(Role.LEGAL_OFFICER) and of_centre(actor, agreement)


@policy(_("the legal officer of the province"))
def is_province_legal(actor, agreement):
    return (
        actor.has(Role.PROVINCE_LEGAL)
        and actor.institution.province_id is not None
        and actor.institution.province_id == agreement.case.province_id
    )


@policy(_("the legal officer of the centre or of the province"))
def speaks_law(actor, agreement):
    return is_legal_officer(actor, agreement) or is_province_legal(actor, agreement)


@policy(_("a cooperation officer, or a legal officer of the centre"))
def drafts_or_law(actor, agreement):
    return drafts(actor, agreement) or is_legal_officer(actor, agreement)


def records_for(actor, party) -> bool:
    """May record this party's signature: a cooperation officer for all, head and legal officer for their own."""
    return actor is not None and (drafts(actor, party.agreement) or (actor.has(*SIGNERS) and acts_for(actor, party)))


@policy(_("a cooperation officer, or the head or legal officer of a party"))
def records_signature(actor, agreement):
    return drafts(actor, agreement) or (
        actor.has(*SIGNERS) and any(acts_for(actor, party) for party in agreement.parties.all())
    )


def keeps(actor, party) -> bool:
    """May write this party's number and authority: its own officers, and the cooperation officers."""
    return actor is not None and (drafts(actor, party.agreement) or (actor.has(*SPEAKERS) and acts_for(actor, party)))


@policy(_("the approver of the centre"))
def is_approver(actor, agreement):
    return actor.has(Role.APPROVER) and of_centre(actor, agreement)


def side_of(actor, agreement) -> str:
    """For which side this actor gives a legal opinion; empty for none."""
    if actor is None:
        return ""
    if is_legal_officer(actor, agreement):
        return LegalOpinion.Side.CENTRE
    return LegalOpinion.Side.PROVINCE if is_province_legal(actor, agreement) else ""
