"""Pages travel compressed; documents and their lengths as they are."""

import pytest

from accounts.roles import Role
from casework.models import Document
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_who_can_read_that(client):
    make.sign_in(client, make.actor(make.body(), Role.PROPOSER))
    plain = client.get("/usulan/")
    small = client.get("/usulan/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 3


def test_a_document_keeps_its_length(client):
    people = proposals.cast()
    proposal = proposals.in_state("submitted", people)
    document = Document.objects.filter(case=proposal.case).first()
    make.sign_in(client, people.proposer)
    answer = client.get(f"/berkas/{document.pk}/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert int(answer["Content-Length"]) == document.size
    answer.close()
