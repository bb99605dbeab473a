"""Who may do what with a proposal and an offer; the sentences finish "This is done by …"."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.policies import Policy, holds_role, holds_turn, nobody, of_centre, of_owner, of_stored_upt, policy

proposes = of_owner & holds_role(Role.PROPOSER, who=_("the officers of the body that proposes"))

serves = of_stored_upt & holds_role(
    Role.VERIFIER, Role.UPT_HEAD, who=_("the verifiers and the head of the UPT that handles the case")
)
heads_upt = of_stored_upt & holds_role(Role.UPT_HEAD, who=_("the head of the UPT that handles the case"))


@policy(_("the verifier who took the case"))
def checks(actor, obj):
    return actor.has(Role.VERIFIER) and of_stored_upt(actor, obj) and holds_turn(actor, obj)


releases = Policy(
    lambda actor, obj: checks(actor, obj) or heads_upt(actor, obj),
    _("the verifier who took the case, or the head of the UPT"),
)

coordinates = of_centre & holds_role(Role.COORDINATOR, who=_("the coordinators at the centre"))
decides = of_centre & holds_role(Role.APPROVER, who=_("the Head of the Agency or a delegate"))
reviews = of_centre & holds_role(Role.REVIEWER, who=_("the reviewers at the centre"))
reads_reviews = Policy(
    lambda actor, obj: (
        (of_centre(actor, obj) and actor.has(Role.COORDINATOR, Role.APPROVER, Role.LEADERSHIP))
        or actor.has(Role.AUDITOR)
    ),
    _("the coordinators, the Head of the Agency, the leadership and auditors"),
)


invites_partners = Policy(
    lambda actor, obj: proposes(actor, obj) or coordinates(actor, obj),
    _("the officers of the body that proposes, or the coordinators"),
)


def by_state(who, **policies: Policy) -> Policy:
    """A move that another party makes in each state."""
    return Policy(lambda actor, obj: policies.get(obj.case.status, nobody)(actor, obj), who)


returns = by_state(
    _("the verifier, the coordinators or the Head of the Agency, each while the case is with them"),
    in_verification=checks,
    in_review=coordinates,
    awaiting_decision=decides,
)
rejects = by_state(
    _("the head of the UPT during the administrative check, and the Head of the Agency after it"),
    in_verification=heads_upt,
    in_review=decides,
    awaiting_decision=decides,
)
starts = Policy(
    lambda actor, obj: proposes(actor, obj) or serves(actor, obj),
    _("the officers of the body that proposes, or the UPT that handles the case"),
)
reroutes = Policy(
    lambda actor, obj: releases(actor, obj) or (obj.case.status == "submitted" and _may_reroute_pool(actor, obj)),
    _("the UPT that handles the case, or a coordinator while nobody has taken it"),
)
fills_budget = Policy(
    lambda actor, obj: (
        starts(actor, obj)
        or coordinates(actor, obj)
        or (actor.has(Role.COOPERATION_OFFICER) and (of_stored_upt(actor, obj) or of_centre(actor, obj)))
    ),
    _("the body that proposes, its UPT, and the cooperation officers and coordinators at the centre"),
)


def _may_reroute_pool(actor, obj) -> bool:
    return serves(actor, obj) or coordinates(actor, obj)


@policy(_("the officers of a provincial body"))
def drafts(actor, obj=None):
    """May begin a proposal at all; there is no case yet."""
    return actor.has(Role.PROPOSER) and actor.institution.is_provincial


@policy(_("the coordinators at the centre"))
def publishes(actor, obj=None):
    """May write, publish and withdraw offers."""
    return actor.has(Role.COORDINATOR) and actor.institution.is_centre
