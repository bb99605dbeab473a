"""Reads one actor's desk in a fixed number of queries, whatever the number of cases."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import caches
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Position
from accounts.roles import Role
from agreements.models import Agreement
from casework.assigning import assigns, claims, hands_out_work
from casework.counting import Counted
from casework.listing import grouped
from casework.models import Case, Notice, Turn
from casework.policies import waits_for
from casework.presets import KEPT_SECONDS, MANY
from casework.querysets import in_hand, waiting_for
from casework.strip import TurnWords, in_words
from portal.desk.extras import Extra, extra_of
from portal.desk.office import Load, Office, load_by_verifier
from portal.desk.visits import Visit
from programs.models import Offer
from regions import clock
from regions.templatetags.dates import day_short, due_in

SHOWN = 25  # turns of mine that the desk lists; the rest is one link away
BESIDE = 6  # rows in each block beside them
NEWS = 4  # letters, the newest first
READERS = {str(role) for role in (Role.AUDITOR, Role.LEADERSHIP, Role.SECRETARIAT, Role.ADMINISTRATOR)}
KINDS = ("case__proposal", "case__agreement")


@dataclass(frozen=True)
class Coming:
    """Something on a coming day: a turn's last day, an agreement ends, an offer closes."""

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
    """One actor's morning. `fresh` turns and notices have come since the visit before this one."""

    actor: Actor
    visit: Visit = field(default_factory=Visit)
    count: int = 0  # what the lists count under "My turn", also where the desk shows no more of it
    late: list[TurnWords] = field(default_factory=list)
    soon: list[TurnWords] = field(default_factory=list)
    calm: list[TurnWords] = field(default_factory=list)
    mine_beyond: int = 0  # how many more of mine there are
    untaken: list[TurnWords] = field(default_factory=list)
    waiting: list[TurnWords] = field(default_factory=list)
    waiting_count: int = 0  # in all, counted no further than MANY
    waiting_beyond: int = 0  # how many more there are
    coming: list[Coming] = field(default_factory=list)
    news: list[Notice] = field(default_factory=list)
    load: list[Load] = field(default_factory=list)
    extra: Extra | None = None

    @property
    def waiting_many(self) -> bool:
        return self.waiting_count >= MANY

    @property
    def waiting_text(self) -> str | int:
        """How many rows others hold up: "1.000+" where they were counted no further."""
        return f"{grouped(MANY)}+" if self.waiting_many else len(self.waiting) + self.waiting_beyond

    @property
    def reads(self) -> bool:
        """Whoever only reads waits for nobody, and nobody for him."""
        return not set(self.actor.roles) - READERS

    @property
    def mine(self) -> list[TurnWords]:
        return [*self.late, *self.soon, *self.calm]

    @property
    def beyond(self) -> dict[str, int]:
        """How many more stand below the last block of my turns, by its name."""
        last = next((name for name in ("calm", "soon", "late") if getattr(self, name)), "")
        return {last: self.mine_beyond}

    @property
    def unread(self) -> int:
        """How many letters nobody has opened, those shown included."""
        return self.news[0].in_all if self.news else 0

    @property
    def new_turns(self) -> int:
        return sum(row.fresh for row in [*self.mine, *self.untaken])


def desk_of(actor: Actor, visit: Visit | None = None) -> Desk:
    """Read a desk. What somebody of my office must first take shows apart; a pool of one is that one's work."""
    desk = Desk(actor, visit or Visit())
    mine, others = _read_turns(desk)
    office = Office(actor, {turn.position_id for turn in mine + others if turn.position_id})
    words = in_words(mine + others, actor, office.held)
    for row in words:
        row.url = case_url(row.turn.case)
        row.act_url = work_url(row.turn.case)
    for row in words[: len(mine)]:
        _lay(desk, row, office)
    desk.mine_beyond = desk.count - len(desk.mine)
    desk.waiting = _together([_asked_of(row, office) for row in words[len(mine) :]])
    desk.waiting_beyond = desk.waiting_count - len(others)
    desk.coming = _coming(desk)
    unread = Notice.objects.visible_to(actor).unread().select_related("case").annotate(in_all=Window(Count("pk")))
    desk.news = list(unread[:NEWS])
    for notice in desk.news:
        notice.fresh = desk.visit.is_new(notice.at)
    desk.load = load_by_verifier(office) if actor.has(Role.UPT_HEAD) else []
    desk.extra = extra_of(actor)
    return desk


