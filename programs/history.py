"""What a proposal's history says of changed fields: the differences between one submission and the next.

While a draft is written it belongs to its body, and no key pressed is told: only what was submitted counts.
"""

from casework.history import Change
from programs.comparing import compare
from programs.models import Proposal
from programs.versions import SUBMITTED, Version, versions


def changes(proposal: Proposal) -> dict[int, list[Change]]:
    """By the line of the trail in which a revision was submitted."""
    if proposal.submissions < 2:
        return {}
    sent = sorted((line for line in proposal.case.trail.all() if line.action in SUBMITTED), key=lambda line: line.pk)
    past = versions(proposal)[:-1]
    pairs = zip(past, past[1:], sent[1:], strict=False)
    return {entry.pk: found for old, new, entry in pairs if (found := _between(old, new))}


def _between(old: Version, new: Version) -> list[Change]:
    found = compare(old, new)
    fields = [Change(change.label, change.old, change.new) for change in found.fields]
    lines = [Change(f"{line.label}: {line.difference}", line.old, line.new) for line in found.lines]
    return fields + lines
