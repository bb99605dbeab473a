"""What speaks against a move now, in sentences for the reader; empty means go."""

from django.utils.translation import gettext as _

from agreements.conditions import against_force
from agreements.models import Agreement, LegalOpinion, Party
from agreements.seats import provincial_party, unspoken_sides
from regions import clock
from regions.templatetags.dates import day_full

Side = LegalOpinion.Side


def may_be_sent(agreement: Agreement, actor) -> list[str]:
    reasons = []
    if agreement.text is None:
        reasons.append(_("Upload a version of the text first."))
    return reasons + _parties_complete(agreement)


def _parties_complete(agreement: Agreement) -> list[str]:
    parties = list(agreement.parties.all())
    if len(parties) < 2:
        return [_("A document has at least two parties.")]
    if not any(party.is_centre for party in parties):
        return [_("The centre (or an UPT) must be one of the parties.")]
    return []


def others_accepted(agreement: Agreement, actor) -> list[str]:
    """All other parties accepted this same version; else one's own acceptance is recorded by handing the text on."""
    text = agreement.text
    waiting = [
        str(party)
        for party in agreement.parties.all()
        if party.pk != agreement.text_holder_id and party.accepted_text_id != text.pk
    ]
    if not waiting:
        return []
    return [
        _("Not yet accepted in this version by: %(parties)s. Record your acceptance and hand the text on.")
        % {"parties": ", ".join(waiting)}
    ]


def cleared(agreement: Agreement, actor) -> list[str]:
    """Both legal sides have spoken; the council decided, or it is recorded why it need not."""
    words = {
        Side.CENTRE: _("The legal officer of the centre has not spoken yet."),
        Side.PROVINCE: _("The legal officer of the province has not spoken yet."),
    }
    reasons = [words[side] for side in unspoken_sides(agreement)]
    if provincial_party(agreement) and not (agreement.council_number or agreement.council_reason):
        reasons.append(
            _("Record the number of the council's decision.")
            if agreement.council_required
            else _("Record why council approval is not required, or ask for it.")
        )
    return reasons


def somebody_signs(agreement: Agreement, actor) -> list[str]:
    if all(party.signature for party in agreement.parties.all()):
        return [_("All parties have signed.")]
    return []


def ready_for_force(agreement: Agreement, actor) -> list[str]:
    return against_force(agreement)


def may_be_registered(agreement: Agreement, actor) -> list[str]:
    """Numbers, dates, signing positions of all parties, and a first day that has come."""
    reasons = _parties_complete(agreement)
    if not (agreement.starts_on and agreement.ends_on):
        reasons.append(_("Write the first and the last day."))
    elif agreement.starts_on > clock.today():
        reasons.append(_("It begins on %(day)s, not earlier.") % {"day": day_full(agreement.starts_on)})
    for party in agreement.parties.all():
        reasons += _registered_party(party)
    return reasons


def _registered_party(party: Party) -> list[str]:
    reasons = []
    if not party.has_number:
        reasons.append(_("%(party)s has not given its number yet.") % {"party": party})
    if party.signing_position_id is None:
        reasons.append(_("%(party)s: name the position that signs.") % {"party": party})
    return reasons


def last_day_passed(agreement: Agreement, actor) -> list[str]:
    """The last day is inclusive: it has passed at 00:00 WIB of the next one."""
    if agreement.ends_on < clock.today():
        return []
    return [_("It ends with %(day)s.") % {"day": day_full(agreement.ends_on)}]
