"""The small round of `make bench`: every page that links lead to asks at most twelve questions, for every reader.

And of a page that is kept, everything it reads is noted when it changes.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories, pacts, proposals
from tests.looks.crawl import crawl
from tests.pace.bench_round import QUERIES
from tests.pace.noted import unnoted
from tests.rows import copies, pact_copies
from tests.test_permissions import people

pytestmark = pytest.mark.django_db
READERS = ("proposer, own body", "verifier, own UPT", "cooperation, centre", "coordinator", "administrator")


def test_every_page_asks_at_most_twelve_questions(client):
    cast, readers = proposals.cast(), people()
    for state in ("submitted", "in_verification", "returned", "in_review", "approved"):
        copies(proposals.in_state(state, cast), 3)
    pact_copies(pacts.in_state("party_review", pacts.cast()), 3)
    many, unheard = {}, set()
    for name in READERS:
        factories.sign_in(client, readers[name])
        for url in [page.url for page in crawl(client, name, each=1, most=22)]:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(url)
            if len(asked) > QUERIES:
                many[name, url] = len(asked)
            if hasattr(answer.wsgi_request, "keeps_page"):
                unheard |= unnoted(row["sql"] for row in asked)
    assert not many
    assert not unheard
