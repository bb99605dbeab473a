"""What a document's page shows, part by part: strips, alerts, time held, parties, files."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Holding
from accounts.roles import Role
from agreements.models import Agreement, Party
from agreements.occasions import CHANGE_PARTIES, keep_party
from agreements.steps import succeeded, url
from casework.models import Document, Turn
from casework.shown import reminded
from casework.strip import TurnWords, in_words
from casework.turns import held_by
from regions import clock, working_days
from regions.templatetags.dates import day, day_short

PATTERNS = ("p1", "p2", "p3", "p4", "p5", "p6")
FINAL_SHADE = len(PATTERNS) - 1
SELDOM = 50  # rank of a button from which on it folds away


def crumbs(agreement: Agreement, *further: str) -> list[dict]:
    """The way up from a document's page, or from a page of one of its acts."""
    province, every = agreement.case.province, reverse("agreements:list")
    middle = [{"label": province.name, "url": f"{every}?provinsi={province.pk}"}] if province else []
    own = {"label": agreement.case.number, "url": agreement.get_absolute_url() if further else ""}
    return [{"label": _("Agreements"), "url": every}, *middle, own, *({"label": label} for label in further)]


def seated(agreement: Agreement, turns: list[Turn]) -> list[Holding]:
    """Who sits today where a signature or a turn waits: signing positions, holders, and the people of pools."""
    chairs = {party.signing_position_id for party in agreement.parties.all()} | {turn.position_id for turn in turns}
    wanted = Q(position__in=[pk for pk in chairs if pk])
    for turn in turns:
        if turn.is_pool:
            wanted |= Q(position__institution=turn.institution_id, position__roles__contains=[turn.pool_role])
    return list(Holding.objects.on(clock.today()).filter(wanted).select_related("user", "position"))


def turn_words(turns: list[Turn], holdings: list[Holding], actor) -> list[TurnWords]:
    """The open turns in words; a pool is told by the people in it."""
    words = in_words(turns, actor, by_position(holdings))
    for row in words:
        if row.turn.is_pool:
            row.people = [each.user.full_name for each in holdings if _in_pool(each, row.turn)]
    return words


def _in_pool(holding: Holding, turn: Turn) -> bool:
    position = holding.position
    return position.institution_id == turn.institution_id and turn.pool_role in position.roles


def by_position(holdings: list[Holding]) -> dict[int, list[Holding]]:
    held: dict[int, list[Holding]] = {}
    for holding in holdings:
        held.setdefault(holding.position_id, []).append(holding)
    return held


def strips(agreement: Agreement, words: list, actor, actions: list[dict], **first) -> list[dict]:
    """One strip per open turn, the reader's first with what it may do; without a turn one that says how it stands."""
    quiet = {"tone": "calm", "whose": resting(agreement), "says": [], "day": None}
    ordered = sorted(words, key=lambda row: not row.mine)
    found = [_strip(row) | {"actions": _about_reminders(row, actor)} for row in ordered] or [quiet | {"actions": []}]
    found[0] |= first | _folded(_in_order(actions, found[0]["actions"]))
    return found


def _strip(row) -> dict:
    turn, role = row.turn, row.turn.position.title if row.turn.position_id else Role(row.turn.pool_role).label
    if row.mine:
        whose = _("Your office's turn: %(task)s") if row.shared else _("Your turn: %(task)s")
    else:
        whose = _("Turn of %(office)s: %(task)s")
    holds = (
        _("%(people)s, %(role)s, has had the document since %(day)s.")
        if row.people
        else _("Nobody sits there now (%(role)s); it has waited since %(day)s.")
    )
    values = {"people": ", ".join(row.people), "role": role, "day": day(row.since)}
    return {
        "tone": row.tone if row.tone == "late" else ("mine" if row.mine else "calm"),
        "whose": whose % {"office": turn.institution.short_name, "task": row.task},
        "says": [holds % values, *reminded(row)],
        "day": row.day_number,
        "allowance": row.allowance,
        "due": day_short(row.due_on),
        "late_days": row.late_by,
    }


def _in_order(moves: list[dict], reminders: list[dict]) -> list[dict]:
    """What destroys stands last."""
    harmless = [button for button in moves if button["kind"] != "plain"]
    return harmless + reminders + [button for button in moves if button["kind"] == "plain"]


def _folded(buttons: list[dict]) -> dict:
    """What is seldom done folds away, unless it would stand alone."""
    common = [button for button in buttons if button.get("rank", SELDOM) < SELDOM or button.get("post")]
    return {"actions": common, "rare": [b for b in buttons if b not in common]} if common else {"actions": buttons}


def _about_reminders(row: TurnWords, actor) -> list[dict]:
    """Who holds the turn puts reminders off; who waits for it reminds: all who see it, but for auditors."""
    if row.mine:
        address = reverse("casework:snooze", args=[row.turn.pk])
        return [{"label": _("Put off reminders…"), "url": address, "kind": "line"}]
    if actor is None or actor.has(Role.AUDITOR) or row.turn.reminded_today:
        return []
    address = reverse("casework:nudge", args=[row.turn.pk])
    return [{"label": _("Remind now"), "url": address, "kind": "line", "post": True}]


