"""What the pages of a proposal say of its substance: facts in the kind's own words, money, documents, people."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from casework.models import Document
from casework.templatetags.files import file_size
from programs import sharing
from programs.forms.words import words_for
from programs.kinds import WRITTEN
from programs.models import Proposal
from programs.money import grouped, rupiah
from programs.steps import OPTIONAL, own_fields
from regions.templatetags.dates import day_full, day_short, period

PATTERNS = 6  # hues with patterns drawn in components/patterns.html


def facts(proposal: Proposal) -> list[dict]:
    """Label and value of everything that was written, in the order in which a reader asks."""
    return [
        _fact(proposal, "aim"),
        _fact(proposal, "target_group"),
        _fact(proposal, "participants"),
        {"label": _("When"), **_or_missing(period(proposal.starts_on, proposal.ends_on) if proposal.starts_on else "")},
        _place(proposal),
        *_own(proposal),
        _fact(proposal, "outputs"),
        _fact(proposal, "outcomes"),
        *([_fact(proposal, "risks")] if proposal.risks else []),
        *_offer(proposal),
        *_copied(proposal),
        *_contact(proposal),
    ]


def _fact(proposal: Proposal, name: str, row=None) -> dict:
    row = row or proposal
    label = label_of(proposal.kind, row._meta.get_field(name))
    return {"label": label, **_or_missing(value_words(row, name)), "lines": True}


def label_of(kind: str, field) -> str:
    """A field's name in the words of a kind of programme."""
    return _capital(words_for(kind, field.name).label or field.verbose_name)


def _capital(label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _or_missing(value: str) -> dict:
    return {"value": value} if value else {"value": _("not yet written"), "missing": True}


def value_words(row, name: str) -> str:
    """What a reader sees of a stored value: the label of a choice, a day as it is said, numbers with points."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.get_internal_type() == "DateField":
        return day_full(value)
    is_year = "year" in field.name and value is not None and field.name != "service_years"
    return grouped(value) if isinstance(value, int) and not is_year else str(value)


def _own(proposal: Proposal) -> list[dict]:
    """The kind's own fields; what may stay empty is left out when it is."""
    detail = proposal.detail
    if detail is None:
        return []
    names = [name for step in WRITTEN for name in own_fields(proposal.kind, step)]
    written = [name for name in names if name not in OPTIONAL or getattr(detail, name) not in (None, "")]
    return [_fact(proposal, name, detail) for name in written]


def _place(proposal: Proposal) -> dict:
    method = str(proposal.get_method_display()) if proposal.method else ""
    parts = [proposal.location, ", ".join(proposal.regency_names), method]
    return {"label": _("Where"), **_or_missing(" · ".join(part for part in parts if part))}


def _offer(proposal: Proposal) -> list[dict]:
    offer = proposal.offer
    if offer is None:
        return []
    left = {"left": grouped(max(0, offer.seats - proposal.seats_taken)), "seats": grouped(offer.seats)}
    note = _("%(left)s of %(seats)s seats are still free") % left
    return [{"label": _("Offer"), "value": offer.title, "url": offer.get_absolute_url(), "note": note}]


def _copied(proposal: Proposal) -> list[dict]:
    if proposal.copied_from is None:
        return []
    source = proposal.copied_from
    return [{"label": _("Copied from"), "value": str(source.case), "url": source.get_absolute_url()}]


def _contact(proposal: Proposal) -> list[dict]:
    contact = " · ".join(part for part in (proposal.contact_name, proposal.contact_phone) if part)
    return [{"label": _("Contact in the province"), "value": contact}] if contact else []


def money(proposal: Proposal) -> dict:
    """Shares side by side and every line with its funder; sums stand beside what they add up."""
    lines = list(proposal.cost_lines.all())
    shares = sharing.shares(lines)
    return {
        "total": rupiah(proposal.total),
        "shares": share_parts(shares),
        "lines": lines,
        "shared": sharing.is_cost_shared(lines),
        "unfunded": sum(not line.budget_document for line in lines),
    }


def share_parts(shares: list[sharing.Share]) -> list[dict]:
    """Each party and source as a part of the whole, for components/share.html."""
    parts, x = [], 0.0
    for index, share in enumerate(shares):
        parts.append(
            {
                "label": share.label,
                "amount": rupiah(share.amount),
                "percent": f"{percent(share.percent)} %",
                "x": x,
                "width": share.percent,
                "pattern": f"p{index % PATTERNS + 1}",
            }
        )
        x = round(x + share.percent, 1)
    return parts


def percent(percent: float) -> str:
    return number_format(percent, 0 if percent == int(percent) else 1)


def documents(proposal: Proposal) -> list[dict]:
    """The documents that count and, behind them, the versions they replaced."""
    rows = [row for row in proposal.case.documents.all() if row.removed_at is None and row.post_id is None]
    replaced = {row.replaces_id for row in rows}
    return [_document(row, row.pk in replaced) for row in sorted(rows, key=lambda row: row.pk in replaced)]


def _document(row: Document, old: bool) -> dict:
    return {
        "name": row.name,
        "url": reverse("casework:document", args=[row.pk]),
        "kind": row.get_kind_display(),
        "size": file_size(row.size),
        "when": day_short(row.uploaded_at),
        "note": _("replaces version %s") % (row.version - 1) if row.replaces_id else "",
        "old": old,
        "versions_url": reverse("casework:versions", args=[row.pk]) if row.replaces_id and not old else "",
    }


GIVEN = ("proposal.assign", "proposal.reassign_verifier")  # by the head; the verifier is another one


def people(proposal: Proposal) -> list[dict]:
    """Who has had the case in hand, as the history names them."""
    lines = list(proposal.case.trail.all())
    acts = (
        (_("Proposer"), ("proposal.submit", "proposal.resubmit", "proposal.start_draft")),
        (_("Verifier"), ("proposal.take", *GIVEN) if proposal.verifier_id else ()),
        (_("Decided by"), ("proposal.approve", "proposal.defer", "proposal.reject")),
    )
    found = [(label, next((line for line in lines if line.action in actions), None)) for label, actions in acts]
    shown = [_person(label, line) for label, line in found if line]
    return [_reassigned(row, proposal) if row["action"] in GIVEN else row for row in shown]


def _person(label: str, line) -> dict:
    return {"label": label, "value": line.actor_name, "note": line.actor_position, "action": line.action}


def _reassigned(row: dict, proposal: Proposal) -> dict:
    return row | {"value": str(proposal.verifier), "note": ""}
