"""The lifecycle of a cooperation document as one table; `casework.workflow.perform` is its only door."""

from django.utils.translation import gettext_lazy as _

from agreements import effects, guards, policies
from agreements.audience import party_people
from agreements.models import Agreement
from agreements.seats import seats
from casework.policies import nobody
from casework.workflow import Transition, Workflow

WORKING = ("party_review", "legal_review", "council", "ready", "partly_signed")

AGREEMENT = Workflow(
    kind="agreement",
    seats=seats,
    transitions=(
        Transition(
            name="send_for_review",
            label=_("Send for review"),
            sources=("draft",),
            target="party_review",
            allowed=policies.drafts,
            guard=guards.may_be_sent,
            effect=effects.send_for_review,
        ),
        Transition(
            name="answer",
            label=_("Answer and hand over"),
            sources=("party_review",),
            target="party_review",
            allowed=policies.has_text,
            effect=effects.answer,
        ),
        Transition(
            name="accept",
            label=_("Accept the text"),
            sources=("party_review",),
            target="legal_review",
            allowed=policies.has_text,
            guard=guards.others_accepted,
            effect=effects.accept,
        ),
        Transition(
            name="need_council",
            label=_("Council approval is needed"),
            sources=("legal_review",),
            target="council",
            allowed=policies.is_province_legal,
            effect=effects.need_council,
            needs_comment=True,
        ),
        Transition(
            name="clear",
            label=_("Declare ready"),
            sources=("legal_review", "council"),
            target="ready",
            allowed=policies.speaks_law,
            guard=guards.cleared,
        ),
        Transition(
            name="sign",
            label=_("Record a signature"),
            sources=("ready", "partly_signed"),
            target="partly_signed",
            allowed=policies.records_signature,
            guard=guards.somebody_signs,
            effect=effects.sign,
        ),
        Transition(
            name="bring_into_force",
            label=_("Declare in force"),
            sources=("partly_signed",),
            target="in_force",
            allowed=policies.drafts,
            by_clock=True,
            guard=guards.ready_for_force,
            effect=effects.bring_into_force,
            tells=party_people,
        ),
        Transition(
            name="register",
            label=_("Register as already in force"),
            sources=("draft",),
            target="in_force",
            allowed=policies.drafts,
            guard=guards.may_be_registered,
            effect=effects.register,
            needs_comment=True,
            tells=party_people,
        ),
        Transition(
            name="redraft",
            label=_("Back to the draft"),
            sources=WORKING,
            target="draft",
            allowed=policies.drafts_or_law,
            effect=effects.redraft,
            needs_comment=True,
            dangerous=True,
            tells=party_people,
        ),
        Transition(
            name="expire",
            label=_("Expire"),
            sources=("in_force",),
            target="expired",
            allowed=nobody,
            by_clock=True,
            guard=guards.last_day_passed,
            tells=party_people,
        ),
        Transition(
            name="terminate",
            label=_("End early"),
            sources=("in_force",),
            target="terminated",
            allowed=policies.is_approver,
            effect=effects.terminate,
            needs_comment=True,
            dangerous=True,
            tells=party_people,
        ),
        Transition(
            name="cancel",
            label=_("Cancel the document"),
            sources=("draft", *WORKING),
            target="cancelled",
            allowed=policies.drafts,
            effect=effects.cancel,
            needs_comment=True,
            dangerous=True,
            tells=party_people,
        ),
    ),
)

# The model stands below this table, so the table hangs itself on it.
Agreement.workflow = AGREEMENT
