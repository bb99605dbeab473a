"""The ladder and the allowances to begin with; only what is missing is added, an administrator's edits stay."""

from django.db import transaction

from casework import ladder
from casework.models import Allowance, LadderStep

# lifecycle → state → working days, and those after a resubmission where they differ.
ALLOWANCES = {
    "proposal": {
        "submitted": (2, None),
        "in_verification": (5, 2),
        "in_review": (8, None),
        "awaiting_decision": (5, None),
        "approved": (10, None),
        "reporting": (10, None),
    },
    "agreement": {
        "draft": (5, None),
        "party_review": (5, None),
        "legal_review": (7, None),
        "council": (20, None),
        "ready": (5, None),
        "partly_signed": (5, None),
    },
}

# State (empty: every state), days from the last day, who is told.
EVERY_TURN = [
    ("", -2, "holder"),
    ("", 0, "holder"),
    ("", 1, "holder"),
    ("", 1, "superior"),
    ("", 2, "upt_head"),
    ("", 5, "centre"),
]
LONG_TURNS = {
    "proposal": [("returned", -5, "holder"), ("in_progress", -10, "holder")],
    "agreement": [("council", -5, "holder")],
}
BEFORE_THE_END = (180, 90, 60, 30, 14, 7)
AFTER_THE_END = [(1, "cooperation"), (30, "cooperation"), (30, "centre")]


@transaction.atomic
def load() -> dict[str, int]:
    """Add missing allowances and rungs; a rung whose code was ever known, even if retired, is left alone."""
    known = set(LadderStep.objects.values_list("code", flat=True))
    standing = set(LadderStep.objects.in_force().values_list(*ladder.FIELDS))
    missing = [row for row in _rungs() if _code(*row) not in known and row not in standing]
    for row in missing:
        ladder.add(code=_code(*row), **dict(zip(ladder.FIELDS, row, strict=True)))
    return {"allowances": _add_allowances(), "ladder": len(missing)}


def _add_allowances() -> int:
    added = 0
    for lifecycle, states in ALLOWANCES.items():
        for status, (days, again) in states.items():
            _row, new = Allowance.objects.get_or_create(
                lifecycle=lifecycle, status=status, defaults={"working_days": days, "after_resubmission": again}
            )
            added += new
    return added


def _rungs() -> list[tuple]:
    """Every rung as (lifecycle, state, basis, days, audience)."""
    due = [
        (lifecycle, status, "due", offset, audience)
        for lifecycle, long_turns in LONG_TURNS.items()
        for status, offset, audience in EVERY_TURN + long_turns
    ]
    ends = [("agreement", "", "end", -days, who) for days in BEFORE_THE_END for who in ("cooperation", "province")]
    return due + ends + [("agreement", "", "unsucceeded", days, who) for days, who in AFTER_THE_END]


def _code(lifecycle: str, status: str, basis: str, offset: int, audience: str) -> str:
    return f"{lifecycle}.{status or 'every'}.{basis}.{offset:+d}.{audience}"
