"""Many rows at once, written straight into the tables: whoever counts questions does not mind how they came."""

from django.contrib.auth import get_user_model

from agreements.models import Agreement, Party
from casework.models import Case, Document, TrailEntry, Turn
from programs.models import Offer, Proposal
from regions import clock

HELD = ("seat", "status", "institution", "position", "pool_role", "entered_at", "due_on", "timezone")
SHARED = ("kind", "status", "owner", "province", "upt", "opened_at", "shared_at")


def copies(proposal: Proposal, many: int) -> list[Case]:
    """So many more proposals, each with the same open turns as this one, and with nothing else."""
    cases = _cases(proposal.case_id, many)
    own = _of(proposal, ("body", "author", "verifier", "kind", "fiscal_year"))
    Proposal.objects.bulk_create(Proposal(case=case, total=1, **own) for case in cases)
    return cases


def pact_copies(agreement: Agreement, many: int) -> list[Case]:
    """So many more cooperation documents with the same open turns and parties."""
    cases = _cases(agreement.case_id, many)
    own = _of(agreement, ("kind", "starts_on", "ends_on"))
    pacts = Agreement.objects.bulk_create(Agreement(case=case, **own) for case in cases)
    parties = [_of(party, ("institution", "office", "order", "authority")) for party in agreement.parties.all()]
    Party.objects.bulk_create(Party(agreement=pact, **party) for pact in pacts for party in parties)
    return cases


def offer_copies(offer: Offer, many: int) -> None:
    own = ("kind", "fiscal_year", "seats", "conditions", "opens_on", "closes_on", "published_at", "author")
    Offer.objects.bulk_create(Offer(title=f"Salinan {n}", **_of(offer, own)) for n in range(many))


def fill(case: Case, many: int) -> None:
    """So many more files and lines of history on one case."""
    user, now = get_user_model().objects.first(), clock.now()
    file = {"kind": "other", "content_type": "application/pdf", "size": 9, "sha256": "0" * 64, "uploaded_at": now}
    Document.objects.bulk_create(
        Document(case=case, name=f"{n}.pdf", file=f"{n}", uploaded_by=user, uploaded_for=case.owner, **file)
        for n in range(many)
    )
    line = {"action": "turn.nudge", "at": now, "actor_name": "Seseorang", "from_status": case.status}
    TrailEntry.objects.bulk_create(TrailEntry(case=case, user=user, **line) for _each in range(many))


def _cases(pk: int, many: int) -> list[Case]:
    first, before = Case.objects.get(pk=pk), Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(number=f"XX/1999/{before + n:05d}", title=f"Salinan {n}", **_of(first, SHARED)) for n in range(many)
    )
    turns = [_of(turn, HELD) for turn in first.turns.open()]
    Turn.objects.bulk_create(Turn(case=case, **turn) for case in cases for turn in turns)
    return cases


def _of(row, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}
