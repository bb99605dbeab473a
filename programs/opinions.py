"""The reviews of a proposal side by side: points per criterion, weighted totals, opinions, recusals."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import Holding, Position
from casework.embedding import embedded, unpacked
from programs.models import Criterion, Proposal, Review
from regions import clock


@dataclass
class Opinions:
    """The present round in full, and what earlier rounds left behind.

    `sealed`: the reader still owes his own review, so the others' scores are not shown to him.
    """

    given: list[Review] = field(default_factory=list)
    pending: list[Review] = field(default_factory=list)
    aside: list[Review] = field(default_factory=list)
    released: list[Review] = field(default_factory=list)
    earlier: list[Review] = field(default_factory=list)
    sealed: bool = False

    @property
    def all(self) -> list[Review]:
        return [*self.given, *self.pending, *self.aside, *self.released, *self.earlier]

    @property
    def mean(self) -> float | None:
        """The mean of the weighted totals."""
        totals = [review.weighted for review in self.given]
        return round(sum(totals) / len(totals), 1) if totals else None

    @property
    def criteria(self) -> list[dict]:
        """One row per criterion with each reviewer's points, in the order of `given`."""
        scores = {review.pk: {score.criterion: score for score in review.scores.all()} for review in self.given}
        known = {criterion for by_criterion in scores.values() for criterion in by_criterion}
        return [
            {
                "text": criterion.text,
                "weight": next(each[criterion].weight for each in scores.values() if criterion in each),
                "points": [(review, scores[review.pk].get(criterion)) for review in self.given],
            }
            for criterion in sorted(known, key=lambda row: (row.order, row.pk))
        ]

    @property
    def summary(self) -> str:
        words = {"given": len(self.given), "asked": len(self.given) + len(self.pending)}
        return _("%(given)d of %(asked)d given") % words

    def latest_of(self, position: Position) -> Review | None:
        """The newest review this position was asked for, in whatever round."""
        return max((row for row in self.all if row.reviewer_id == position.pk), key=lambda row: row.round, default=None)


def opinions(proposal: Proposal, actor) -> Opinions:
    """All reviews with their scores, as one reader may know them; two queries."""
    rows = embedded(proposal.reviews.select_related("reviewer__institution"), "scores")
    criteria, found = Criterion.objects.in_bulk(), Opinions()
    holders = Holding.objects.on(clock.today()).filter(position=OuterRef("reviewer"))
    rows = rows.annotate(
        is_mine=Exists(holders.filter(user=actor.user)), holder=Subquery(holders.values("user__full_name")[:1])
    )
    for review in rows.order_by("round", "submitted_at", "pk"):
        for score in unpacked(review, "scores").scores.all():
            score.criterion = criteria[score.criterion_id]
        _place(found, proposal, review).append(review)
    found.sealed = any(review.is_mine for review in found.pending)
    return found


def _place(found: Opinions, proposal: Proposal, review: Review) -> list[Review]:
    if review.round != proposal.review_round:
        return found.earlier
    if review.recused_at:
        return found.aside
    if review.released_at:
        return found.released
    return found.given if review.submitted_at else found.pending
