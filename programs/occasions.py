"""When each act that is no move has its time, and who does it then; its service, its page and its button ask here."""

from casework.policies import Occasion
from casework.states import PROPOSAL_STATES
from programs.policies import (
    checks,
    coordinates,
    decides,
    fills_budget,
    heads_upt,
    invites_partners,
    proposes,
    releases,
    reroutes,
    reviews,
)

CHECK, REVIEW, DECISION = "in_verification", "in_review", "awaiting_decision"
OPEN = tuple(code for code, state in PROPOSAL_STATES.items() if not state.final)

WRITE = Occasion(proposes, ("draft", "returned"))
WAIT_FOR_UPT = Occasion(proposes, ("draft",))
ANSWER_NOTE = Occasion(proposes, ("returned",))
INVITE_PARTNERS = Occasion(invites_partners, OPEN)

FILL_CHECKLIST = Occasion(releases, (CHECK,))
JUDGE_NOTE = ADVISE_REJECTION = Occasion(checks, (CHECK,))
GIVE_BACK = REASSIGN = Occasion(heads_upt, (CHECK,))
TRANSFER = Occasion(reroutes, ("submitted", CHECK))

CHOOSE_REVIEWERS = Occasion(coordinates, (REVIEW,))
GIVE_REVIEW = Occasion(reviews, (REVIEW,))
READ_TO_DECIDE = Occasion(decides, (REVIEW, DECISION))

CONFIRM_FIGURES = Occasion(proposes, ("deferred",))
FILL_BUDGET = Occasion(fills_budget, ("approved", "deferred", "in_progress"))
