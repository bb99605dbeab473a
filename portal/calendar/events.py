"""What falls on a day for one actor: last days of turns, ends of documents, offers, programmes, provinces that pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.actors import Actor
from agreements.models import Agreement
from casework.models import Case, Turn
from casework.querysets import waiting_for
from casework.reminders import case_page
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


@dataclass(frozen=True)
class Event:
    """Something on one day. `row` is what it tells of, `version` counts with it; `uid` stays the same for ever.

    `more`: so many of its kind fall on that day besides, and are not told.
    """

    uid: str
    on: date
    kind: str
    title: str
    why: str
    url: str
    row: Turn | Agreement | Offer | Proposal | CoverageChange
    version: int = 0
    tone: str = "calm"
    more: int = 0

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


def events(actor: Actor | None, first: date, last: date, per_day: int) -> list[Event]:
    """What falls on the days from a first to a last that this actor may see, in order of days; six queries.

    Of turns and programmes, which may be hundreds a day, no more than `per_day` of one sort are told on each.
    """
    if actor is None:
        return []
    found = [event for gather in GATHERERS for event in gather(actor, first, last, per_day)]
    order = list(KINDS)
    return sorted(
        (event for event in found if first <= event.on <= last),
        key=lambda event: (event.on, order.index(event.kind), event.title, event.uid),
    )


def _told(name: str, *of: str) -> dict[str, Window]:
    """Columns that say as which of its group a row comes, and how many the group has."""
    return {
        f"{name}_nth": Window(RowNumber(), partition_by=[F(column) for column in of], order_by="pk"),
        f"{name}_all": Window(Count("pk"), partition_by=[F(column) for column in of]),
    }


def _more(nth: int, in_all: int, per_day: int) -> int:
    return in_all - nth if nth == per_day else 0


def _turns(actor: Actor, first: date, last: date, per_day: int) -> Iterator[Event]:
    """Last days of open turns of this position, its pools, and its office."""
    turns = Turn.objects.visible_to(actor).open().filter(due_on__range=(first, last)).order_by()
    turns = turns.filter(Q(institution=actor.institution) | Q(position=actor.position))
    mine = ExpressionWrapper(waiting_for(actor), BooleanField())  # a pool that is not mine: neither true nor false
    turns = turns.annotate(mine=Coalesce(mine, False))
    keys = turns.annotate(**_told("day", "due_on", "mine")).filter(day_nth__lte=per_day)
    known = {pk: row for pk, *row in keys.values_list("pk", "mine", "day_nth", "day_all")}
    rows = Turn.objects.filter(pk__in=known).with_holders()
    for turn in rows.select_related("case__proposal", "case__agreement"):
        case, (mine, nth, in_all) = turn.case, known[turn.pk]
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
            more=_more(nth, in_all, per_day),
        )


def _ends(actor: Actor, first: date, last: date, _per_day: int) -> Iterator[Event]:
    ending = Agreement.objects.visible_to(actor).ending_by(last).filter(ends_on__gte=first).select_related("case")
    for row in ending.order_by("ends_on", "pk"):
        why = _("Last day in force; it cannot be revived afterwards.")
        yield Event(f"end-{row.pk}", row.ends_on, "berakhir", *_case(row, why), row, row.case.version)


def _offers(actor: Actor, first: date, last: date, _per_day: int) -> Iterator[Event]:
    """First and last day of each offer's window."""
    offers = Offer.objects.visible_to(actor).filter(published_at__isnull=False, withdrawn_at__isnull=True)
    near = Q(opens_on__range=(first, last)) | Q(closes_on__range=(first, last))
    for row in offers.filter(near):
        page = row.get_absolute_url()
        opens = _("Proposals may be submitted from today.")
        closes = _("Last day to submit proposals for this offer.")
        yield Event(f"offer-{row.pk}-open", row.opens_on, "penawaran", row.title, opens, page, row, row.version)
        yield Event(f"offer-{row.pk}-close", row.closes_on, "penawaran", row.title, closes, page, row, row.version)


def _programmes(actor: Actor, first: date, last: date, per_day: int) -> Iterator[Event]:
    """First and last day of approved programmes."""
    begins, ends = Q(starts_on__range=(first, last)), Q(ends_on__range=(first, last))
    rows = Proposal.objects.visible_to(actor).filter(begins | ends, case__status__in=RUNNING).order_by()
    rows = rows.select_related("case").only("starts_on", "ends_on", "case__number", "case__title", "case__version")
    rows = rows.annotate(**_told("start", "starts_on"), **_told("end", "ends_on"))
    for row in rows.filter((begins & Q(start_nth__lte=per_day)) | (ends & Q(end_nth__lte=per_day))):
        for word, on, nth, in_all, why in (
            ("start", row.starts_on, row.start_nth, row.start_all, _("The programme begins as planned.")),
            ("end", row.ends_on, row.end_nth, row.end_all, _("The programme ends as planned.")),
        ):
            if on and nth <= per_day:
                uid, more = f"programme-{row.pk}-{word}", _more(nth, in_all, per_day)
                yield Event(uid, on, "program", *_case(row, why), row, row.case.version, more=more)


def _provinces(actor: Actor, first: date, last: date, _per_day: int) -> Iterator[Event]:
    """Days on which a province passes to another UPT: for both UPT, the province and the centre."""
    concerned = Q(province__in=regions_of(actor))
    if actor.institution.upt_id:
        concerned |= Q(left=actor.institution.upt_id) | Q(upt=actor.institution.upt_id)
    changes = CoverageChange.objects.filter(concerned, withdrawn_at=None, on__range=(first, last))
    for row in changes.select_related("province", "left", "upt"):
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
