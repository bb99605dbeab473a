"""What every life in the story has: its people, its diary, its acts in order; and who gives the acts their office."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.actors import Actor
from portal.demonstration.people import Cast
from portal.demonstration.timeline import Beat, Diary, beats
from regions import working_days


@dataclass
class Story:
    """What the lives share: the cast, the day of the first start, and what has come into being so far, by key."""

    cast: Cast
    today: date
    offers: dict = field(default_factory=dict)
    proposals: dict = field(default_factory=dict)
    agreements: dict = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """The working day so many before the first start; negative: after it."""
        return working_days.add_working_days(self.today, -ago)


class Life:
    """One matter on its way: yields the instant of each of its acts, then performs it."""

    acts: dict[str, Callable]

    def __init__(self, story: Story, key: str, where: str, script: str):
        self.story, self.key, self.where = story, key, where
        self.beats = beats(script)
        self.diary = Diary(key)
        self.chance = self.diary.chance

    def __iter__(self) -> Iterator[datetime]:
        for beat in self.beats:
            yield self.diary.instant(self.story.day(beat.ago), self.zone(beat))
            try:
                self.acts[beat.act](self)
            except Exception as error:
                error.add_note(f"in the life of {self.key} ({self.where}), at {beat.act}, {beat.ago} working days ago")
                raise

    @property
    def province(self) -> str:
        return self.where.partition(".")[0]

    def actor(self, key: str) -> Actor:
        return self.story.cast.actor(key)

    def chair(self, key: str):
        return self.story.cast.chairs[key]

    def zone(self, beat: Beat) -> str:
        """Where an act happens; most happen in the province."""
        return self.chair(f"{self.where}.proposer").institution.timezone

    def day_of(self, act: str) -> date | None:
        """On which day the story has this act, if at all (its last time)."""
        return next((self.story.day(beat.ago) for beat in reversed(self.beats) if beat.act == act), None)
