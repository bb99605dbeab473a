"""What a proposal still lacks, step by step, in words that say what to write."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework import documents
from casework.models import Document
from programs.kinds import WRITTEN, Kind, Step
from programs.models import CostLine
from programs.models.details import UNIT_CODE
from programs.prompts import prompt_for
from programs.sharing import key_of
from programs.steps import OPTIONAL, common_fields, own_fields
from regions import clock

REQUIRED_DOCUMENTS = (
    Document.Kind.TERMS_OF_REFERENCE,
    Document.Kind.COST_ESTIMATE,
    Document.Kind.COVERING_LETTER,
)
LINE_FIELDS = ("item", "quantity", "unit", "unit_price", "source", "fiscal_year")
PHONE_DIGITS = 6
INTAKE = re.compile(r"(\d{4})/(\d{4})")


@dataclass(frozen=True)
class Missing:
    """One gap: the field it stands at (and the cost line's place), and the sentence that says what to write."""

    field: str
    sentence: str
    row: int | None = None


def missing(proposal) -> dict[Step, list[Missing]]:
    """The gaps of every step that is written, in the order of the form; an empty list means the step is complete."""
    gaps = {step: _unwritten(proposal, step) for step in WRITTEN}
    for step, check in CHECKS:
        gaps[step] += check(proposal)
    return gaps


def _unwritten(proposal, step: Step) -> list[Missing]:
    """Required fields that are empty."""
    own = own_fields(proposal.kind, step)
    names = [name for name in (*common_fields(step), *own) if name not in OPTIONAL]
    if proposal.method == proposal.Method.ONLINE:
        names = [name for name in names if name != "location"]
    return [Missing(name, prompt_for(name)) for name in names if _is_empty(_value(proposal, name, name in own))]


def _value(proposal, name: str, is_own: bool):
    if name == "title":
        return proposal.case.title
    return getattr(proposal.detail if is_own else proposal, name, None)


def _is_empty(value) -> bool:
    """A written 0 is an answer: forms refuse it where it makes no sense."""
    return value is None or (isinstance(value, str) and not value.strip())


def _year_is_open(proposal) -> list[Missing]:
    if proposal.fiscal_year and proposal.fiscal_year < clock.today().year:
        return [Missing("fiscal_year", _("Fiscal year %s is over; choose a later one.") % proposal.fiscal_year)]
    return []


def _within_offer(proposal) -> list[Missing]:
    offer = proposal.offer
    if offer and proposal.participants and proposal.participants > offer.seats:
        return [Missing("participants", _("The offer has %d seats; write that many or fewer.") % offer.seats)]
    return []


def _ends_after_start(proposal) -> list[Missing]:
    if proposal.starts_on and proposal.ends_on and proposal.ends_on < proposal.starts_on:
        return [Missing("ends_on", _("The planned end lies before the start."))]
    return []


def _unit_codes(proposal) -> list[Missing]:
    detail = proposal.detail if proposal.kind == Kind.CERTIFICATION else None
    lines = [line.strip() for line in detail.unit_codes.splitlines()] if detail else []
    wrong = [line for line in lines if line and not re.fullmatch(UNIT_CODE, line)]
    if not wrong:
        return []
    return [
        Missing("unit_codes", _("“%s” is not a unit code; write it like J.620100.004.02, one per line.") % wrong[0])
    ]


def _licence_lasts(proposal) -> list[Missing]:
    until = getattr(proposal.detail, "lsp_licence_until", None)
    if until and proposal.ends_on and until < proposal.ends_on:
        return [Missing("lsp_licence_until", _("The LSP's licence ends before the programme does."))]
    return []


def _intake(proposal) -> list[Missing]:
    intake = getattr(proposal.detail, "intake", "")
    years = INTAKE.fullmatch(intake)
    if not intake or (years and int(years[2]) == int(years[1]) + 1):
        return []
    return [Missing("intake", _("Write the academic year like 2027/2028."))]


def _licence_number(proposal) -> list[Missing]:
    detail = proposal.detail if proposal.kind == Kind.SMK_LSP else None
    if detail and detail.licence == detail.Licence.LICENSED and not detail.licence_number:
        return [Missing("licence_number", _("The LSP-P1 is licensed: write its licence number."))]
    return []


def _telephone(proposal) -> list[Missing]:
    """Somebody must be reachable under it."""
    written = proposal.contact_phone
    if not written or sum(sign.isdigit() for sign in written) >= PHONE_DIGITS:
        return []
    return [Missing("contact_phone", _("“%s” is not a telephone number; write it like 0812-3456-7890.") % written)]


def _tested_in_time(proposal) -> list[Missing]:
    tested = getattr(proposal.detail, "tested_on", None)
    if not (tested and proposal.starts_on and proposal.ends_on):
        return []
    if proposal.starts_on <= tested <= proposal.ends_on:
        return []
    return [Missing("tested_on", _("The day of assessment lies outside the planned days."))]


def _seats_hold_all(proposal) -> list[Missing]:
    detail = proposal.detail if proposal.kind == Kind.ASN_TRAINING else None
    if not (detail and detail.batches and detail.seats_per_batch and proposal.participants):
        return []
    seats = detail.batches * detail.seats_per_batch
    if proposal.participants <= seats:
        return []
    words = {"seats": seats, "people": proposal.participants}
    return [Missing("batches", _("The batches hold %(seats)d people, the target is %(people)d.") % words)]


def cost_gaps(proposal) -> list[Missing]:
    lines = list(proposal.cost_lines.all())
    if not lines:
        return [Missing("item", _("Write at least one cost line with its funder."))]
    gaps = [gap for line in lines for gap in _line_gaps(line)]
    if not proposal.fiscal_year:  # asked for once, on the first step; the lines follow it
        gaps = [gap for gap in gaps if gap.field != "fiscal_year"]
    return gaps + _double_funding(lines)


def _line_gaps(line: CostLine) -> list[Missing]:
    """A price of Rp0 is a price: seats that cost nothing are a known pattern."""
    empty = [name for name in LINE_FIELDS if getattr(line, name) in (None, "")]
    if line.source == CostLine.Source.OTHER and not line.other_party.strip():
        empty.append("other_party")
    row = line.position + 1
    return [
        Missing(name, _("Line %(row)d: %(prompt)s") % {"row": row, "prompt": prompt_for(name)}, row=line.position)
        for name in empty
    ]


def _double_funding(lines: list[CostLine]) -> list[Missing]:
    """One item has one funder; the same item paid twice is what auditors look for first."""
    funders: dict[tuple, str] = {}
    for line in lines:
        item = (" ".join(line.item.split()).casefold(), line.fiscal_year)
        if line.item and line.source and funders.setdefault(item, key_of(line)) != key_of(line):
            sentence = _("“%s” has two funders; one item has one funder: name the two parts differently.")
            return [Missing("item", sentence % line.item, row=line.position)]
    return []


def _documents(proposal) -> list[Missing]:
    present = set(documents.current(proposal.case).values_list("kind", flat=True))
    return [
        Missing(kind.value, _("Attach: %s.") % kind.label) for kind in REQUIRED_DOCUMENTS if kind.value not in present
    ]


CHECKS = (
    (Step.SUBJECT, _year_is_open),
    (Step.AIM, _within_offer),
    (Step.AIM, _unit_codes),
    (Step.AIM, _licence_lasts),
    (Step.AIM, _intake),
    (Step.AIM, _licence_number),
    (Step.PLACE, _ends_after_start),
    (Step.PLACE, _telephone),
    (Step.PLACE, _tested_in_time),
    (Step.PLACE, _seats_hold_all),
    (Step.COSTS, cost_gaps),
    (Step.DOCUMENTS, _documents),
)
