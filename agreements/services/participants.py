"""Who may see a document besides the office that opened it: parties, proposing bodies and their partners, governments.

A partner that takes part in a proposal takes part in the document that carries it, with the same narrow view.
"""

from accounts.models import Institution
from agreements.models import Agreement
from agreements.seats import legal_office, provincial_party
from casework.models import CaseParticipant


def sync(agreement: Agreement) -> None:
    """Make the case's participants exactly those whom parties and linked proposals name now."""
    wanted = _wanted(agreement) - {agreement.case.owner_id}
    CaseParticipant.objects.filter(case=agreement.case).exclude(institution__in=wanted).delete()
    known = set(agreement.case.participants.values_list("institution", flat=True))
    CaseParticipant.objects.bulk_create(
        [CaseParticipant(case=agreement.case, institution_id=pk) for pk in sorted(wanted - known)]
    )


def _wanted(agreement: Agreement) -> set[int]:
    found = set()
    for party in agreement.parties.all():
        found |= {party.institution_id, party.office_id}
    found |= set(agreement.proposals.values_list("body", flat=True))
    found |= set(
        CaseParticipant.objects.filter(case__proposal__agreements=agreement).values_list("institution", flat=True)
    )
    if provincial_party(agreement):
        found.add(legal_office(agreement).pk)
    governments = Institution.objects.filter(kind=Institution.Kind.GOVERNMENT, province=agreement.case.province_id)
    return found | set(governments.values_list("pk", flat=True))
