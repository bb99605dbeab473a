"""Partners that take part in somebody's proposal: universities, research institutions, schools, LSP, ministries."""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from accounts.models import Institution
from casework.models import CaseParticipant
from casework.notices import tell
from casework.workflow import Refused
from programs.audience import officers_of
from programs.models import Proposal
from programs.occasions import INVITE_PARTNERS
from programs.services.doors import enter, leave

partners_set = Signal()  # sent with the proposal when its partners are others than before, within the transaction


@transaction.atomic
def set_partners(proposal: Proposal, partners: Iterable[Institution], *, actor, version: int | None = None) -> Proposal:
    """Exactly these partners take part from now on. Officers of new ones are told, once others may see the case."""
    proposal = enter(proposal, INVITE_PARTNERS, actor=actor, version=version)
    wanted = {office.pk: office for office in partners}
    if any(office.kind not in Institution.PARTNERS for office in wanted.values()):
        raise Refused(_("Only ministries, research institutions, schools, LSP and universities are partners."))
    rows = proposal.case.participants.filter(institution__kind__in=Institution.PARTNERS).select_related("institution")
    known = {row.institution_id: row.institution for row in rows}
    joined, left = wanted.keys() - known.keys(), known.keys() - wanted.keys()
    if not joined and not left:
        return proposal
    proposal.case.participants.filter(institution__in=left).delete()
    CaseParticipant.objects.bulk_create([CaseParticipant(case=proposal.case, institution_id=pk) for pk in joined])
    names = {"joined": _names(wanted[pk] for pk in joined), "left": _names(known[pk] for pk in left)}
    leave(proposal, "set_partners", actor=actor, **names)
    partners_set.send(sender=Proposal, proposal=proposal)
    if proposal.case.shared_at:
        _tell(proposal, [wanted[pk] for pk in joined], actor)
    return proposal


def _tell(proposal: Proposal, joined: list[Institution], actor) -> None:
    by = {"who": actor.display_name, "position": actor.position_label}
    tell(proposal.case, "proposal.join", officers_of(joined), url=proposal.get_absolute_url(), **by)


def _names(offices: Iterable[Institution]) -> list[str]:
    return sorted(office.short_name for office in offices)
