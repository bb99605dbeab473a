"""Documents of a draft: attached, replaced, taken out, and refused by name."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import documents
from casework.models import Document
from tests import proposals
from tests.hostile.messages import listen
from tests.programs.drafting import address
from tests.proposals import pdf

pytestmark = pytest.mark.django_db


def send(client, proposal, kind="kak", file=None, key=None):
    data = {"kind": kind, "file": file or pdf(), "key": key or uuid.uuid4()}
    return client.post(address(proposal, "dokumen"), data)


def test_documents_are_attached_replaced_and_taken_out(officers_client, proposal):
    assert send(officers_client, proposal).status_code == 302
    send(officers_client, proposal, file=pdf("kak baru.pdf"))
    document = documents.current(proposal.case).get()
    assert (document.name, document.version) == ("kak baru.pdf", 2)
    officers_client.post(address(proposal, "dokumen"), {"remove": document.pk})
    assert not documents.current(proposal.case).exists() and Document.objects.count() == 2


def test_only_a_document_of_this_proposal_is_taken_out(officers_client, proposal):
    stranger = proposals.cast("32", "BDG").proposer
    other = proposals.draft(stranger)
    alien = documents.attach(other.case, pdf(), "kak", actor=stranger)
    assert officers_client.post(address(proposal, "dokumen"), {"remove": alien.pk}).status_code == 404
    assert documents.current(other.case).get() == alien


def test_a_file_sent_twice_is_attached_once(officers_client, proposal):
    key = uuid.uuid4()
    for _time in range(2):
        send(officers_client, proposal, "other", key=key)
    assert Document.objects.count() == 1


def test_a_key_that_is_none_is_refused_with_a_sentence(officers_client, proposal):
    page = send(officers_client, proposal, key="x").content.decode()
    assert listen(page).words and not Document.objects.exists()


def test_a_refused_file_is_named_at_its_place(officers_client, proposal):
    page = send(officers_client, proposal, file=SimpleUploadedFile("a.pdf", b"<html>"))
    assert page.status_code == 200 and not Document.objects.exists()
    place = next(place for place in page.context["places"] if place["kind"] == "kak")
    assert place["form"].errors["file"]
    assert {"file"} == listen(page.content.decode()).described, "the control says which words describe it"
    for unknown in ("entah", "%_x", 'a"%:', ""):
        assert send(officers_client, proposal, kind=unknown).status_code == 404
    assert officers_client.post(address(proposal, "dokumen"), {"remove": "9" * 40}).status_code == 404
