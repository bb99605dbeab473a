"""Who holds a cooperation document in each state: the party whose turn it is, in the office that acts for it."""

from accounts.access import agency, positions_with
from accounts.models import Institution, Position
from accounts.roles import Role
from agreements.models import Agreement, LegalOpinion, Party, Signature
from casework.turns import Seat, allowance_for

Kind = Institution.Kind
Side = LegalOpinion.Side
CENTRE_OFFICES = (Kind.AGENCY, Kind.UPT)


def seats(agreement: Agreement, _move) -> list[Seat]:
    """The seats of the state just reached; none when nobody must act."""
    of_state = {
        "draft": _drafter,
        "party_review": _reader,
        "legal_review": _lawyers,
        "council": _council,
        "ready": _signer,
        "partly_signed": _signer,
    }.get(agreement.case.status)
    return of_state(agreement) if of_state else []


def _drafter(agreement: Agreement, seat: str = "drafter") -> list[Seat]:
    return [_pool(agreement, seat, agreement.case.owner, Role.COOPERATION_OFFICER)]


def _reader(agreement: Agreement) -> list[Seat]:
    """The party that has the text, in the office that acts for it."""
    party = agreement.text_holder
    return [_pool(agreement, f"party:{party.pk}", party.office, desk_role(party.office))]


def _lawyers(agreement: Agreement) -> list[Seat]:
    """Each legal side until it has spoken; when both have, the centre's legal officer concludes."""
    unspoken = unspoken_sides(agreement)
    if not unspoken:
        return [_pool(agreement, "conclude", agency(), Role.LEGAL_OFFICER)]
    return [_legal(agreement, side) for side in unspoken]


def _council(agreement: Agreement) -> list[Seat]:
    """The province's legal officer until the council has decided; the centre's too if he has not spoken."""
    sides = {Side.PROVINCE, *unspoken_sides(agreement)}
    return [_legal(agreement, side) for side in sorted(sides)]


def _signer(agreement: Agreement) -> list[Seat]:
    """The next party that has not signed; a partner's signature is fetched by the cooperation officer."""
    party = next_to_sign(agreement)
    if party is None:
        return _drafter(agreement, "conclude")
    seat, position = f"sign:{party.pk}", party.signing_position
    if party.is_centre:
        return [_pool(agreement, seat, party.office, Role.COOPERATION_OFFICER)]
    if not party.is_provincial:
        return _drafter(agreement, seat)
    if position is not None and Role.BODY_HEAD in position.roles:
        return [Seat(seat, position.institution, position=position, allowance=allowance_for(agreement.case))]
    return [_pool(agreement, seat, party.office, _first_role(party.office, Role.BODY_HEAD, Role.PROVINCE_LEGAL))]


def _legal(agreement: Agreement, side: str) -> Seat:
    if side == Side.CENTRE:
        return _pool(agreement, f"legal:{side}", agency(), Role.LEGAL_OFFICER)
    return _pool(agreement, f"legal:{side}", legal_office(agreement), Role.PROVINCE_LEGAL)


def _pool(agreement: Agreement, seat: str, office: Institution, role: Role) -> Seat:
    return Seat(seat, office, pool_role=role, allowance=allowance_for(agreement.case))


def desk_role(office: Institution) -> Role:
    """Whose desk a text lands on in an office."""
    if office.kind in CENTRE_OFFICES:
        return Role.COOPERATION_OFFICER
    if office.is_provincial:
        return _first_role(office, Role.PROPOSER, Role.PROVINCE_LEGAL, Role.BODY_HEAD)
    return Role.PARTNER


def _first_role(office: Institution, *roles: Role) -> Role:
    """The first of these roles that some position of the office carries."""
    return next((role for role in roles if positions_with(role, office).exists()), roles[0])


def provincial_party(agreement: Agreement) -> Party | None:
    return next((party for party in agreement.parties.all() if party.is_provincial), None)


def legal_office(agreement: Agreement) -> Institution:
    """Where the province's legal officer sits: the government, else the acting body, else any of its offices."""
    party = provincial_party(agreement)
    near = [party.institution_id, party.office_id]
    lawyers = Position.objects.with_role(Role.PROVINCE_LEGAL).filter(institution__province=party.institution.province)
    found = sorted(
        lawyers.select_related("institution__province"),
        key=lambda row: (
            row.institution.kind != Kind.GOVERNMENT,
            row.institution_id not in near,
            row.institution_id,
        ),
    )
    return found[0].institution if found else party.institution


def sides(agreement: Agreement) -> list[str]:
    """The legal sides that must speak: the centre always, the province when it is a party."""
    return [Side.CENTRE, *([Side.PROVINCE] if provincial_party(agreement) else [])]


def unspoken_sides(agreement: Agreement) -> list[str]:
    spoken = {opinion.side for opinion in agreement.opinions.all() if opinion.voided_at is None}
    return [side for side in sides(agreement) if side not in spoken]


def next_to_sign(agreement: Agreement) -> Party | None:
    """The first party in order without a standing signature, read afresh."""
    signed = Signature.objects.standing().filter(party__agreement=agreement).values("party")
    unsigned = agreement.parties.exclude(pk__in=signed)
    return unsigned.select_related("institution__province", "office__province", "signing_position__institution").first()