def _read_turns(desk: Desk) -> tuple[list[Turn], list[Turn]]:
    """Mine, and those of others I wait for: first the keys and how many there are, then what is shown of them."""
    actor = desk.actor
    if desk.reads:
        return [], []
    kept, key = caches["process"], f"waited-for-{actor.position.pk}"
    others, columns = kept.get(key), {}
    if others is None:
        columns["others"] = ArraySubquery(_waited_for(actor).values("pk")[:MANY])
    found = Position.objects.values(
        mine=ArraySubquery(_to_do(actor).order_by(*_own_first(actor)).values("pk")[:SHOWN]),
        own=Counted(Turn.objects.open().in_hand_of(actor)),
        **columns,
    ).get(pk=actor.position.pk)
    if others is None:
        others = found["others"]
        if len(others) == MANY:
            kept.set(key, others, KEPT_SECONDS)
    desk.count, desk.waiting_count = found["own"], len(others)
    nearest = others[: 2 * BESIDE]
    shown = Turn.objects.open().filter(pk__in=found["mine"] + nearest).with_participants().with_holders()
    turns = shown.select_related(*KINDS).annotate(in_hand=ExpressionWrapper(in_hand(actor), BooleanField()))
    mine = [turn for turn in turns if turn.pk in found["mine"]]
    return mine, [turn for turn in turns if turn.pk in nearest and turn not in mine][:BESIDE]


def _to_do(actor: Actor):
    """My turns and my pools'; for whoever hands out an office's work, every pool of it."""
    turns = Turn.objects.open().of(actor)
    if hands_out_work(actor):
        turns |= Turn.objects.open().filter(position__isnull=True, institution=actor.institution)
    return turns


def _own_first(actor: Actor) -> list:
    """However much lies untaken in the pools, what is mine alone is among the first that are shown."""
    return [ExpressionWrapper(in_hand(actor), BooleanField()).desc(nulls_last=True), *Turn._meta.ordering]


def _lay(desk: Desk, row: TurnWords, office: Office) -> None:
    """Put one turn into its block."""
    turn, actor = row.turn, desk.actor
    row.fresh = desk.visit.is_new(turn.entered_at)
    fitting = office.who_fit(turn) if turn.is_pool else []
    if turn.in_hand:
        getattr(desk, row.tone).append(row)
    elif turn.is_untaken or len(fitting) != 1 or row.mine:
        row.claims = claims(actor, turn)
        row.choices = [(chair.pk, office.named(chair)) for chair in fitting] if assigns(actor, turn) else []
        desk.untaken.append(row)


def _waited_for(actor: Actor):
    """Open turns of others on cases that this position, or a pool of its office, has handed on.

    An open turn is an open case's, which is said so that an index of open cases serves.
    """
    handed_on = Turn.objects.of(actor).filter(case=OuterRef("case"), closed_at__isnull=False)
    others = Turn.objects.visible_to(actor).open().filter(case__closed_at__isnull=True)
    return others.filter(Exists(handed_on)).exclude(waiting_for(actor))


def _asked_of(row: TurnWords, office: Office) -> TurnWords:
    """What I may do about a turn of others: remind, or give it to somebody else of my office."""
    row.turn.case.participant_offices = row.turn.participants
    actor, turn = office.actor, row.turn
    row.reminds = waits_for(actor, turn) and not turn.reminded_today
    row.assigns = assigns(actor, turn) and (not turn.is_pool or len(office.who_fit(turn)) > 1)
    return row


def _together(words: list[TurnWords]) -> list[TurnWords]:
    """Two reviewers of one case are one row that names both; such a row is reminded on its case's page."""
    rows: dict[tuple, TurnWords] = {}
    for turn in words:
        row = (turn.turn.case_id, turn.task, turn.lead)
        if row in rows:
            turn = replace(
                turn,
                whose=f"{rows[row].whose}; {turn.whose}",
                people=[*rows[row].people, *turn.people],
                reminds=False,
                assigns=False,
            )
        rows[row] = turn
    return list(rows.values())


def _coming(desk: Desk) -> list[Coming]:
    actor, today = desk.actor, clock.today(desk.actor.timezone)
    ending = Agreement.objects.visible_to(actor).ending_by(today + timedelta(days=180)).select_related("case")
    rows = [
        Coming(row.ends_on, _("%(title)s ends") % {"title": row.case.title}, row.get_absolute_url())
        for row in ending.order_by("ends_on")[:BESIDE]
    ]
    rows += [
        Coming(row.due_on, _("Your last day: %(title)s") % {"title": row.turn.case.title or _("untitled")}, row.url)
        for row in desk.calm
        if row.due_on
    ][:BESIDE]
    if actor.has(Role.PROPOSER, Role.COORDINATOR):
        closing = Offer.objects.visible_to(actor).open_on(today).order_by("closes_on")[:BESIDE]
        rows += [
            Coming(row.closes_on, _("Last day of the offer %(title)s") % {"title": row.title}, row.get_absolute_url())
            for row in closing
        ]
    return sorted(rows, key=lambda row: row.on)[:BESIDE]


def work_url(case: Case) -> str:
    """Where the work on a case is done: for a proposal the address finds it when it is followed."""
    return reverse("programs:work", args=[case.proposal.pk]) if case.kind == "proposal" else case_url(case)


def case_url(case: Case) -> str:
    """The page of a case, whatever its kind; needs `KINDS` loaded."""
    return getattr(case, case.kind).get_absolute_url()
