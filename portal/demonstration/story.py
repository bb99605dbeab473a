"""Tells the whole story: gathers the people, lets every life happen in order of time, with the clock's own sweeps."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from django.db import connection

from accounts.models import User
from agreements.services.clockwork import move_by_clock
from agreements.tasks import sweep as sweep_ends
from casework import inbox
from casework.models import LadderStep, Notice
from casework.tasks import sweep as sweep_turns
from portal.demonstration import comings, lists, offers, partners, people, plots, talk
from portal.demonstration.agreements import AgreementLife
from portal.demonstration.lives import Life, Story
from portal.demonstration.proposals import ProposalLife
from portal.demonstration.timeline import on_days, tell
from regions import clock, working_days

A_DAY, LASTS = timedelta(days=1), timedelta(days=425)  # fourteen months
MIDNIGHT, SWEEP, ENDS, READING = time(0, 1), time(9, 15), time(9, 16), time(16, 20)


def build(password: str, say: Callable[[str], None] = lambda _words: None) -> people.Cast:
    """Everything, inside the caller's transaction; ends on the last working day before today."""
    today = clock.today()
    story = Story(people.gather(password, today - LASTS), today)
    partners.seat(story.cast, today - LASTS)
    say(f"{len(story.cast.chairs)} positions")
    proposals = [ProposalLife(story, plot, number) for number, plot in enumerate(plots.PROPOSALS, start=1)]
    pacts = [AgreementLife(story, pact) for pact in plots.PACTS]
    told = tell(
        [
            *(offers.life(story, notion) for notion in offers.NOTIONS),
            *map(iter, proposals),
            *map(iter, pacts),
            *talk.lives(story),
            *partners.lives(story),
            *_days_go_by(story, [*proposals, *pacts], pacts),
        ],
        say,
    )
    comings.happen(story)
    lists.save_views(story)
    _let_the_planner_see()
    say(f"{told} events, {len(proposals)} proposals, {len(pacts)} cooperation documents")
    return story.cast


def _let_the_planner_see() -> None:
    """PostgreSQL looks at tables by itself only after a while; until then a board of so many new rows takes minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _days_go_by(story: Story, lives: list[Life], pacts: list[AgreementLife]) -> list[Iterator[datetime]]:
    """Midnight begins and ends documents; on working days at 09.15 WIB the ladder speaks; inboxes are read.

    The clock looks at documents only around the days that matter to one; on the others it would find nothing.
    """
    first = min(story.day(life.beats[0].ago) for life in lives)
    worked = [story.day(ago) for ago in range(300, 0, -1) if story.day(ago) >= first]
    turning = {pact.starts_on for pact in pacts} | {pact.ends_on + A_DAY for pact in pacts}
    rungs = {pact.ends_on + timedelta(days=offset) for pact in pacts for offset in _offsets()}
    spoken = {working_days.working_day_from(day) for day in rungs | turning}
    return [
        on_days(sorted(day for day in turning if first <= day < story.today), MIDNIGHT, move_by_clock),
        on_days(worked, SWEEP, sweep_turns),
        on_days([day for day in worked if day in spoken], ENDS, sweep_ends),
        on_days([story.day(ago) for ago in (*range(280, 20, -20), 12, 7, 3)], READING, _read_inboxes),
    ]


def _offsets() -> list[int]:
    """Days of the rungs that speak of an end."""
    steps = LadderStep.objects.in_force().exclude(basis=LadderStep.Basis.DUE)
    return list(steps.values_list("offset", flat=True).distinct())


def _read_inboxes() -> None:
    """Everybody opens what has come since."""
    for user in User.objects.filter(pk__in=Notice.objects.unread().values("recipient")):
        inbox.read_all(user)
