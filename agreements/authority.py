"""Whether a party's signature binds: who may sign for it, by what right, on which day."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import holders_of
from accounts.models import Institution
from agreements.models import Agreement, Party
from regions.templatetags.dates import day_full

Kind = Agreement.Kind
# Documents that the head of a provincial body signs only under the governor's letter of authority.
UNDER_LETTER = (Kind.PKS,)


def needs_letter(party: Party) -> bool:
    """A provincial body's head needs the governor's letter for a PKS (and its addendum); so does who signs
    for another institution than his own."""
    position = party.signing_position
    if position is not None and position.institution_id != party.institution_id:
        return True
    agreement = party.agreement
    binding = agreement.parent.kind if agreement.kind == Kind.ADENDUM else agreement.kind
    return binding in UNDER_LETTER and party.institution.kind in Institution.BODIES


def gaps(party: Party) -> list[str]:
    """What is missing on paper before anybody may sign for this party."""
    if party.signing_position is None:
        return [_("%(party)s: name the position that signs.") % {"party": party}]
    if party.authority == Party.Authority.SURAT_KUASA:
        return _letter_gaps(party)
    if needs_letter(party):
        return [
            _("%(party)s: %(position)s signs only under a letter of authority (surat kuasa).")
            % {"party": party, "position": party.signing_position.title}
        ]
    return []


def _letter_gaps(party: Party) -> list[str]:
    wanted = {
        _("number"): party.authority_number,
        _("first day"): party.authority_from,
        _("last day"): party.authority_until,
        _("file"): party.authority_document_id,
    }
    missing = [name for name, value in wanted.items() if not value]
    if not missing:
        return []
    return [
        _("%(party)s: the letter of authority lacks: %(missing)s.") % {"party": party, "missing": ", ".join(missing)}
    ]


def on_paper(party: Party, on: date) -> list[str]:
    """Why the written authority does not carry a signature of this day; both days of a letter count."""
    missing = gaps(party)
    if missing or party.authority == Party.Authority.OWN_OFFICE:
        return missing
    if party.authority_from <= on <= party.authority_until:
        return []
    return [
        _("%(party)s: the letter of authority is valid from %(start)s to %(end)s, not on %(day)s.")
        % {
            "party": party,
            "start": day_full(party.authority_from),
            "end": day_full(party.authority_until),
            "day": day_full(on),
        }
    ]


def objections(party: Party, on: date) -> list[str]:
    """Why a signature of this party on a day would not bind; empty means it does."""
    against = on_paper(party, on)
    if not against and not holders_of(party.signing_position, on):
        against = [
            _("%(party)s: nobody held the position %(position)s on %(day)s.")
            % {"party": party, "position": party.signing_position.title, "day": day_full(on)}
        ]
    return against


def offices_for(party: Party):
    """The party itself, the bodies of the same province, or for the centre the agency and its UPT."""
    institution = party.institution
    fitting = Q(pk=institution.pk) | Q(pk=party.office_id)
    if institution.is_provincial:
        fitting |= Q(province=institution.province_id, kind__in=[Institution.Kind.GOVERNMENT, *Institution.BODIES])
    elif institution.is_centre:
        fitting |= Q(kind=Institution.Kind.UPT)
    return Institution.objects.active().filter(fitting).order_by("name")
