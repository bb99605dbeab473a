"""Who may open which page of whose case: the literal table role × page × relation, cell by cell."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.models import Document
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db

# The pages of the table: a proposal under verification in Kalimantan Timur (BPSDM; Balai Banjarmasin) with one of its
# files, a draft of the same body, a cooperation document in review by its parties, and the list of offers.
PAGES = ["case", "history", "file", "check", "review", "decide", "draft", "write", "pact", "offer"]

# 200 opens, 403 sees but may not (and reads why), 404 does not exist for this reader.
TABLE = """
                            case history file check review decide draft write pact offer
proposer, own body          200  200     200  200   403    403    200   200   200  200
proposer, same province     200  200     200  200   403    403    404   404   404  200
proposer, other province    404  404     404  404   404    404    404   404   404  200
body head, own body         200  200     200  200   403    403    200   403   200  200
body head, same province    200  200     200  200   403    403    404   404   404  200
body head, other province   404  404     404  404   404    404    404   404   404  200
province legal, own         200  200     200  200   403    403    404   404   200  200
province legal, other       404  404     404  404   404    404    404   404   404  200
institution admin, own body 200  200     200  200   403    403    200   403   200  200
verifier, own UPT           200  200     200  200   403    403    404   404   200  200
verifier, other UPT         404  404     404  404   404    404    404   404   404  200
UPT head, own UPT           200  200     200  200   403    403    404   404   200  200
UPT head, other UPT         404  404     404  404   404    404    404   404   404  200
cooperation, own UPT        200  200     200  200   403    403    404   404   200  200
cooperation, other UPT      404  404     404  404   404    404    404   404   404  200
cooperation, centre         200  200     200  200   403    403    404   404   200  200
coordinator                 200  200     200  200   403    200    404   404   200  200
reviewer                    200  200     200  200   403    403    404   404   200  200
approver                    200  200     200  200   403    200    404   404   200  200
legal officer               200  200     200  200   403    403    404   404   200  200
leadership                  200  200     200  200   403    200    404   404   200  200
secretariat                 200  200     200  200   403    403    404   404   200  200
administrator               200  200     200  200   403    403    404   404   200  200
auditor, in scope           200  200     200  200   403    200    404   404   200  200
auditor, out of scope       404  404     404  404   404    404    404   404   404  200
partner, taking part        200  403     404  403   403    403    404   404   200  200
partner, elsewhere          404  404     404  404   404    404    404   404   404  200
"""


def people() -> dict:
    """One person for each line of the table."""
    centre, bjm, mks = factories.agency(), factories.upt("BJM"), factories.upt("MKS")
    make = factories.actor
    return {
        "proposer, own body": make(factories.body("64"), Role.PROPOSER),
        "proposer, same province": make(factories.body("64", "diskominfo"), Role.PROPOSER),
        "proposer, other province": make(factories.body("91"), Role.PROPOSER),
        "body head, own body": make(factories.body("64"), Role.BODY_HEAD),
        "body head, same province": make(factories.body("64", "disnaker"), Role.BODY_HEAD),
        "body head, other province": make(factories.body("91"), Role.BODY_HEAD),
        "province legal, own": make(factories.government("64"), Role.PROVINCE_LEGAL),
        "province legal, other": make(factories.government("91"), Role.PROVINCE_LEGAL),
        "institution admin, own body": make(factories.body("64"), Role.INSTITUTION_ADMIN),
        "verifier, own UPT": make(bjm, Role.VERIFIER),
        "verifier, other UPT": make(mks, Role.VERIFIER),
        "UPT head, own UPT": make(bjm, Role.UPT_HEAD),
        "UPT head, other UPT": make(mks, Role.UPT_HEAD),
        "cooperation, own UPT": make(bjm, Role.COOPERATION_OFFICER),
        "cooperation, other UPT": make(mks, Role.COOPERATION_OFFICER),
        "cooperation, centre": make(centre, Role.COOPERATION_OFFICER),
        "coordinator": make(centre, Role.COORDINATOR),
        "reviewer": make(centre, Role.REVIEWER),
        "approver": make(centre, Role.APPROVER),
        "legal officer": make(centre, Role.LEGAL_OFFICER),
        "leadership": make(centre, Role.LEADERSHIP),
        "secretariat": make(centre, Role.SECRETARIAT),
        "administrator": make(centre, Role.ADMINISTRATOR),
        "auditor, in scope": factories.auditor("64"),
        "auditor, out of scope": factories.auditor("91"),
    }


def partners() -> dict:
    """A university that takes part in the table's cases, and an LSP that does not."""
    return {
        "partner, taking part": factories.actor(factories.partner(), Role.PARTNER),
        "partner, elsewhere": factories.actor(factories.partner("lsp", "LSP Contoh"), Role.PARTNER),
    }


def pages() -> dict[str, str]:
    """The addresses of the table's pages, of cases made for it."""
    cast = proposals.cast()
    proposal = proposals.in_state("in_verification", cast)
    draft = proposals.complete_draft(cast.proposer)
    pact = pacts.in_state("party_review", pacts.cast())
    for case in (proposal.case, draft.case, pact.case):
        case.participants.create(institution=factories.partner())
    return {
        "case": proposal.get_absolute_url(),
        "history": reverse("programs:history", args=[proposal.pk]),
        "file": reverse("casework:document", args=[Document.objects.filter(case=proposal.case).first().pk]),
        "check": reverse("programs:check", args=[proposal.pk]),
        "review": reverse("programs:review", args=[proposal.pk]),
        "decide": reverse("programs:decision", args=[proposal.pk]),
        "draft": draft.get_absolute_url(),
        "write": reverse("programs:step", args=[draft.pk, "tujuan"]),
        "pact": pact.get_absolute_url(),
        "offer": reverse("programs:offers"),
    }


def rows() -> dict[str, list[int]]:
    """The table as data."""
    lines = [line for line in TABLE.strip().splitlines()[1:] if line.strip()]
    return {line[:28].strip(): [int(code) for code in line[28:].split()] for line in lines}


def status(client, url: str) -> int:
    answer = client.get(url)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def test_every_cell(client):
    addresses, table, found = pages(), rows(), {}
    for name, actor in (people() | partners()).items():
        factories.sign_in(client, actor)
        found[name] = [status(client, addresses[page]) for page in PAGES]
    assert found == table
