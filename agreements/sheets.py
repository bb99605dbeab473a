"""What stands on a cooperation document's sheet; how paper looks is told in casework.sheets."""

from django.utils.translation import gettext as _

from agreements import course
from agreements.models import Agreement, Party
from casework.sheets import DOTS, Column, Seat, Sheet, line, moment
from casework.states import AGREEMENT_STATES
from casework.strip import trail_lines
from regions.templatetags.dates import day_full, period


def agreement_sheet(agreement: Agreement) -> Sheet:
    """Parties with their authority, term, versions of the text, rounds, signatures and end of one document."""
    case = agreement.case
    title, state = _("Sheet of the cooperation document"), str(course.state_label(agreement))
    sheet = Sheet(case.owner, title, case.number, case.title, state, agreement.get_absolute_url())
    sheet.facts(_head(agreement))
    parties = list(agreement.parties.all())
    _parties(sheet, parties)
    _signatures(sheet, parties)
    _texts(sheet, agreement, parties)
    _rounds(sheet, agreement)
    _opinions(sheet, agreement)
    _steps(sheet, agreement)
    sheet.signing(*(_seat(at, party) for at, party in enumerate(parties[:3], 1)))
    return sheet


def _head(agreement: Agreement) -> list[tuple]:
    case = agreement.case
    return [
        (_("Title"), case.title),
        (_("Kind"), agreement.get_kind_display()),
        (_("Province"), case.province),
        (_("In force"), period(agreement.starts_on, agreement.ends_on)),
        (_("Place of signing"), agreement.place),
        (_("Linked proposals"), "\n".join(f"{row['number']} · {row['title']}" for row in agreement.linked)),
        (_("Amends"), agreement.parent and agreement.parent.case),
        (_("Continues"), agreement.predecessor and agreement.predecessor.case),
        (_("Signed outside the portal"), agreement.registered_reason),
        (_("Council (DPRD)"), _council(agreement)),
        (_("Ended early on"), day_full(agreement.terminated_on)),
    ]


def _council(agreement: Agreement) -> str:
    if agreement.council_number:
        return _("Decision %(number)s of %(day)s") % {
            "number": agreement.council_number,
            "day": day_full(agreement.council_decided_on),
        }
    if agreement.council_required is False:
        return _("Approval not required: %(reason)s") % {"reason": agreement.council_reason}
    return _("Approval required, not yet given") if agreement.council_required else ""


def _parties(sheet: Sheet, parties: list[Party]) -> None:
    heads = [Column(_("No."), end=True), Column(_("Party"), 5), Column(_("Signs for it"), 4)]
    heads += [Column(_("By what authority"), 5), Column(_("Own number"), 3)]
    rows = [
        line(at, _name(party), party.signing_position or "–", _authority(party), _number(party))
        for at, party in enumerate(parties, 1)
    ]
    sheet.table(_("Parties"), heads, rows)


def _name(party: Party) -> str:
    through = party.office_id != party.institution_id
    return (
        _("%(party)s\nthrough %(office)s") % {"party": party.institution.name, "office": party.office.name}
        if through
        else party.institution.name
    )


def _authority(party: Party) -> str:
    term = period(party.authority_from, party.authority_until) if party.authority_from or party.authority_until else ""
    return "\n".join(filter(None, [str(party.get_authority_display()), party.authority_number, term]))


def _number(party: Party) -> str:
    """The party's own number; its year too, unless the number tells it."""
    number, year = party.document_number or "–", str(party.document_year or "")
    return number if year in number else f"{number} ({year})"


def _signatures(sheet: Sheet, parties: list[Party]) -> None:
    heads = [Column(_("Party"), 4), Column(_("Signed by"), 5), Column(_("On"), 3), Column(_("In"), 2)]
    rows = []
    for party in parties:
        signed = party.signature
        if signed:
            who = f"{signed.signer_name}\n{signed.signer_position}"
            rows.append(line(party.institution.short_name, who, day_full(signed.signed_on), signed.place))
        else:
            rows.append(line(party.institution.short_name, _("not signed yet"), "", ""))
    sheet.table(_("Signatures"), heads, rows)


def _texts(sheet: Sheet, agreement: Agreement, parties: list[Party]) -> None:
    heads = [Column(_("Version"), end=True), Column(_("File"), 4), Column(_("Received"), 3)]
    heads += [Column(_("Sent by"), 3), Column(_("What changed"), 4), Column(_("Accepted by"), 3)]
    rows = []
    for text in reversed(agreement.texts):
        accepted = ", ".join(str(party) for party in parties if party.accepted_text_id == text.pk)
        received, sender = day_full(text.uploaded_at), text.uploaded_for.short_name
        rows.append(line(text.version, text.name, received, sender, text.note, accepted))
    sheet.table(_("Versions of the text"), heads, rows)


def _rounds(sheet: Sheet, agreement: Agreement) -> None:
    heads = [Column(_("Stop"), 5), Column(_("Begun"), 3), Column(_("Finished"), 3)]
    visits = course.visits_of(agreement, list(agreement.case.turns.all()))
    rows = [line(_stop(visit), day_full(visit.since), day_full(visit.until) or "–") for visit in visits]
    sheet.table(_("Its way so far"), heads, rows)


def _stop(visit: course.Visit) -> str:
    if visit.status == "party_review":
        return _("Review %(round)d") % {"round": visit.round}
    return str(AGREEMENT_STATES[visit.status].label)


def _opinions(sheet: Sheet, agreement: Agreement) -> None:
    heads = [Column(_("Side"), 2), Column(_("Opinion"), 6), Column(_("Council"), 4), Column(_("Who and when"), 4)]
    rows = [
        line(
            row.get_side_display(),
            row.opinion,
            "\n".join(filter(None, [str(row.get_council_display()), row.council_reason])),
            f"{row.speaker_name}\n{moment(row.spoken_at)}",
        )
        for row in agreement.opinions.all()
    ]
    sheet.table(_("Legal opinions"), heads, rows)


def _steps(sheet: Sheet, agreement: Agreement) -> None:
    heads = [Column(_("When"), 3), Column(_("What"), 3), Column(_("Who"), 4), Column(_("Reason"), 4)]
    taken = [row for row in reversed(trail_lines(agreement.case)) if row.decision]
    sheet.table(
        _("Steps and decisions"),
        heads,
        [line(moment(row.entry.at), row.what, row.who, row.entry.comment) for row in taken],
    )


def _seat(at: int, party: Party) -> Seat:
    """Who signed, or who would; the paper of the sheet binds nobody."""
    signed = party.signature
    position = signed.signer_position if signed else str(party.signing_position or party.office.name)
    above = _("Party %(number)d") % {"number": at} + f"\n{party.institution.name}"
    return Seat(above, position, signed.signer_name if signed else DOTS, f"NIP {DOTS}")
