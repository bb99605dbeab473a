"""Tells the whole story: gathers the people, lets every life happen in order of time, with the clock's own sweeps."""

from collections.abc import Callable
from datetime import date, time, timedelta

from agreements.services.clockwork import move_by_clock
from agreements.tasks import sweep as sweep_ends
from casework.tasks import sweep as sweep_turns
from portal.demonstration import offers, people, plots
from portal.demonstration.agreements import AgreementLife
from portal.demonstration.lives import Life, Story
from portal.demonstration.proposals import ProposalLife
from portal.demonstration.timeline import daily, tell
from regions import clock, working_days

LASTS = timedelta(days=425)  # fourteen months
MIDNIGHT, SWEEP = time(0, 1), time(9, 15)


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
            *_clock(_first_day([*proposals, *pacts]), today),
        ]
    )
    say(f"{told} events, {len(proposals)} proposals, {len(pacts)} cooperation documents")
    return story.cast


def _first_day(lives: list[Life]) -> date:
    return min(life.story.day(life.beats[0].ago) for life in lives)


def _clock(first: date, today: date) -> list:
    """Midnight begins and ends documents; on working days at 09.15 WIB the ladder speaks."""
    last = working_days.add_working_days(today, -1)
    return [
        daily(first, today - timedelta(days=1), MIDNIGHT, move_by_clock, worked=False),
        daily(first, last, SWEEP, _sweep, worked=True),
    ]


def _sweep() -> None:
    sweep_turns()
    sweep_ends()
