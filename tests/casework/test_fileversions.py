"""Versions of a document: who, when, which file; and what can honestly be said of a difference."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import documents
from casework.filetypes import DOCX
from casework.fileversions import FileComparison, Version
from casework.models import Document
from tests import factories, proposals

pytestmark = pytest.mark.django_db

BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(name: str, *paragraphs: str, head: str = "") -> SimpleUploadedFile:
    out = io.BytesIO()
    parts = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("word/document.xml", head + BODY.format(parts))
    return SimpleUploadedFile(name, out.getvalue(), content_type=DOCX.content_type)


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def proposal(people):
    return proposals.complete_draft(people.proposer)


def replaced(proposal, people, file):
    old = Document.objects.get(case=proposal.case, kind="kak")
    return documents.attach(proposal.case, file, "kak", actor=people.proposer, replaces=old)


def page(client, document, query=""):
    return client.get(reverse("casework:versions", args=[document.pk]) + query)


def test_lists_every_version_with_its_facts(client, people, proposal):
    new = replaced(proposal, people, proposals.pdf("kak-2.pdf"))
    factories.sign_in(client, people.proposer)
    shown = page(client, new)
    assert [version.document.version for version in shown.context["versions"]] == [2, 1]
    text = shown.content.decode()
    assert new.sha256 in text and people.proposer.user.full_name in text
    assert shown.context["comparison"].text is None and shown.context["comparison"].why_no_text in text
    for query in ("?dari=x&ke=y", f"?dari={new.pk}&ke={new.replaces_id}", "?ke=99999999999999999999"):
        assert page(client, new, query).status_code == 200


def test_one_version_has_nothing_beside_it(client, people, proposal):
    factories.sign_in(client, people.proposer)
    assert page(client, Document.objects.get(case=proposal.case, kind="rab")).context["comparison"] is None


def test_the_text_of_two_word_files_is_compared(people, proposal):
    first = documents.attach(proposal.case, docx("a.docx", "Pasal 1", "isi lama"), "other", actor=people.proposer)
    second = documents.attach(
        proposal.case, docx("b.docx", "Pasal 1", "isi baru"), "other", actor=people.proposer, replaces=first
    )
    [pieces] = FileComparison(Version(first), Version(second)).text
    assert [(piece.kind, piece.text) for piece in pieces] == [("same", "isi "), ("out", "lama"), ("in", "baru")]


def test_the_text_of_what_was_taken_out_is_not_shown(people, proposal):
    old, new = (Version(Document(case=proposal.case, content_type=DOCX.content_type)) for _each in range(2))
    old.document.file, new.document.file = docx("a.docx", "Rahasia lama"), docx("b.docx", "Baru")
    assert FileComparison(old, new).text
    old.document.removed_at = proposal.case.opened_at
    gone = FileComparison(Version(old.document), new)
    assert gone.text is None and "dikeluarkan" in gone.why_no_text


def test_a_word_file_that_declares_entities_is_left_alone(people, proposal):
    bomb = docx("a.docx", "&a;", head='<!DOCTYPE x [<!ENTITY a "aaaa">]>')
    document = documents.attach(proposal.case, bomb, "other", actor=people.proposer)
    assert Version(document).paragraphs is None


def test_a_stranger_sees_no_version(client, people, proposal):
    document = Document.objects.get(case=proposal.case, kind="rab")
    factories.sign_in(client, people.verifier)
    assert page(client, document).status_code == 404, "a draft is its own body's"
