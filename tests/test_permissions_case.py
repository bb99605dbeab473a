"""Who may open what the case page leads to: comparing, history, the whole way, versions; cell by cell."""

import pytest
from django.urls import reverse

from casework.models import Document
from tests import factories, pacts, proposals
from tests.test_permissions import people

pytestmark = pytest.mark.django_db

# Of a proposal under verification in Kalimantan Timur, of a draft of the same body, and of a document in review.
PAGES = ["compare", "way", "versions", "old draft", "draft way", "draft history", "draft file"]
PAGES += ["writing", "pact way", "pact past"]

TABLE = """
                            compare way versions olddraft draftway drafthist draftfile writing pactway pactpast
proposer, own body          200     200 200      200      200      200       200       200     200     200
proposer, same province     200     200 200      404      404      404       404       404     404     404
proposer, other province    404     404 404      404      404      404       404       404     404     404
body head, own body         200     200 200      200      200      200       200       403     200     200
body head, same province    200     200 200      404      404      404       404       404     404     404
body head, other province   404     404 404      404      404      404       404       404     404     404
province legal, own         200     200 200      404      404      404       404       404     200     200
province legal, other       404     404 404      404      404      404       404       404     404     404
institution admin, own body 200     200 200      200      200      200       200       403     200     200
verifier, own UPT           200     200 200      404      404      404       404       404     200     200
verifier, other UPT         404     404 404      404      404      404       404       404     404     404
UPT head, own UPT           200     200 200      404      404      404       404       404     200     200
UPT head, other UPT         404     404 404      404      404      404       404       404     404     404
cooperation, own UPT        200     200 200      404      404      404       404       404     200     200
cooperation, other UPT      404     404 404      404      404      404       404       404     404     404
cooperation, centre         200     200 200      404      404      404       404       404     200     200
coordinator                 200     200 200      404      404      404       404       404     200     200
reviewer                    200     200 200      404      404      404       404       404     200     200
approver                    200     200 200      404      404      404       404       404     200     200
legal officer               200     200 200      404      404      404       404       404     200     200
leadership                  200     200 200      404      404      404       404       404     200     200
secretariat                 200     200 200      404      404      404       404       404     200     200
administrator               200     200 200      404      404      404       404       404     200     200
auditor, in scope           200     200 200      404      404      404       404       404     200     200
auditor, out of scope       404     404 404      404      404      404       404       404     404     404
"""


def addresses() -> list[str]:
    """In the order of PAGES."""
    cast = proposals.cast()
    proposal, draft = proposals.in_state("in_verification", cast), proposals.complete_draft(cast.proposer)
    pact = pacts.in_state("party_review", pacts.cast())
    names = ("programs:compare", "programs:way", "programs:history")
    sent, mine = ({name: reverse(name, args=[row.pk]) for name in names} for row in (proposal, draft))
    versions = [reverse("casework:versions", args=[file(row)]) for row in (proposal, draft)]
    return [
        sent["programs:compare"],
        sent["programs:way"],
        versions[0],
        mine["programs:compare"],
        mine["programs:way"],
        mine["programs:history"],
        versions[1],
        reverse("programs:writing", args=[draft.pk]),
        reverse("agreements:way", args=[pact.pk]),
        reverse("agreements:history", args=[pact.pk]),
    ]


def file(proposal) -> int:
    return Document.objects.filter(case=proposal.case).first().pk


def rows() -> dict[str, list[int]]:
    lines = [line for line in TABLE.strip().splitlines()[1:] if line.strip()]
    return {line[:28].strip(): [int(code) for code in line[28:].split()] for line in lines}


def test_every_cell(client):
    pages, table, found = addresses(), rows(), {}
    for name, actor in people().items():
        factories.sign_in(client, actor)
        found[name] = [(client.post if "menulis" in url else client.get)(url).status_code for url in pages]
    assert found == table and all(len(codes) == len(PAGES) for codes in found.values())
