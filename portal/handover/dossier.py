"""What a leaving person leaves: turns that stay with the position, drafts, cases to follow, and what is personal."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import HandoverNote, Holding, User
from casework.models import SavedView, Snooze, Turn
from casework.reminders import case_page
from casework.strip import TurnWords, in_words
from programs.models import Proposal
from regions import clock

SHOWN = 100
KINDS = ("case__proposal", "case__agreement")


@dataclass
class Dossier:
    """One holding's work, as far as the reader may see it; read in a fixed number of queries."""

    holding: Holding
    turns: list[TurnWords] = field(default_factory=list)
    drafts: list[Proposal] = field(default_factory=list)
    follow_ups: list[Proposal] = field(default_factory=list)
    successors: list[Holding] = field(default_factory=list)
    note: HandoverNote | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.turns or self.drafts or self.follow_ups)


def dossier_of(holding: Holding, actor) -> Dossier:
    found = Dossier(holding, note=HandoverNote.objects.filter(holding=holding).select_related("successor").first())
    turns = Turn.objects.visible_to(actor).open().filter(position=holding.position)
    found.turns = in_words(list(turns.with_holders().select_related(*KINDS)[:SHOWN]), actor)
    for words in found.turns:
        words.url = case_page(words.turn.case)
    at_hand = {words.turn.case_id for words in found.turns}
    for proposal in _proposals(holding, actor):
        if proposal.case_id not in at_hand:
            (found.drafts if proposal.case.status == "draft" else found.follow_ups).append(proposal)
    found.successors = list(successors(holding))
    return found


def _proposals(holding: Holding, actor):
    """What this position wrote, submitted or checks, and is not yet closed."""
    position = holding.position
    hand = Q(author=position) | Q(submitted_by=position) | Q(verifier=position)
    open_ones = Proposal.objects.visible_to(actor).filter(hand, case__closed_at__isnull=True)
    return open_ones.select_related("case").order_by("-case__opened_at")[:SHOWN]


def successors(holding: Holding):
    """Who holds the same position besides, today or later."""
    today = clock.today(holding.position.institution.timezone)
    rows = Holding.objects.filter(position=holding.position, user__is_active=True).exclude(user=holding.user)
    return rows.exclude(ends_on__lt=today).select_related("user").order_by("starts_on")


def shared_views(user: User, holding: Holding):
    """Views of lists that a person keeps for whoever holds the position, or for the whole institution."""
    audience, position = SavedView.Audience, holding.position
    for_chair = Q(audience=audience.POSITION, position=position)
    for_all = Q(audience=audience.INSTITUTION, institution=position.institution_id)
    return SavedView.objects.filter(for_chair | for_all, owner=user)


def personal(user: User, holding: Holding):
    """What is tied to the person, not to the position: reminders put off for turns of the position."""
    return Snooze.objects.filter(user=user, turn__position=holding.position, turn__closed_at__isnull=True)