def resting(agreement: Agreement) -> str:
    """How a document stands that nobody must act on."""
    if _runs_out(agreement):
        words = _("In force until %(day)s; open a successor if the cooperation is to go on.")
        return words % {"day": day_short(agreement.ends_on)}
    if agreement.status == "in_force":
        return _("In force until %(day)s; nobody needs to act.") % {"day": day_short(agreement.ends_on)}
    return _("%(state)s; nobody needs to act.") % {"state": agreement.case.status_label}


def alerts(agreement: Agreement) -> list[dict]:
    """What is derived, not a state: running out, being amended, succeeded, signed elsewhere."""
    found = []
    if agreement.is_registered:
        text = _("Signed outside the portal and registered here: %(reason)s") % {"reason": agreement.registered_reason}
        found.append({"text": text, "tone": ""})
    if _runs_out(agreement):
        days = {"days": agreement.days_left}
        found.append({"text": _("It ends in %(days)d days and cannot be revived afterwards.") % days, "tone": "soon"})
    return found + [_of_child(agreement, child) for child in agreement.children if child["status"] != "cancelled"]


def _runs_out(agreement: Agreement) -> bool:
    """As the reminders see it: within their days, and without a successor."""
    return agreement.is_expiring and not succeeded(agreement)


def _of_child(agreement: Agreement, child: dict) -> dict:
    if child["heir"] == agreement.pk:
        text = _("It has a successor.")
    elif child["status"] in ("in_force", "expired", "terminated"):
        text = _("It has been amended.")
    else:
        text = _("It is being amended.")
    link = {"link_url": reverse("agreements:detail", args=[child["pk"]]), "link_label": child["number"]}
    return {"text": text, "tone": ""} | link


def share(agreement: Agreement, turns: list[Turn]) -> dict:
    """How long each office has held it, in working days, as parts of a whole."""
    held = [row for row in held_by(agreement.case, turns) if row.days]
    total, at, parts = sum(row.days for row in held), 0.0, []
    for index, row in enumerate(held):
        width = 100 * row.days / total
        days = _("%(days)d days") % {"days": row.days}
        pattern = PATTERNS[min(index, FINAL_SHADE)]
        label = row.institution.short_name
        parts.append({"label": label, "amount": days, "x": round(at, 2), "width": round(width, 2), "pattern": pattern})
        at += width
    zone, case = agreement.case.owner.timezone, agreement.case
    since = clock.day_of(case.opened_at, zone)
    until = max((clock.day_of(turn.closed_at, zone) for turn in turns if turn.closed_at), default=since)
    if any(turn.closed_at is None for turn in turns):
        until = clock.today(zone)
    return {"parts": parts, "days": working_days.working_days_between(since, until), "since": day_short(since)}


def party_row(agreement: Agreement, party: Party, held: dict, actor) -> dict:
    """One line of the table of parties: who signs, by what right, number, signature."""
    holders = held.get(party.signing_position_id, [])
    keeps = keep_party(party)(actor, agreement)
    signature = party.signature
    voided = [row for row in party.signatures.all() if row.voided_at]
    return {
        "party": party,
        "through": party.office.short_name if party.office_id != party.institution_id else "",
        "holder": ", ".join(holding.user.full_name for holding in holders),
        "signature": signature,
        "voided": voided,
        "number_url": url("number", agreement, party.pk) if keeps else "",
        "authority_url": url("authority", agreement, party.pk) if keeps and signature is None else "",
        "remove_url": url("remove_party", agreement, party.pk) if _may_remove(agreement, actor, voided) else "",
    }


def _may_remove(agreement: Agreement, actor, voided: list) -> bool:
    return not voided and CHANGE_PARTIES(actor, agreement)


def text_rows(agreement: Agreement) -> list[dict]:
    """Versions of the text, newest first, with who accepted them."""
    rows = []
    for index, document in enumerate(agreement.texts):
        accepted = [str(party) for party in agreement.parties.all() if party.accepted_text_id == document.pk]
        notes = [document.note, _("accepted by %(parties)s") % {"parties": ", ".join(accepted)} if accepted else ""]
        version = _("version %(number)d") % {"number": document.version}
        rows.append(_file_row(document) | {"kind": version, "note": " · ".join(filter(None, notes)), "old": index > 0})
    return rows


def file_rows(agreement: Agreement) -> list[dict]:
    """Every other file that was not taken away."""
    apart = (Document.Kind.TEXT, Document.Kind.MESSAGE)
    others = [row for row in agreement.case.documents.all() if row.kind not in apart and not row.removed_at]
    replaced = {row.replaces_id for row in others}
    return [
        _file_row(row) | {"kind": row.get_kind_display(), "old": row.pk in replaced}
        for row in sorted(others, key=lambda row: -row.pk)
    ]


def _file_row(document: Document) -> dict:
    return {
        "name": document.name,
        "url": reverse("casework:document", args=[document.pk]),
        "when": day_short(document.uploaded_at),
        "who": document.uploaded_for.short_name,
        "note": document.note,
        "versions_url": reverse("casework:versions", args=[document.pk]) if document.replaces_id else "",
    }
