"""Many rows at once, written straight into the tables: whoever counts questions does not mind how they came."""

from casework.models import Case, Turn
from programs.models import Proposal


def copies(proposal: Proposal, many: int) -> list[Case]:
    """So many more proposals, each with the same open turns as this one, and with nothing else."""
    first = Case.objects.get(pk=proposal.case_id)
    shared = ("kind", "status", "owner", "province", "upt", "opened_at", "shared_at")
    before = Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(
            number=f"USL/1999/{before + n:05d}", title=f"Salinan {n}", **{name: getattr(first, name) for name in shared}
        )
        for n in range(many)
    )
    held = ("seat", "status", "institution", "position", "pool_role", "entered_at", "due_on", "timezone")
    Turn.objects.bulk_create(
        Turn(case=case, **{name: getattr(turn, name) for name in held}) for case in cases for turn in first.turns.open()
    )
    own = ("body", "author", "verifier", "kind", "fiscal_year")
    Proposal.objects.bulk_create(
        Proposal(case=case, total=1, **{name: getattr(proposal, name) for name in own}) for case in cases
    )
    return cases
