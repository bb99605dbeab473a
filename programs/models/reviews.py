"""Technical review at the centre: criteria with weights, reviewers, scores, opinions, recusals."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from programs.models.proposals import Proposal
from programs.querysets import ReviewQuerySet


class Criterion(models.Model):
    """One criterion of the technical review with its weight in percent; data an administrator edits."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    text_id = models.CharField(_("text (Indonesian)"), max_length=200)
    text_en = models.CharField(_("text (English)"), max_length=200)
    weight = models.PositiveSmallIntegerField(
        _("weight in percent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_id


class Review(models.Model):
    """One reviewer's work on one proposal in one round of review; scores of an earlier round stay but do not count."""

    class Opinion(models.TextChoices):
        SUPPORT = "support", _("Supports it")
        SUPPORT_WITH_NOTES = "support_with_notes", _("Supports it with notes")
        OPPOSE = "oppose", _("Does not support it")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(
        _("round"), help_text=_("The proposal's round of review; only the latest counts.")
    )
    reviewer = models.ForeignKey(Position, models.PROTECT, verbose_name=_("reviewer"), related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Position, models.PROTECT, related_name="+")
    opinion = models.CharField(_("opinion"), max_length=20, choices=Opinion.choices, blank=True)
    text = models.TextField(_("grounds"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by_name = models.CharField(max_length=150, blank=True)
    recused_at = models.DateTimeField(null=True, blank=True)
    recusal_reason = models.CharField(_("reason for recusal"), max_length=300, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text=_("Taken off the case by the coordinator."))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("technical review")
        verbose_name_plural = _("technical reviews")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "round", "reviewer"], name="one_review_per_round_and_reviewer"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(recused_at__isnull=True), name="review_is_given_or_recused"
            ),
        ]

    def __str__(self):
        return f"{self.reviewer} → {self.proposal_id}"

    @property
    def weighted(self) -> float | None:
        """Points times weight, 0 to 100 with one decimal; None while the review is not given."""
        scores = list(self.scores.all())
        weights = sum(score.weight for score in scores)
        return round(sum(score.points * score.weight for score in scores) / weights, 1) if weights else None


class Score(models.Model):
    """Points from 0 to 100 for one criterion; the weight is frozen when the review is given."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(100)])
    weight = models.PositiveSmallIntegerField(_("weight in percent"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_review_and_criterion"),
            models.CheckConstraint(condition=Q(points__lte=100), name="score_at_most_100"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points}"
