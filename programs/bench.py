"""Who may review a proposal: each reviewer at the centre with his load and what speaks against naming him."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.access import positions_with
from accounts.models import Holding, Institution, Position
from accounts.roles import Role
from casework.models import Turn
from casework.strip import holders_of
from programs.duties import CHECKED, WROTE
from programs.models import Proposal, Review


@dataclass(frozen=True)
class Candidate:
    """One reviewer's chair: who sits there today, how many reviews wait with it, and why it may not be named."""

    position: Position
    people: list[Holding]
    load: int
    reason: str

    @property
    def names(self) -> str:
        return ", ".join(holding.user.full_name for holding in self.people)


@dataclass(frozen=True)
class Bench:
    """Every reviewer at the centre, those who may be named first; `held` are today's holders, open turns included."""

    candidates: list[Candidate]
    held: dict[int, list[Holding]]

    @property
    def free(self) -> list[Candidate]:
        return [candidate for candidate in self.candidates if not candidate.reason]


def bench(proposal: Proposal, reviews: list[Review]) -> Bench:
    """Two queries; the proposal comes with its trail and open turns, `reviews` are those of all rounds."""
    positions = list(_reviewing())
    waiting = {turn.position_id for turn in proposal.case.turns.all() if turn.position_id}
    held = holders_of({position.pk for position in positions} | waiting)
    found = [
        Candidate(row, held.get(row.pk, []), row.load, objection(proposal, row, held.get(row.pk, []), reviews))
        for row in positions
    ]
    return Bench(sorted(found, key=lambda each: (bool(each.reason), each.load)), held)


def _reviewing() -> QuerySet[Position]:
    turns = Turn.objects.open().filter(position=OuterRef("pk"), seat__startswith="reviewer:").order_by()
    load = turns.values("position").annotate(count=Count("pk")).values("count")
    chairs = positions_with(Role.REVIEWER).filter(institution__kind=Institution.Kind.AGENCY)
    return chairs.annotate(load=Coalesce(Subquery(load, output_field=IntegerField()), 0)).order_by("title", "pk")


def objection(proposal: Proposal, position: Position, people: Iterable[Holding], reviews: Iterable[Review]) -> str:
    """Why this position may not be named now; empty means it may."""
    if not people:
        return _("Nobody holds this position today.")
    for review in reviews:
        if review.reviewer_id != position.pk:
            continue
        if review.recused_at:
            return _("Stepped aside: %(reason)s") % {"reason": review.recusal_reason}
        if review.round == proposal.review_round and review.released_at is None:
            return _("Has given the review.") if review.submitted_at else _("Is asked already.")
    return _("Wrote or checked this proposal.") if _had_a_hand(proposal, position, people) else ""


def _had_a_hand(proposal: Proposal, position: Position, people: Iterable[Holding]) -> bool:
    """The chair, or whoever sits there today from whatever chair."""
    if position.pk in (proposal.author_id, proposal.verifier_id):
        return True
    lines = [line for line in proposal.case.trail.all() if line.action in (*WROTE, *CHECKED)]
    persons = {holding.user_id for holding in people}
    return any(line.position_id == position.pk or line.user_id in persons for line in lines)
