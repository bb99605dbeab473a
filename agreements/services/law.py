"""What the two legal sides say, and what the council decided."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import policies
from agreements.models import Agreement, LegalOpinion
from agreements.occasions import RECORD_COUNCIL, SPEAK_LAW
from agreements.seats import seats, unspoken_sides
from agreements.services.access import changed, fresh
from casework import notices, trail
from casework.turns import close_turns, open_turn
from casework.workflow import Refused
from regions import clock

Council = LegalOpinion.Council


@transaction.atomic
def speak_legal(
    agreement: Agreement,
    *,
    actor,
    opinion: str,
    council: str = "",
    council_reason: str = "",
    version: int | None = None,
) -> LegalOpinion:
    """One side gives its opinion on the text and so ends its turn; the province says whether the council must agree."""
    agreement = fresh(agreement, SPEAK_LAW, actor=actor, version=version)
    side = policies.side_of(actor, agreement)
    if side not in unspoken_sides(agreement):
        raise Refused(_("Your side has spoken already."))
    if council == Council.NOT_REQUIRED and not council_reason.strip():
        raise Refused(_("Say why council approval is not required."), field="council_reason")
    spoken = LegalOpinion.objects.create(
        agreement=agreement,
        side=side,
        text=agreement.text,
        opinion=opinion.strip(),
        council=council,
        council_reason=council_reason.strip(),
        position=actor.position,
        speaker_name=actor.display_name,
        spoken_at=clock.now(),
    )
    if side == LegalOpinion.Side.PROVINCE and council:
        _settle_council(agreement, required=council == Council.REQUIRED, reason=spoken.council_reason)
    _record(agreement, "agreement.speak_legal", actor, comment=spoken.opinion, side=str(side))
    _turn_over(agreement, side, actor)
    changed(agreement)
    return spoken


@transaction.atomic
def record_council(
    agreement: Agreement,
    *,
    actor,
    number: str = "",
    decided_on: date | None = None,
    reason: str = "",
    version: int | None = None,
) -> Agreement:
    """The council's decision with number and day, or the reason why none is required."""
    agreement = fresh(agreement, RECORD_COUNCIL, actor=actor, version=version)
    if not number.strip():
        if not reason.strip():
            raise Refused(_("Write the number of the decision, or why none is required."), field="number")
        _settle_council(agreement, required=False, reason=reason.strip())
    elif decided_on is None or decided_on > clock.today():
        raise Refused(_("Write the day of the decision, not later than today."), field="decided_on")
    else:
        agreement.council_required, agreement.council_reason = True, ""
        agreement.council_number, agreement.council_decided_on = number.strip(), decided_on
        agreement.save(update_fields=["council_required", "council_reason", "council_number", "council_decided_on"])
    _record(agreement, "agreement.record_council", actor, comment=reason, number=number)
    return changed(agreement)


def _settle_council(agreement: Agreement, *, required: bool, reason: str) -> None:
    agreement.council_required, agreement.council_reason = required, "" if required else reason
    agreement.save(update_fields=["council_required", "council_reason"])


def _turn_over(agreement: Agreement, side: str, actor) -> None:
    """Whoever has spoken rests; when both have, the centre's legal officer concludes.

    While the council decides, the province's turn goes on, whether it has spoken or not.
    """
    if agreement.case.status == "legal_review":
        close_turns(agreement.case, [f"legal:{side}"])
        if not unspoken_sides(agreement):
            opened = [open_turn(agreement.case, seat) for seat in seats(agreement, None)]
            notices.tell_of_act(agreement, "both_spoke", actor=actor, turns=opened)
    elif side == LegalOpinion.Side.CENTRE:
        close_turns(agreement.case, [f"legal:{side}"])


def _record(agreement: Agreement, action: str, actor, comment: str = "", **params) -> None:
    trail.record(agreement.case, action, actor=actor, comment=comment, from_status=agreement.case.status, **params)
