"""What one reader can do with a document now: buttons of the strip, and where each lacking condition is mended."""

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import occasions, policies
from agreements.conditions import Condition, conditions
from agreements.models import Agreement
from agreements.seats import unspoken_sides
from casework.workflow import available

# The first of these that is possible is the filled button.
FOREMOST = ("send_for_review", "accept", "answer", "clear", "bring_into_force", "sign")
# Moves whose obstacles are told beside the buttons; the others' are told elsewhere, or by nobody's absence.
EXPLAINED = ("send_for_review", "accept", "clear")
# Offered even while something is missing: its page says what.
OFFERED = ("register",)
LAST = ("redraft", "terminate", "cancel")


def url(name: str, agreement: Agreement, *args) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk, *args])


def actions(agreement: Agreement, actor) -> tuple[list[dict], list[dict]]:
    """Buttons, the foremost first and the destructive ones last; and what is not possible yet, with why."""
    moves = available(agreement, actor) if actor else []
    open_moves = [row for row, reasons in moves if not reasons or row.name in OFFERED]
    blocked = [{"label": row.label, "reasons": reasons} for row, reasons in moves if reasons and row.name in EXPLAINED]
    buttons = _law_buttons(agreement, actor) + [
        {
            "label": row.label,
            "url": url("move", agreement, row.name),
            "kind": "plain" if row.dangerous else "line",
            "rank": _rank(row.name),
        }
        for row in open_moves
    ]
    buttons = sorted([*buttons, *_file_buttons(agreement, actor), *_heirs(agreement, actor)], key=lambda b: b["rank"])
    if buttons and buttons[0]["kind"] == "line":
        buttons[0]["kind"] = "primary"
    return buttons, blocked


def _rank(name: str) -> int:
    if name in FOREMOST:
        return FOREMOST.index(name)
    return 90 + LAST.index(name) if name in LAST else 50


def _button(label: str, address: str, rank: int) -> dict:
    return {"label": label, "url": address, "kind": "line", "rank": rank}


def _law_buttons(agreement: Agreement, actor) -> list[dict]:
    buttons, in_council = [], agreement.status == "council"
    if occasions.SPEAK_LAW(actor, agreement) and policies.side_of(actor, agreement) in unspoken_sides(agreement):
        buttons.append(_button(_("Give your legal opinion"), url("opinion", agreement), -2))
    if occasions.RECORD_COUNCIL(actor, agreement) and not agreement.council_number:
        label = _("Record the council's decision") if in_council else _("Council: record why not required")
        buttons.append(_button(label, url("council", agreement), -1 if in_council else 40))
    return buttons


def _file_buttons(agreement: Agreement, actor) -> list[dict]:
    """Without a text nothing moves, so its upload is then the foremost step."""
    if agreement.text is not None or not occasions.UPLOAD_TEXT(actor, agreement):
        return []
    return [_button(_("Upload the text"), url("file", agreement, "naskah"), -1)]


def _heirs(agreement: Agreement, actor) -> list[dict]:
    buttons = []
    if occasions.OPEN_ADDENDUM(actor, agreement):
        buttons.append(_button(_("Open an addendum"), url("addendum", agreement), 31))
    if occasions.OPEN_SUCCESSOR(actor, agreement) and not succeeded(agreement):
        buttons.append(_button(_("Open a successor"), url("successor", agreement), 30))
    return buttons


def succeeded(agreement: Agreement) -> bool:
    """Asked of the relatives the page has read, if it has."""
    if not hasattr(agreement, "children"):
        return agreement.is_succeeded
    return any(child["heir"] == agreement.pk and child["status"] != "cancelled" for child in agreement.children)


def checklist(agreement: Agreement, actor) -> list[dict]:
    """The conditions for coming into force as rows of a page, each lacking one with its place or its mender."""
    return [_row(agreement, condition, actor) for condition in conditions(agreement)]


def asked_of(agreement: Agreement, checks: list[dict], actor) -> dict:
    """What is wanted of a party's officer besides the turn: its number, or its letter of authority."""
    if actor is None or policies.drafts(actor, agreement) or agreement.status not in occasions.UNFINISHED:
        return {}
    wanted = next((row for row in checks if row.get("url") and row["mend"] == "party"), None)
    return {"asked": wanted["text"], "asked_url": wanted["url"], "asked_label": wanted["url_label"]} if wanted else {}


def _row(agreement: Agreement, condition: Condition, actor) -> dict:
    row = {"text": condition.text, "met": condition.met, "aside": condition.detail, "mend": condition.mend}
    if condition.met:
        return row
    place = _place(agreement, condition, actor)
    if place:
        return row | {"url": place[0], "url_label": place[1]}
    return row | {"aside": _mender(agreement, condition)}


def _place(agreement: Agreement, condition: Condition, actor) -> tuple[str, str] | None:
    """Where this reader mends it now, if he may."""
    party, status = condition.party, agreement.status
    if condition.mend == "term" and occasions.EDIT_BASICS(actor, agreement):
        return url("edit", agreement), _("Fill in")
    if condition.mend == "party" and occasions.keep_party(party)(actor, agreement):
        if condition.code.startswith("number"):
            return url("number", agreement, party.pk), _("Fill in")
        return (url("authority", agreement, party.pk), _("Fill in")) if party.signature is None else None
    if condition.mend == "sign" and status in ("ready", "partly_signed") and policies.records_for(actor, party):
        return url("move", agreement, "sign"), _("Record")
    if condition.mend == "work_plan" and occasions.ATTACH_WORK_PLAN(actor, agreement):
        return url("file", agreement, "rencana-kerja"), _("Upload")
    if condition.mend == "final" and _all_signed(agreement) and occasions.ATTACH_FINAL(actor, agreement):
        return url("file", agreement, "final"), _("Upload")
    return None


def _all_signed(agreement: Agreement) -> bool:
    return all(party.signature for party in agreement.parties.all())


def _mender(agreement: Agreement, condition: Condition) -> str:
    """Who can mend it, when the reader cannot."""
    if condition.mend == "sign" and agreement.status not in ("ready", "partly_signed"):
        return _("after the legal review")
    if condition.mend == "final" and not _all_signed(agreement):
        return _("after the last signature")
    if condition.party is not None:
        return condition.party.office.short_name
    if condition.mend:
        return _("cooperation officer, %(office)s") % {"office": agreement.case.owner.short_name}
    return condition.detail or _("waiting")
