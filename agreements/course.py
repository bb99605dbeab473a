"""A document's way with its own dates, read from its turns: which stops it has passed, where it is, what comes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.seats import CENTRE_OFFICES, provincial_party
from casework.models import Turn
from casework.states import AGREEMENT_STATES
from regions import clock
from regions.templatetags.dates import day_short, span_short

SIGNING = ("ready", "partly_signed")


@dataclass(frozen=True)
class Stop:
    """One stop: its name, what stands below it, and past, now, next, skipped or ended."""

    label: str
    note: str
    state: str


@dataclass
class Visit:
    """One stay in a state (or in a round of review), from its first turn to its last."""

    status: str
    round: int
    since: date
    until: date | None


def way(agreement: Agreement, turns: list[Turn]) -> list[Stop]:
    """The stops of the present run: after a return to the draft the way begins anew."""
    visits = visits_of(agreement, turns)
    if agreement.is_registered:
        return [*_drafted(agreement, visits), *_force(agreement)]
    stops = [*_drafted(agreement, visits), *_rounds(agreement, visits)]
    for status in ("legal_review", "council", *SIGNING):
        stops += _council(agreement, visits) if status == "council" else _stay(agreement, status, visits)
    return [*stops, *_force(agreement)]


def visits_of(agreement: Agreement, turns: list[Turn]) -> list[Visit]:
    """Stays in order of time; the review's are split into rounds, as the text came back to the centre."""
    zone, visits, before = agreement.case.owner.timezone, [], None
    for turn in sorted(turns, key=lambda row: (row.entered_at, row.pk)):
        since = clock.day_of(turn.entered_at, zone)
        until = clock.day_of(turn.closed_at, zone) if turn.closed_at else None
        if before is None or _begins(turn, before):
            visits.append(Visit(turn.status, _round(turn, visits), since, until))
        else:
            visits[-1].until = None if until is None or visits[-1].until is None else max(until, visits[-1].until)
        before = turn
    return visits


def _begins(turn: Turn, before: Turn) -> bool:
    if turn.status != before.status:
        return True
    return turn.status == "party_review" and _of_centre(turn) and not _of_centre(before)


def _of_centre(turn: Turn) -> bool:
    return turn.institution.kind in CENTRE_OFFICES


def _round(turn: Turn, visits: list[Visit]) -> int:
    if turn.status != "party_review":
        return 0
    return 1 + max((visit.round for visit in visits), default=0)


def _run(visits: list[Visit]) -> list[Visit]:
    """The stays since the last draft."""
    start = max((i for i, visit in enumerate(visits) if visit.status == "draft"), default=0)
    return visits[start:]


def _visit_stop(label: str, visit: Visit) -> Stop:
    if visit.until is None:
        return Stop(label, _("since %(day)s") % {"day": day_short(visit.since)}, "now")
    return Stop(label, span_short(visit.since, visit.until), "past")


def _drafted(agreement: Agreement, visits: list[Visit]) -> list[Stop]:
    return _stay(agreement, "draft", visits)


def _rounds(agreement: Agreement, visits: list[Visit]) -> list[Stop]:
    rounds = [visit for visit in _run(visits) if visit.status == "party_review"]
    if not rounds:
        return [Stop(_("Review"), _("by the parties"), "next")]
    return [_visit_stop(_("Review %(round)d") % {"round": visit.round}, visit) for visit in rounds]


def _stay(agreement: Agreement, status: str, visits: list[Visit]) -> list[Stop]:
    label = str(AGREEMENT_STATES[status].label)
    stays = [visit for visit in _run(visits) if visit.status == status]
    if stays:
        return [_visit_stop(label, stays[-1])]
    return [Stop(label, _note_ahead(agreement, status), "ended" if agreement.is_finished else "next")]


def _note_ahead(agreement: Agreement, status: str) -> str:
    if status == "legal_review" and provincial_party(agreement):
        return _("centre and province")
    if status == "partly_signed":
        parties = list(agreement.parties.all())
        signed = sum(party.signature is not None for party in parties)
        return _("%(signed)d of %(all)d") % {"signed": signed, "all": len(parties)}
    return ""


def _council(agreement: Agreement, visits: list[Visit]) -> list[Stop]:
    """Shown where a province takes part; crossed over when nobody must ask the council."""
    if any(visit.status == "council" for visit in _run(visits)):
        return _stay(agreement, "council", visits)
    if provincial_party(agreement) is None:
        return []
    label = str(AGREEMENT_STATES["council"].label)
    if agreement.council_reason:
        return [Stop(label, _("not required"), "skipped")]
    passed = agreement.status in (*SIGNING, "in_force", "expired", "terminated")
    return [Stop(label, "", "skipped" if passed else "next")]


def _force(agreement: Agreement) -> list[Stop]:
    """In force, and the end when there was one."""
    label, case = str(AGREEMENT_STATES["in_force"].label), agreement.case
    if agreement.in_force_at is None:
        ended = [Stop(str(case.status_label), _closed(agreement), "ended")] if agreement.is_finished else []
        return ended or [Stop(label, "", "next")]
    since = clock.day_of(agreement.in_force_at, case.owner.timezone)
    if case.status == "in_force":
        return [Stop(label, _("since %(day)s") % {"day": day_short(since)}, "now")]
    return [
        Stop(label, span_short(since, agreement.terminated_on or agreement.ends_on), "past"),
        Stop(str(case.status_label), _closed(agreement), "ended"),
    ]


def _closed(agreement: Agreement) -> str:
    if agreement.terminated_on:
        return day_short(agreement.terminated_on)
    closed = agreement.case.closed_at
    return day_short(clock.day_of(closed, agreement.case.owner.timezone)) if closed else ""


def state_label(agreement: Agreement) -> str:
    """The state in words; a review names its round."""
    if agreement.case.status == "party_review":
        return _("Review by the parties, round %(round)d") % {"round": agreement.review_round}
    return str(agreement.case.status_label)
