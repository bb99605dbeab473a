"""What speaks against a move now: each guard lists reasons in the reader's words; an empty list means go."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import sharing
from programs.completeness import missing
from programs.duties import REPORTED, has_done, took_part
from programs.models import CheckAnswer, CheckItem, CostLine, Review
from programs.policies import decides
from regions import clock
from regions.queries import upt_covering
from regions.templatetags.dates import day_full

SCORES_NEEDED = 2


def today_of(proposal):
    """The day in the zone of the body that proposes."""
    return clock.today(proposal.case.owner.timezone)


def may_submit(proposal, actor) -> list[str]:
    return [*gap_reasons(missing(proposal)), *_offer_closed(proposal), *_no_upt(proposal)]


def gap_reasons(gaps_by_step) -> list[str]:
    """One sentence for each step that lacks something."""
    return [
        ngettext(
            "Step “%(step)s”: %(count)d thing is missing: %(first)s",
            "Step “%(step)s”: %(count)d things are missing, first: %(first)s",
            len(gaps),
        )
        % {"step": step.label, "count": len(gaps), "first": gaps[0].sentence}
        for step, gaps in gaps_by_step.items()
        if gaps
    ]


def _offer_closed(proposal) -> list[str]:
    offer, today = proposal.offer, today_of(proposal)
    if offer is None:
        return []
    if offer.withdrawn_at:
        return [_("The offer “%(offer)s” was withdrawn: %(reason)s") % _about(offer, reason=offer.withdrawn_reason)]
    if today > offer.closes_on:
        return [_("The offer “%(offer)s” closed on %(day)s.") % _about(offer, day=day_full(offer.closes_on))]
    if today < offer.opens_on:
        return [_("The offer “%(offer)s” opens on %(day)s.") % _about(offer, day=day_full(offer.opens_on))]
    return []


def _about(offer, **words) -> dict:
    return {"offer": offer.title, **words}


def has_no_upt(proposal) -> bool:
    """No UPT covers the body's province today."""
    return upt_covering(proposal.case.province, today_of(proposal)) is None


def _no_upt(proposal) -> list[str]:
    if not has_no_upt(proposal):
        return []
    return [
        _(
            "No UPT covers %(province)s today, so nobody could check the proposal. "
            "It waits here as a draft; the centre is told and sets the UPT."
        )
        % {"province": proposal.case.province.name}
    ]


def notes_of_last_return(proposal) -> list:
    """The notes to be answered now; what stayed unmet before was carried into them."""
    notes = list(proposal.notes.all())
    last = max((note.returned for note in notes), default=0)
    return [note for note in notes if note.returned == last]


def may_resubmit(proposal, actor) -> list[str]:
    """Each note answered, and what was complete stays complete."""
    return [
        _("A note on step “%(step)s” is not answered.") % {"step": note.get_step_display()}
        for note in notes_of_last_return(proposal)
        if not note.answer.strip()
    ] + gap_reasons(missing(proposal))


def may_pass_on(proposal, actor) -> list[str]:
    return _checklist_gaps(proposal) + [
        _("A note on step “%(step)s” is not marked satisfactory.") % {"step": note.get_step_display()}
        for note in notes_of_last_return(proposal)
        if note.verdict != note.Verdict.MET
    ]


def open_round(proposal):
    """The administrative check under way, or None."""
    return proposal.rounds.filter(closed_at__isnull=True).order_by("-number").first()


def _checklist_gaps(proposal) -> list[str]:
    current = open_round(proposal)
    answers = {answer.item_id: answer for answer in current.answers.all()} if current else {}
    items = list(CheckItem.objects.for_kind(proposal.kind))
    left = sum(item.pk not in answers for item in items)
    reasons = []
    if left:
        reasons.append(
            ngettext("%(count)d checklist item is not answered.", "%(count)d checklist items are not answered.", left)
            % {"count": left}
        )
    for item in items:
        answer = answers.get(item.pk)
        if answer and answer.result == CheckAnswer.Result.NOT_MET and not answer.note:
            reasons.append(_("Checklist “%(item)s” is not met: write a note that says why.") % {"item": item.text})
    return reasons


def may_decide_on_scores(proposal, actor) -> list[str]:
    """Enough scores by reviewers who did not recuse."""
    given = Review.objects.standing(proposal).given().count()
    if given >= SCORES_NEEDED:
        return []
    return [
        _("At least %(needed)d scores are needed; there are %(given)d.") % {"needed": SCORES_NEEDED, "given": given}
    ]


def decided_by_another(proposal, actor) -> list[str]:
    """Nobody decides on what he wrote, checked or reviewed, in whatever position he did it."""
    if not took_part(proposal, actor):
        return []
    return [_("You wrote, checked or reviewed this proposal, so somebody else decides on it.")]


def may_reject(proposal, actor) -> list[str]:
    """The head of the UPT ends a failed check; a decision after it needs somebody who had no part before."""
    return decided_by_another(proposal, actor) if decides(actor, proposal) else []


def may_resume(proposal, actor) -> list[str]:
    if proposal.figures_confirmed_at:
        return []
    return [
        _("%(body)s has not confirmed the figures for fiscal year %(year)s yet.")
        % {"body": proposal.body.short_name, "year": proposal.deferred_to}
    ]


def may_start(proposal, actor) -> list[str]:
    """A cost-shared programme starts under an agreement in force, with the budget documents of those who pay."""
    lines, today = list(proposal.cost_lines.all()), today_of(proposal)
    if not sharing.is_cost_shared(lines):
        return []
    reasons = []
    if not proposal.covers.filter(starts_on__lte=today, ends_on__gte=today).exists():
        reasons.append(_("Costs are shared: it starts only under an agreement in force, and none is in force today."))
    unfilled = [line for line in lines if line.form == CostLine.Form.CASH and not line.budget_document.strip()]
    reasons += [
        _("The budget document of %(party)s is not filled in.") % {"party": share.label}
        for share in sharing.shares(unfilled)
    ]
    return reasons


def may_close(proposal, actor) -> list[str]:
    report = proposal.reports.first()
    if report is None:
        return [_("There is no report to accept.")]
    if report.reported_by_id == actor.position.pk or has_done(proposal, actor, *REPORTED):
        return [_("You wrote this report, so somebody else accepts it.")]
    return []


def may_drop(proposal, actor) -> list[str]:
    if proposal.revise_by and today_of(proposal) > proposal.revise_by:
        return []
    return [_("The deadline for revision, %(day)s, has not passed.") % {"day": day_full(proposal.revise_by)}]
