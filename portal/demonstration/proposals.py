"""The life of one proposal in the story: who acts for whom, what it says, and its acts in order."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.workflow import perform
from portal.demonstration import handling, programmes, writing
from portal.demonstration.lives import Life, Story
from portal.demonstration.timeline import Beat
from programs.kinds import Kind
from programs.models import Proposal
from regions.models import Province

METHOD = {Kind.RESEARCH: "hibrida", Kind.DOMESTIC_MASTERS: "daring"}


@dataclass
class Plot:
    """One proposal as the story wants it; `script` is its life, see `timeline.beats`.

    `plan` is the planned start in working days before today (negative: ahead); without it the day it starts,
    or 70 working days ahead.
    """

    where: str
    kind: Kind
    people: int
    script: str
    key: str = ""
    title: int = 0
    shared: bool = True
    budgeted: bool = False
    plan: int | None = None
    lasts: int = 75
    offer: str = ""
    copy_of: str = ""
    writer: str = "proposer"
    verifier: int = 1
    reviewers: tuple[int, ...] = (1, 2)
    days_to_mend: int = 10
    other_upt: str = ""


class ProposalLife(Life):
    acts = writing.ACTS | handling.ACTS

    def __init__(self, story: Story, plot: Plot, number: int):
        super().__init__(story, plot.key or f"proposal.{number}", plot.where, plot.script)
        self.plot = replace(plot)
        self.proposal: Proposal | None = None
        self.place_name = Province.objects.get(pk=self.province)

    # --- what it says -----------------------------------------------------------------

    @property
    def title(self) -> str:
        titles = programmes.TITLES[self.plot.kind]
        return titles[self.plot.title % len(titles)]

    @property
    def starts_on(self) -> date:
        if self.plot.plan is not None:
            day = self.story.day(self.plot.plan)
        else:
            day = self.day_of("start") or self.story.day(-70)
        offer = self.story.offers.get(self.plot.offer)
        if offer and day.year != offer.fiscal_year:
            day = date(offer.fiscal_year, 3, 2)
        return day

    @property
    def year(self) -> int:
        return self.starts_on.year

    def aim(self) -> dict:
        kind, people, place = self.plot.kind, self.plot.people, self.place_name.name
        return {
            "aim": programmes.AIMS[kind].format(n=people, place=place),
            "target_group": programmes.TARGETS[kind],
            "participants": people,
            "outputs": programmes.OUTPUTS[kind].format(n=people),
            "outcomes": programmes.OUTCOMES[kind],
            "risks": programmes.RISKS[self.chance.randrange(len(programmes.RISKS))],
        }

    def place(self) -> dict:
        contact = self.proposer()
        return {
            "starts_on": self.starts_on,
            "ends_on": self.starts_on + timedelta(days=self.plot.lasts),
            "method": METHOD.get(self.plot.kind, "luring"),
            "location": f"Balai pelatihan {contact.institution.short_name}, {self.place_name.capital}",
            "regencies": writing.regencies(self),
            "contact_name": contact.display_name,
            "contact_phone": f"0811-{self.chance.randint(200, 999)}-{self.chance.randint(1000, 9999)}",
        }

    # --- who acts ---------------------------------------------------------------------

    def proposer(self):
        return self.actor(f"{self.where}.{self.plot.writer}")

    @property
    def upt(self) -> str:
        return self.proposal.case.upt_id

    def verifier(self):
        return self.actor(f"{self.upt}.verifier.{self.plot.verifier}")

    def upt_head(self):
        return self.actor(f"{self.upt}.head")

    def zone(self, beat: Beat) -> str:
        if beat.act in handling.CENTRE_NAMES:
            return "Asia/Jakarta"
        if beat.act in handling.UPT_NAMES:
            return self.chair(f"{self.upt}.head").institution.timezone
        return super().zone(beat)

    # --- what happens -----------------------------------------------------------------

    def move(self, name: str, actor, comment: str = "", **data) -> None:
        self.keep(perform(self.proposal, name, actor=actor, comment=comment, **data))

    def keep(self, proposal: Proposal) -> None:
        self.proposal = self.story.proposals[self.key] = proposal

    def refresh(self) -> None:
        """What a service changed in the database is read again."""
        self.keep(Proposal.objects.select_related("case__owner__province", "case__province").get(pk=self.proposal.pk))
