"""Technical review at the centre: assign, release, recuse, give scores and opinion."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import holders_of
from accounts.models import Position, User
from accounts.roles import Role
from casework import turns
from casework.models import Turn
from casework.notices import tell_of_act
from casework.workflow import NotAllowed, Refused
from programs.bench import objection
from programs.duties import CHECKED, WROTE, has_done
from programs.models import Criterion, Proposal, Review, Score
from programs.occasions import CHOOSE_REVIEWERS, GIVE_REVIEW
from programs.seats import coordinator_seat, in_office, reviewer_seat
from programs.services.doors import enter, leave, said
from regions import clock


@transaction.atomic
def assign_reviewers(
    proposal: Proposal, positions: Iterable[Position], *, actor, version: int | None = None
) -> list[Review]:
    """Name reviewers for the present round; each gets a turn of his own, and the coordinators' ends."""
    proposal = enter(proposal, CHOOSE_REVIEWERS, actor=actor, version=version)
    named = [_assign(proposal, position, actor) for position in positions]
    if not named:
        raise Refused(_("Choose at least one reviewer."), field="reviewers")
    turns.close_turns(proposal.case, ["coordinator"])
    opened = [turns.open_turn(proposal.case, reviewer_seat(proposal, review.reviewer)) for review in named]
    names = ", ".join(str(review.reviewer) for review in named)
    leave(proposal, "assign_reviewers", actor=actor, reviewers=names)
    tell_of_act(proposal, "assign_reviewers", actor=actor, turns=opened)
    return named


def _assign(proposal: Proposal, position: Position, actor) -> Review:
    if not position.institution.is_centre or not in_office(position, Role.REVIEWER):
        raise Refused(_("%s is not a reviewer in office at the centre.") % position, field="reviewers")
    reason = objection(proposal, position, holders_of(position), proposal.reviews.all())
    if reason:
        raise Refused(f"{position}: {reason}", field="reviewers")
    review, _is_new = Review.objects.get_or_create(
        proposal=proposal,
        round=proposal.review_round,
        reviewer=position,
        defaults={"assigned_at": clock.now(), "assigned_by": actor.position},
    )
    review.released_at = None
    review.save(update_fields=["released_at"])
    return review


@transaction.atomic
def release_reviewer(review: Review, *, actor, reason: str, version: int | None = None) -> Review:
    """The coordinator takes a reviewer off who has not spoken yet."""
    proposal = enter(review.proposal, CHOOSE_REVIEWERS, actor=actor, version=version)
    reason, review = said(reason), _pending(proposal, review)
    review.released_at = clock.now()
    review.save(update_fields=["released_at"])
    opened = _end_turn(proposal, review)
    leave(proposal, "release_reviewer", actor=actor, comment=reason, reviewer=str(review.reviewer))
    released = [holding.user for holding in holders_of(review.reviewer)]
    tell_of_act(proposal, "release_reviewer", actor=actor, turns=opened, also=released, comment=reason)
    return review


def give_turn(turn: Turn, position: Position, *, actor, reason: str) -> None:
    """Another reviewer in the place of one who has not spoken yet."""
    review = turn.case.proposal.reviews.get(reviewer=turn.position, round=turn.case.proposal.review_round)
    release_reviewer(review, actor=actor, reason=reason)
    assign_reviewers(turn.case.proposal, [position], actor=actor)


@transaction.atomic
def recuse(review: Review, *, actor, reason: str, version: int | None = None) -> Review:
    """A reviewer steps aside and says why; what he thinks of the proposal does not count."""
    proposal = _enter_own(review, actor, version)
    review = _pending(proposal, review)
    review.recusal_reason, review.recused_at = said(reason)[:300], clock.now()
    review.save(update_fields=["recusal_reason", "recused_at"])
    opened, reason = _end_turn(proposal, review), review.recusal_reason
    leave(proposal, "recuse", actor=actor, comment=reason)
    tell_of_act(proposal, "recuse", actor=actor, turns=opened, also=_assigner(review), comment=reason)
    return review


@transaction.atomic
def give_review(
    review: Review, *, actor, points: dict[int, int], opinion: str, text: str, version: int | None = None
) -> Review:
    """Points from 0 to 100 for every active criterion (by its key), an opinion and its grounds; once."""
    proposal = _enter_own(review, actor, version)
    review = _pending(proposal, review)
    if has_done(proposal, actor, *WROTE, *CHECKED):
        raise Refused(_("You wrote or checked this proposal: step aside and say so."))
    _check_opinion(opinion, text)
    Score.objects.bulk_create(_scores(review, points))
    review.opinion, review.text = opinion, text.strip()
    review.submitted_at, review.submitted_by_name = clock.now(), actor.display_name
    review.save(update_fields=["opinion", "text", "submitted_at", "submitted_by_name"])
    opened = _end_turn(proposal, review)
    leave(proposal, "give_review", actor=actor, opinion=opinion, score=review.weighted)
    tell_of_act(proposal, "give_review", actor=actor, turns=opened)
    return review


def _enter_own(review: Review, actor, version: int | None) -> Proposal:
    proposal = enter(review.proposal, GIVE_REVIEW, actor=actor, version=version)
    if review.reviewer_id != actor.position.pk:
        raise NotAllowed(_("This review was assigned to somebody else."))
    return proposal


def _pending(proposal: Proposal, review: Review) -> Review:
    """The review read behind the lock, still to be given."""
    fresh = Review.objects.standing(proposal).pending().filter(pk=review.pk).first()
    if fresh is None:
        raise Refused(_("This review is given, or no longer asked for."))
    return fresh


def _check_opinion(opinion: str, text: str) -> None:
    if opinion not in Review.Opinion.values:
        raise Refused(_("Choose an opinion."), field="opinion")
    if not text.strip():
        raise Refused(_("Write the grounds of your opinion."), field="text")


def _scores(review: Review, points: dict[int, int]) -> list[Score]:
    scores = []
    for criterion in Criterion.objects.filter(is_active=True):
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= 100:
            raise Refused(_("“%s”: give points from 0 to 100.") % criterion.text, field=f"points_{criterion.pk}")
        scores.append(Score(review=review, criterion=criterion, points=given, weight=criterion.weight))
    return scores


def _end_turn(proposal: Proposal, review: Review) -> list[Turn]:
    """When the last reviewer has spoken the coordinators hold the case again; the turn opened, if any."""
    turns.close_turns(proposal.case, [f"reviewer:{review.reviewer_id}"])
    if proposal.case.turns.open().exists():
        return []
    return [turns.open_turn(proposal.case, coordinator_seat(proposal))]


def _assigner(review: Review) -> list[User]:
    """Whoever sits today in the chair that named the reviewer: he may name another one."""
    return [holding.user for holding in holders_of(review.assigned_by)]
