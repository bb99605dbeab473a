"""Cooperation documents for tests, brought to any state through the doors people use; see also tests.factories."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.actors import Actor
from accounts.roles import Role
from agreements import services
from agreements.models import Agreement, Party
from casework.workflow import perform
from programs.models import Proposal
from regions import clock
from regions.models import Province
from tests.factories import EAST_KALIMANTAN, actor, agency, body, government, upt
from tests.proposals import pdf


@dataclass(frozen=True)
class Cast:
    """Everybody a document meets on its way, one person per position."""

    officer: Actor
    upt_officer: Actor
    legal: Actor
    approver: Actor
    proposer: Actor
    head: Actor
    province_legal: Actor
    governor: Actor


def cast(province_code: str = EAST_KALIMANTAN, upt_code: str = "BJM") -> Cast:
    centre, home, lord = agency(), body(province_code), government(province_code)
    return Cast(
        officer=actor(centre, Role.COOPERATION_OFFICER),
        upt_officer=actor(upt(upt_code), Role.COOPERATION_OFFICER),
        legal=actor(centre, Role.LEGAL_OFFICER),
        approver=actor(centre, Role.APPROVER),
        proposer=actor(home, Role.PROPOSER),
        head=actor(home, Role.BODY_HEAD),
        province_legal=actor(lord, Role.PROVINCE_LEGAL),
        governor=actor(lord, Role.BODY_HEAD),
    )


def draft(people: Cast, kind: str = "pks", days_ago: int = 0, days: int = 700, by: Actor | None = None) -> Agreement:
    """A draft between the centre and the governor, whose body acts and signs under his letter."""
    start = clock.today() - timedelta(days=days_ago)
    agreement = services.open_alone(
        actor=by or people.officer,
        kind=kind,
        title="Kerja sama pelatihan ASN",
        province=Province.objects.get(pk=people.proposer.institution.province_id),
        starts_on=start,
        ends_on=start + timedelta(days=days),
        place="Samarinda",
    )
    authorise(province_party(agreement), people)
    return agreement


def authorise(party: Party, people: Cast, from_: date | None = None, until: date | None = None) -> Party:
    """The head of the body signs for the governor, under a letter of authority."""
    today = clock.today()
    return services.set_authority(
        party,
        actor=people.officer,
        office=people.head.institution,
        signing_position=people.head.position,
        authority="surat_kuasa",
        authority_number="180/77/SK",
        authority_from=from_ or today - timedelta(days=30),
        authority_until=until or today + timedelta(days=90),
        authority_file=pdf("kuasa.pdf"),
    )


def centre_party(agreement: Agreement) -> Party:
    return next(party for party in agreement.parties.all() if party.is_centre)


def province_party(agreement: Agreement) -> Party:
    return next(party for party in agreement.parties.all() if party.is_provincial)


def sent(agreement: Agreement, people: Cast) -> Agreement:
    services.upload_text(agreement, pdf("naskah.pdf"), actor=people.officer)
    return perform(agreement, "send_for_review", actor=people.officer, first_party=province_party(agreement))


def spoken(agreement: Agreement, people: Cast) -> Agreement:
    """Both legal sides have spoken; the council need not agree."""
    services.speak_legal(agreement, actor=people.legal, opinion="Tanpa keberatan.")
    services.speak_legal(
        agreement,
        actor=people.province_legal,
        opinion="Sesuai.",
        council="not_required",
        council_reason="Tidak membebani daerah dan masyarakat.",
    )
    return agreement


def sign(agreement: Agreement, party: Party, by: Actor, on: date | None = None) -> Agreement:
    return perform(
        agreement, "sign", actor=by, party=party, signed_on=on or clock.today(), place="Samarinda", scan=pdf("ttd.pdf")
    )


def number(agreement: Agreement, people: Cast) -> None:
    for party in agreement.parties.all():
        given = f"{party.pk}/KS/{agreement.pk}"
        services.set_number(party, actor=people.officer, document_number=given, document_year=clock.today().year)


def all_signed(agreement: Agreement, people: Cast) -> Agreement:
    agreement = sign(agreement, centre_party(agreement), people.officer)
    return sign(agreement, province_party(agreement), people.head)


def completed(agreement: Agreement, people: Cast) -> Agreement:
    """Partly signed, and nothing is missing but the day."""
    agreement = all_signed(agreement, people)
    number(agreement, people)
    services.attach_final(agreement, pdf("final.pdf"), actor=people.officer)
    return Agreement.objects.get(pk=agreement.pk)


def registered(agreement: Agreement, people: Cast) -> Agreement:
    number(agreement, people)
    signatures = [
        {"party": party, "signer_name": "Budi", "signed_on": clock.today(), "place": "Jakarta"}
        for party in agreement.parties.all()
    ]
    reason = "Ditandatangani sebelum portal ada."
    return perform(
        agreement, "register", actor=people.officer, comment=reason, signed_file=pdf(), signatures=signatures
    )


def covering(proposal: Proposal, people: Cast) -> Agreement:
    """A document in force, signed outside the portal, for an approved proposal."""
    today = clock.today()
    term = {"starts_on": today, "ends_on": today + timedelta(days=700), "place": "Samarinda"}
    return registered(services.open_from_proposals([proposal], actor=people.officer, **term), people)


def ended(agreement: Agreement, people: Cast) -> Agreement:
    with clock.at(clock.now() + timedelta(days=agreement.days_left + 1)):
        return perform(agreement, "expire", actor=None)


# State → the state before it and the step that leads on.
ROADS = {
    "party_review": ("draft", sent),
    "legal_review": ("party_review", lambda it, who: perform(it, "accept", actor=who.proposer)),
    "council": ("legal_review", lambda it, who: perform(it, "need_council", actor=who.province_legal, comment="Aset")),
    "ready": ("legal_review", lambda it, who: perform(spoken(it, who), "clear", actor=who.legal)),
    "partly_signed": ("ready", lambda it, who: sign(it, centre_party(it), who.officer)),
    "in_force": ("ready", lambda it, who: perform(completed(it, who), "bring_into_force", actor=who.officer)),
    "expired": ("in_force", ended),
    "terminated": (
        "in_force",
        lambda it, who: perform(
            it, "terminate", actor=who.approver, comment="Sepakat.", document=pdf(), ended_on=clock.today()
        ),
    ),
    "cancelled": ("draft", lambda it, who: perform(it, "cancel", actor=who.officer, comment="Batal.")),
}


def in_state(status: str, people: Cast, **fields) -> Agreement:
    """A document that came to a state the way people bring it there."""
    if status == "draft":
        return draft(people, **fields)
    before, go = ROADS[status]
    return go(in_state(before, people, **fields), people)
