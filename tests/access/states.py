"""A proposal and a cooperation document in every state of their lifecycles, to be asked for as the world's own are."""

from collections.abc import Iterator

from casework.models import Case
from tests import pacts, proposals
from tests.access import table
from tests.access.world import CANARY, World

OF_A_CASE = {
    "portal:case",
    "casework:conversation",
    "casework:follow",
    "casework:mentionable",
    "casework:document",
    "casework:versions",
}
ROOMS = {"proposal": "programs", "agreement": "agreements"}
OWN_OBJECT = ("programs:offer",)  # an offer is nobody's case


def of(home: World) -> Iterator[tuple[str, Case, dict[str, int | str]]]:
    """State, case, and what each address is asked with; every case carries the canary."""
    for status in ("draft", *proposals.ROADS):
        proposal = proposals.in_state(status, home.people)
        yield f"proposal {status}", proposal.case, _objects(home, proposal)
    for status in ("draft", *pacts.ROADS):
        pact = pacts.in_state(status, home.law)
        yield f"document {status}", pact.case, _objects(home, pact)


def _objects(home: World, obj) -> dict[str, int | str]:
    case = obj.case
    case.title = f"Pelatihan {CANARY}"
    case.save()
    words = {name: held for name, held in home.objects.items() if ":" not in name or name.endswith("/move")}
    file = case.documents.order_by("pk").values_list("pk", flat=True).first()
    files = dict.fromkeys(["casework:document", "casework:versions"], file or home.objects["casework:document"])
    return words | dict.fromkeys(OF_A_CASE, case.pk) | files | {ROOMS[case.kind]: obj.pk}


def addresses(case: Case) -> Iterator[table.Address]:
    """Those that name an object of this room, and those of any case."""
    for address in table.addresses():
        own = address.name.startswith(f"{ROOMS[case.kind]}:") and not address.name.startswith(OWN_OBJECT)
        if address.words and (own or address.name in OF_A_CASE):
            yield address
