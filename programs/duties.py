"""Who has had a hand in a proposal: whoever wrote, checked or reviewed it does not decide on it."""

from django.db.models import Q

# Acts of the trail that make somebody a writer, a checker or a reviewer of a proposal.
WROTE = ("proposal.start_draft", "proposal.write", "proposal.submit", "proposal.resubmit")
CHECKED = ("proposal.take", "proposal.save_checklist", "proposal.judge_note", "proposal.pass_on")
REVIEWED = ("proposal.give_review",)
REPORTED = ("proposal.report",)


def has_done(proposal, actor, *actions: str) -> bool:
    """Did this person, or whoever sat in this position, do one of these acts? Asked once per page and act."""
    known = proposal.__dict__.setdefault("_acts_done", {})
    key = (actor.user.pk, actor.position.pk, actions)
    if key not in known:
        mine = Q(user=actor.user) | Q(position=actor.position)
        known[key] = proposal.case.trail.filter(mine, action__in=actions).exists()
    return known[key]


def took_part(proposal, actor) -> bool:
    return (
        proposal.author_id == actor.position.pk
        or proposal.verifier_id == actor.position.pk
        or has_done(proposal, actor, *WROTE, *CHECKED, *REVIEWED)
    )
