"""The administrative check by the UPT: checklist, answers, and notes on what must be mended."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Position
from programs.kinds import Kind, Step
from programs.models.proposals import Proposal
from programs.querysets import CheckItemQuerySet


class CheckItem(models.Model):
    """One thing a verifier looks at; empty kind means every kind. Data an administrator edits."""

    kind = models.CharField(_("kind of programme"), max_length=16, choices=Kind.choices, blank=True)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    text_id = models.CharField(_("text (Indonesian)"), max_length=200)
    text_en = models.CharField(_("text (English)"), max_length=200)
    step = models.CharField(_("step it concerns"), max_length=8, choices=Step.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = CheckItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist")
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_id


class VerificationRound(models.Model):
    """One administrative check of one proposal, from take (or resubmission) to its outcome."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    submission = models.PositiveSmallIntegerField(
        _("submission"), help_text=_("How often the proposal had been submitted when the round began.")
    )
    verifier = models.ForeignKey(Position, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=24, blank=True, help_text=_("The move that ended the round."))
    recommendation = models.TextField(_("recommendation"), blank=True)
    rejection_advice = models.TextField(
        _("advice to reject"), blank=True, help_text=_("While it stands, the head of the UPT holds the turn.")
    )

    class Meta:
        verbose_name = _("verification round")
        verbose_name_plural = _("verification rounds")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="verification_round_once")]

    def __str__(self):
        return f"{self.proposal_id} #{self.number}"


class CheckAnswer(models.Model):
    """What the verifier found for one item in one round."""

    class Result(models.TextChoices):
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")
        NOT_NEEDED = "not_needed", _("Not needed")

    round = models.ForeignKey(VerificationRound, models.CASCADE, related_name="answers")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("checklist answer")
        verbose_name_plural = _("checklist answers")
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="one_answer_per_round_and_item")]

    def __str__(self):
        return f"{self.item}: {self.get_result_display()}"


class ReturnNote(models.Model):
    """One thing to mend, tied to the step it concerns; answered by the proposer, then judged by the verifier."""

    class Verdict(models.TextChoices):
        OPEN = "", _("not judged yet")
        MET = "met", _("Satisfactory")
        NOT_MET = "not_met", _("Not yet satisfactory")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="notes")
    returned = models.PositiveSmallIntegerField(_("return"), help_text=_("Number of the return it belongs to."))
    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    text = models.TextField(_("what must be mended"))
    author = models.ForeignKey(Position, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices, blank=True, default="")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("note on a return")
        verbose_name_plural = _("notes on returns")
        ordering = ["returned", "pk"]

    def __str__(self):
        return self.text[:80]
