"""What falls on a day for one actor: last days of turns, ends of documents, offers, programmes, provinces that pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.actors import Actor
from agreements.models import Agreement
from casework.models import Case, Turn
from casework.reminders import case_page
from casework.strip import is_mine
from casework.words import task
from programs.models import Offer, Proposal
from regions.models import CoverageChange
from regions.templatetags.dates import urgency

KINDS = {
    "giliran": gettext_lazy("Your turn"),
    "kantor": gettext_lazy("Your office"),
    "berakhir": gettext_lazy("Documents that end"),
    "penawaran": gettext_lazy("Offers"),
    "program": gettext_lazy("Programmes"),
    "provinsi": gettext_lazy("Provinces that pass"),
}
RUNNING = ("approved", "in_progress", "reporting")
MOST = 400  # of one kind in one reading


@dataclass(frozen=True)
class Event:
    """Something on one day. `row` is what it tells of, `version` counts with it; `uid` stays the same for ever."""

    uid: str
    on: date
    kind: str
    title: str
    why: str
    url: str
    row: Turn | Agreement | Offer | Proposal | CoverageChange
    version: int = 0
    tone: str = "calm"

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


def events(actor: Actor | None, first: date, last: date) -> list[Event]:
    """Everything from a first to a last day that this actor may see, in order of days; five queries."""
    if actor is None:
        return []
    found = [event for gather in GATHERERS for event in gather(actor, first, last) if first <= event.on <= last]
    order = list(KINDS)
    return sorted(found, key=lambda event: (event.on, order.index(event.kind), event.title, event.uid))


def _turns(actor: Actor, first: date, last: date) -> Iterator[Event]:
    """Last days of open turns of this position, its pools, and its office."""
    turns = Turn.objects.visible_to(actor).open().filter(due_on__range=(first, last))
    turns = turns.filter(Q(institution=actor.institution) | Q(position=actor.position)).with_holders()
    for turn in turns.select_related("case__proposal", "case__agreement")[:MOST]:
        case, mine = turn.case, is_mine(turn, actor)
        what = task(case.kind, turn.status, turn.seat) or case.status_label
        yield Event(
            uid=f"turn-{turn.pk}",
            on=turn.due_on,
            kind="giliran" if mine else "kantor",
            title=_titled(case),
            why=_("Last day: %(what)s") % {"what": what}
            if mine
            else _("%(holder)s, last day: %(what)s") % {"holder": turn.holder_label, "what": what},
            url=case_page(case),
            row=turn,
            version=case.version,
            tone=urgency(turn.due_on, turn.timezone),
        )


def _ends(actor: Actor, first: date, last: date) -> Iterator[Event]:
    ending = Agreement.objects.visible_to(actor).ending_by(last).filter(ends_on__gte=first).select_related("case")
    for row in ending.order_by("ends_on", "pk")[:MOST]:
        why = _("Last day in force; it cannot be revived afterwards.")
        yield Event(f"end-{row.pk}", row.ends_on, "berakhir", *_case(row, why), row, row.case.version)


def _offers(actor: Actor, first: date, last: date) -> Iterator[Event]:
    """First and last day of each offer's window."""
    offers = Offer.objects.visible_to(actor).filter(published_at__isnull=False, withdrawn_at__isnull=True)
    near = Q(opens_on__range=(first, last)) | Q(closes_on__range=(first, last))
    for row in offers.filter(near)[:MOST]:
        page = row.get_absolute_url()
        opens = _("Proposals may be submitted from today.")
        closes = _("Last day to submit proposals for this offer.")
        yield Event(f"offer-{row.pk}-open", row.opens_on, "penawaran", row.title, opens, page, row, row.version)
        yield Event(f"offer-{row.pk}-close", row.closes_on, "penawaran", row.title, closes, page, row, row.version)


def _programmes(actor: Actor, first: date, last: date) -> Iterator[Event]:
    """First and last day of approved programmes."""
    rows = Proposal.objects.visible_to(actor).filter(case__status__in=RUNNING)
    rows = rows.filter(Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last)))
    for row in rows.select_related("case").order_by("starts_on", "pk")[:MOST]:
        version = row.case.version
        begins, ends = _("The programme begins as planned."), _("The programme ends as planned.")
        if row.starts_on:
            yield Event(f"programme-{row.pk}-start", row.starts_on, "program", *_case(row, begins), row, version)
        if row.ends_on:
            yield Event(f"programme-{row.pk}-end", row.ends_on, "program", *_case(row, ends), row, version)


def _provinces(actor: Actor, first: date, last: date) -> Iterator[Event]:
    """Days on which a province passes to another UPT: for both UPT, the province and the centre."""
    concerned = Q(province__in=regions_of(actor))
    if actor.institution.upt_id:
        concerned |= Q(left=actor.institution.upt_id) | Q(upt=actor.institution.upt_id)
    changes = CoverageChange.objects.filter(concerned, withdrawn_at=None, on__range=(first, last))
    for row in changes.select_related("province", "left", "upt")[:MOST]:
        words = {"province": row.province, "left": row.left, "upt": row.upt}
        title = _("%(province)s passes to %(upt)s") % words
        why = _("From this day %(upt)s serves it instead of %(left)s.") % words
        page = _change_page(row)
        yield Event(f"province-{row.pk}", row.on, "provinsi", title, why, page, row)


GATHERERS = (_turns, _ends, _offers, _programmes, _provinces)


def _case(row, why: str) -> tuple[str, str, str]:
    return _titled(row.case), why, row.get_absolute_url()


def _titled(case: Case) -> str:
    title = case.title or _("untitled")
    return f"{case.number} {title}" if case.number else title


def _change_page(row: CoverageChange) -> str:
    return reverse("handover:province", args=[row.pk])
