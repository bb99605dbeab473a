"""Tells the whole story: gathers the people, lets every life happen in order of time, with the clock's own sweeps."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from accounts.models import User
from agreements.services.clockwork import move_by_clock
from agreements.tasks import sweep as sweep_ends
from casework import inbox
from casework.models import Notice
from casework.tasks import sweep as sweep_turns
from portal.demonstration import offers, people, plots
from portal.demonstration.agreements import AgreementLife
from portal.demonstration.lives import Life, Story
from portal.demonstration.proposals import ProposalLife
from portal.demonstration.timeline import daily, on_days, tell
from regions import clock

LASTS = timedelta(days=425)  # fourteen months
MIDNIGHT, SWEEP, READING = time(0, 1), time(9, 15), time(16, 20)


def build(password: str, say: Callable[[str], None] = lambda _words: None) -> people.Cast:
    """Everything, inside the caller's transaction; ends on the last working day before today."""
    today = clock.today()
    story = Story(people.gather(password, today - LASTS), today)
    say(f"{len(story.cast.chairs)} positions")
    proposals = [ProposalLife(story, plot, number) for number, plot in enumerate(plots.PROPOSALS, start=1)]
    pacts = [AgreementLife(story, pact) for pact in plots.PACTS]
    told = tell(
        [
            *(offers.life(story, notion) for notion in offers.NOTIONS),
            *map(iter, proposals),
            *map(iter, pacts),
            *_days_go_by(story, _first_day([*proposals, *pacts])),
        ],
        say,
    )
    say(f"{told} events, {len(proposals)} proposals, {len(pacts)} cooperation documents")
    return story.cast


def _first_day(lives: list[Life]) -> date:
    return min(life.story.day(life.beats[0].ago) for life in lives)


def _days_go_by(story: Story, first: date) -> list[Iterator[datetime]]:
    """Midnight begins and ends documents; on working days at 09.15 WIB the ladder speaks; inboxes are read."""
    return [
        daily(first, story.today - timedelta(days=1), MIDNIGHT, move_by_clock),
        on_days([story.day(ago) for ago in range(300, 0, -1) if story.day(ago) >= first], SWEEP, _sweep),
        on_days([story.day(ago) for ago in (*range(280, 20, -20), 12, 7, 3)], READING, _read_inboxes),
    ]


def _sweep() -> None:
    sweep_turns()
    sweep_ends()


def _read_inboxes() -> None:
    """Everybody opens what has come since."""
    for user in User.objects.filter(pk__in=Notice.objects.unread().values("recipient")):
        inbox.read_all(user)
