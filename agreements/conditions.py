"""What must be true before a document is in force: one list, read by the guard and by the page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements import authority
from agreements.models import Agreement, Party
from casework.models import Document
from regions import clock
from regions.templatetags.dates import day_full, day_short, span_short


@dataclass(frozen=True)
class Condition:
    """One condition: what it asks, whether it is met, by what, and the sentence that stands against it if not.

    `mend` names the place where it is mended: term, party, sign, work_plan, final, or nothing (time alone).
    """

    code: str
    text: str
    met: bool
    detail: str = ""
    why: str = ""
    mend: str = ""
    party: Party | None = None


def conditions(agreement: Agreement, on: date | None = None) -> list[Condition]:
    """All conditions for coming into force on a day (today in Jakarta), in the order people meet them."""
    on = on or clock.today()
    parties = list(agreement.parties.all())
    return [
        _term(agreement),
        *[_number(party) for party in parties],
        *[_authority(party) for party in parties],
        *[_signature(party) for party in parties],
        *_work_plan(agreement),
        _final_file(agreement),
        _start(agreement, on),
    ]


def against_force(agreement: Agreement, on: date | None = None) -> list[str]:
    """The sentences that speak against coming into force; empty means go."""
    if not agreement.parties.all():
        return [_("The document has no parties.")]
    return [condition.why for condition in conditions(agreement, on) if not condition.met]


def _term(agreement: Agreement) -> Condition:
    met = bool(agreement.starts_on and agreement.ends_on)
    detail = span_short(agreement.starts_on, agreement.ends_on) if met else ""
    return Condition(
        "term", _("Term agreed by the parties"), met, detail, _("Write the first and the last day."), "term"
    )


def _number(party: Party) -> Condition:
    return Condition(
        f"number:{party.pk}",
        _("Number of %(party)s") % {"party": party},
        party.has_number,
        party.document_number,
        _("%(party)s has not given its number yet.") % {"party": party},
        "party",
        party,
    )


def _authority(party: Party) -> Condition:
    signature = party.signature
    against = authority.on_paper(party, signature.signed_on) if signature else authority.gaps(party)
    by_letter = party.authority == Party.Authority.SURAT_KUASA or authority.needs_letter(party)
    return Condition(
        f"authority:{party.pk}",
        (_("Letter of authority for %(party)s") if by_letter else _("Authority of %(party)s, by own office"))
        % {"party": party},
        not against,
        party.authority_number or (party.signing_position.title if party.signing_position else ""),
        " ".join(against),
        "party",
        party,
    )


def _signature(party: Party) -> Condition:
    signature = party.signature
    return Condition(
        f"signature:{party.pk}",
        _("Signature of %(party)s") % {"party": party},
        signature is not None,
        f"{signature.signer_name}, {day_short(signature.signed_on)}" if signature else "",
        _("%(party)s has not signed yet.") % {"party": party},
        "sign",
        party,
    )


def _work_plan(agreement: Agreement) -> list[Condition]:
    """A Nota Kesepakatan binds only with its Rencana Kerja attached."""
    if agreement.kind != Agreement.Kind.NOTA_KESEPAKATAN:
        return []
    attached = next(iter(agreement.files(Document.Kind.WORK_PLAN)), None)
    return [
        Condition(
            "work_plan",
            _("Work plan (Rencana Kerja) attached"),
            attached is not None,
            attached.name if attached else "",
            _("A Nota Kesepakatan needs its work plan (Rencana Kerja) attached."),
            "work_plan",
        )
    ]


def _final_file(agreement: Agreement) -> Condition:
    final = agreement.final_document
    return Condition(
        "final",
        _("Final file with all signatures"),
        final is not None,
        final.name if final else "",
        _("The final file with all signatures is missing."),
        "final",
    )


def _start(agreement: Agreement, on: date) -> Condition:
    reached = bool(agreement.starts_on) and agreement.starts_on <= on
    day = day_full(agreement.starts_on) if agreement.starts_on else ""
    return Condition(
        "start",
        _("First day reached"),
        reached,
        day,
        _("It begins on %(day)s, not earlier.") % {"day": day} if day else _("The first day is not written yet."),
    )
