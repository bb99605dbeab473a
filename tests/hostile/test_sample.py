"""What of the hostile round runs each time: a fixed sample, tokens, markup, and tasks that do not wait."""

import ast
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests import factories, pacts, proposals
from tests.hostile import administration, targets
from tests.hostile.corpus import cases
from tests.hostile.files import files
from tests.hostile.pouring import Pourer
from tests.hostile.round import AS_READ, Round
from tests.hostile.seeded import SEEDS
from tests.looks.crawl import crawl
from tests.test_addresses import CONFIRMED, arguments, walk

pytestmark = pytest.mark.django_db
TOKENLESS = {"portal:healthz", "portal:readyz", "portal:calendar_feed"}
MARKED = "<script>jahat()</script>"
PLANNED = {"eta", "countdown", "retry_backoff"}


def test_a_sample_of_the_corpus_into_every_place():
    """The same classes, the same checks; fewer people and fewer pages than `make hostile`."""
    people, law = proposals.cast(), pacts.cast()
    cases_of = {
        "proposer": (
            people.proposer,
            [proposals.complete_draft(people.proposer), proposals.in_state("submitted", people)],
        ),
        "officer": (law.officer, [pacts.draft(law)]),
    }
    clients = {name: factories.sign_in(Client(), actor) for name, (actor, _cases) in cases_of.items()}
    pages = []
    for name, (_actor, made) in cases_of.items():
        for start in ("/usulan/", "/naskah/", *(each.get_absolute_url() for each in made)):
            pages += crawl(clients[name], name, start, each=1, most=5)
    found = targets.every(pages, "officer")
    poured = Round(Pourer(clients), cases(), patience=5)
    poured.pour(found[:: max(1, len(found) // 80)], 2, files()[:4])
    assert not poured.table.found, "\n".join(poured.table.found)
    assert sum(row["requests"] for row in poured.table.rows.values()) > 100


def test_a_sample_of_the_corpus_into_the_administration():
    administrator = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    administrator.user.is_staff = administrator.user.is_superuser = True
    administrator.user.save()
    client = factories.sign_in(Client(), administrator)
    pages = list(administration.pages(client, "administrator"))
    found = targets.of_administration(pages)
    poured = Round(Pourer({"administrator": client}), cases(), patience=5, languages=AS_READ)
    poured.pour(found[:: max(1, len(found) // 30)], 1, [])
    assert not poured.table.found, "\n".join(poured.table.found)
    assert len(found) > 300 and sum(row["requests"] for row in poured.table.rows.values()) > 30


def test_no_post_without_its_token():
    """Every address refuses a post that lacks the token of its form, whoever sends it."""
    client = factories.sign_in(
        Client(enforce_csrf_checks=True), factories.actor(factories.agency(), Role.ADMINISTRATOR)
    )
    for name, entry in walk().items():
        if name not in TOKENLESS | CONFIRMED:
            url = reverse(name, kwargs=dict.fromkeys(arguments(entry), "1"))
            assert client.post(url, {"comment": "x"}).status_code == 403, name


def test_typed_markup_stays_text():
    people = proposals.cast()
    proposal = proposals.in_state("in_verification", people)
    proposal.case.title = MARKED
    proposal.case.save()
    client = factories.sign_in(Client(), people.verifier)
    seen = list(crawl(client, "verifier", proposal.get_absolute_url(), each=1, most=25))
    assert any("&lt;script&gt;jahat" in page.html for page in seen)
    assert [page.url for page in seen if MARKED in page.html] == []


def test_no_task_waits_in_the_broker():
    """Truth is rows: no call plans a task for later, and no task asks for another try by itself."""
    found = []
    for room in ("regions", "accounts", "casework", "programs", "agreements", "portal"):
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
                called = re.sub(r".*\.", "", ast.unparse(call.func))
                if called in {"apply_async", "send_task", "shared_task", "retry"} and PLANNED & {
                    word.arg for word in call.keywords
                }:
                    found.append(f"{path.name}:{call.lineno}")
    assert found == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda each: each.fault)
def test_a_seeded_fault_has_its_place_in_the_tree(seed):
    """Otherwise `make seeded` would only find out after half an hour; each is put in exactly one place."""
    assert (settings.BASE_DIR / seed.path).read_text().count(seed.old) == 1
    assert all((settings.BASE_DIR / test.partition("::")[0]).exists() for test in seed.tests)
