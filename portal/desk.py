"""The desk: what waits for me, what nobody has taken, whom I wait for, what is coming."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from accounts.actors import Actor
from accounts.roles import Role
from agreements.models import Agreement
from casework.models import Case, Notice, Turn
from casework.strip import TurnWords, in_words
from programs.models import Offer
from regions import clock
from regions.templatetags.dates import day, day_short, due_in

SHOWN = 50  # turns of mine that the desk lists; the rest is one link away
BESIDE = 6  # rows in each block beside them
KINDS = ("case__proposal", "case__agreement")


@dataclass(frozen=True)
class Coming:
    """Something on a coming day: an agreement ends, an offer closes."""

    on: date
    text: str
    url: str

    @property
    def day(self) -> str:
        return day_short(self.on)

    @property
    def word(self) -> str:
        return due_in(self.on) if self.on <= clock.today() + timedelta(days=14) else ""


@dataclass
class Desk:
    """One actor's morning, read in a fixed number of queries whatever the number of cases."""

    actor: Actor
    late: list[TurnWords] = field(default_factory=list)
    soon: list[TurnWords] = field(default_factory=list)
    calm: list[TurnWords] = field(default_factory=list)
    untaken: list[TurnWords] = field(default_factory=list)
    waiting: list[TurnWords] = field(default_factory=list)
    waiting_beyond: int = 0  # how many more there are
    coming: list[Coming] = field(default_factory=list)
    news: list[Notice] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.late) + len(self.soon) + len(self.calm)


def desk_of(actor: Actor) -> Desk:
    """Read a desk. What somebody of my office must first take shows apart; any other pool of mine is my work."""
    desk = Desk(actor)
    mine = list(Turn.objects.open().of(actor).with_holders().select_related(*KINDS)[:SHOWN])
    others = list(_waited_for(actor).select_related(*KINDS).annotate(in_all=Window(Count("pk")))[:BESIDE])
    words = in_words(mine + others, actor)
    for turn in words:
        turn.url = case_url(turn.turn.case)
    for turn in words[: len(mine)]:
        (desk.untaken if turn.turn.is_untaken else getattr(desk, turn.tone)).append(turn)
    desk.waiting = _together(words[len(mine) :])
    desk.waiting_beyond = others[0].in_all - len(others) if others else 0
    desk.coming = _coming(actor)
    desk.news = list(Notice.objects.visible_to(actor).unread().select_related("case")[:BESIDE])
    return desk


def _waited_for(actor: Actor):
    """Open turns of others on cases that this position, or a pool of its office, has handed on."""
    pooled = Q(position__isnull=True, institution=actor.institution, pool_role__in=actor.roles)
    handed_on = Turn.objects.filter(Q(position=actor.position) | pooled, case=OuterRef("case"), closed_at__isnull=False)
    theirs = Turn.objects.visible_to(actor).open().filter(Exists(handed_on))
    return theirs.exclude(pk__in=Turn.objects.open().of(actor).values("pk")).with_holders()


def _together(words: list[TurnWords]) -> list[TurnWords]:
    """Two reviewers of one case are one row that names both."""
    rows: dict[tuple, TurnWords] = {}
    for turn in words:
        row = (turn.turn.case_id, turn.task, turn.lead)
        rows[row] = replace(turn, whose=f"{rows[row].whose}; {turn.whose}") if row in rows else turn
    return list(rows.values())


def _coming(actor: Actor) -> list[Coming]:
    today = clock.today(actor.timezone)
    ending = Agreement.objects.visible_to(actor).ending_by(today + timedelta(days=180)).select_related("case")
    rows = [
        Coming(row.ends_on, _("%(title)s ends") % {"title": row.case.title}, row.get_absolute_url())
        for row in ending.order_by("ends_on")[:BESIDE]
    ]
    if actor.has(Role.PROPOSER, Role.COORDINATOR):
        closing = Offer.objects.visible_to(actor).open_on(today).order_by("closes_on")[:BESIDE]
        rows += [
            Coming(row.closes_on, _("Last day of the offer %(title)s") % {"title": row.title}, row.get_absolute_url())
            for row in closing
        ]
    return sorted(rows, key=lambda row: row.on)[:BESIDE]


class DeskView(TemplateView):
    template_name = "portal/desk.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        return super().get_context_data(
            desk=desk_of(actor) if actor else None, today=day(clock.today(actor.timezone if actor else None)), **kwargs
        )


def case_url(case: Case) -> str:
    """The page of a case, whatever its kind; needs `KINDS` loaded."""
    return getattr(case, case.kind).get_absolute_url()


@require_safe
def open_case(request, pk: int):
    """One address for every case, for links from rooms that do not know its kind."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), pk=pk)
    return redirect(case_url(case))
