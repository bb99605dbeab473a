"""Documents: what may be attached, under which name, in which version, and who may fetch it."""

import io
import time
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from casework import documents
from casework.filetypes import DOCX, JPEG, ODT, PDF, PNG, XLSX, clean_name
from casework.models import Case
from regions import clock
from tests import factories

pytestmark = pytest.mark.django_db


def pdf(**options) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, **options)
    return out.getvalue()


def acting(where: str, kind: str = "/JavaScript") -> bytes:
    """A PDF told to do something: when it is opened, when it is closed, by its name, or with its page."""
    out, act = io.BytesIO(), pikepdf.Dictionary(S=pikepdf.Name(kind), JS="app.alert(1)", D=pikepdf.Array([0, "/Fit"]))
    with pikepdf.new() as made:
        page = made.add_blank_page()
        if where == "opened":
            made.Root.OpenAction = made.make_indirect(act)
        elif where == "closed":
            made.Root.AA = pikepdf.Dictionary(WC=act)
        elif where == "named":
            made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", act])))
        else:
            page.obj.AA = pikepdf.Dictionary(O=act)
        made.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Honor pengajar"
    book.save(out)
    return out.getvalue()


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def docx() -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


def odt() -> bytes:
    return packed(**{"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


PNG_BYTES = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20) + b"\xff\xd9"


def upload(content: bytes, name: str = "berkas.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def officer():
    return factories.actor(factories.body(), Role.PROPOSER)


@pytest.fixture
def case(officer):
    return Case.objects.create(
        kind="proposal",
        status="draft",
        owner=officer.institution,
        province=officer.institution.province,
        opened_at=clock.now(),
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), PDF),
        (acting("opened", "/GoTo"), PDF),
        (xlsx(), XLSX),
        (docx(), DOCX),
        (odt(), ODT),
        (PNG_BYTES, PNG),
        (JPEG_BYTES, JPEG),
    ],
    ids=["pdf", "pdf that opens at a page", "xlsx", "docx", "odt", "png", "jpeg"],
)
def test_the_type_is_read_from_the_bytes_whatever_the_name_says(content, kind):
    assert documents.check(upload(content, "halaman.html")) is kind


def bomb() -> bytes:
    """432 kB that would unpack to 147 MB."""
    return packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": bytes(147_000_000)})


def crowd() -> bytes:
    return packed(**{f"xl/{number}": b"" for number in range(5_001)} | {"[Content_Types].xml": b""})


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"just words, no document at all", "type"),
    "html": (b"<!doctype html><script>alert(1)</script>", "type"),
    "drawing with a script": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "type"),
    "program": (b"MZ\x90\x00" + bytes(100), "type"),
    "pdf not at the first byte": (b"\n" + pdf(), None),
    "pdf cut off": (pdf()[:-200], "damaged"),
    "pdf with a zip behind it": (pdf() + packed(a=b"x"), "damaged"),
    "pdf with a password": (pdf(encryption=pikepdf.Encryption(user="rahasia", owner="x")), "password"),
    "pdf in name only": (b"%PDF-1.7\nnothing\n%%EOF", "damaged"),
    **{f"pdf that acts when {where}": (acting(where), "acts") for where in ("opened", "closed", "named", "turned to")},
    "pdf that starts a program": (acting("opened", "/Launch"), "acts"),
    "picture with a zip behind it": (PNG_BYTES + packed(a=b"x"), "damaged"),
    "zip of anything": (packed(**{"a.txt": b"hello"}), "type"),
    "zip cut off": (docx()[:-30], "damaged"),
    "macros": (packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"}), "macros"),
    "many entries": (crowd(), "unpacked"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_could_hurt_is_refused_with_a_sentence(content, code):
    with pytest.raises(ValidationError) as refusal:
        documents.check(upload(content))
    assert code in (None, refusal.value.code)
    assert refusal.value.messages[0]


def test_a_bomb_is_weighed_and_not_unpacked():
    content = bomb()
    assert len(content) < 432_000
    began = time.perf_counter()
    with pytest.raises(ValidationError) as refusal:
        documents.check(upload(content, "rab.xlsx"))
    assert refusal.value.code == "unpacked"
    assert time.perf_counter() - began < 0.5


def test_size_is_limited(settings):
    settings.DOCUMENT_MAX_BYTES = 100
    with pytest.raises(ValidationError) as refusal:
        documents.check(upload(pdf()))
    assert refusal.value.code == "size"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("KAK 2027.pdf", "KAK 2027.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Berkas\\kak.PDF", "kak.pdf"),
        ("dua\nbaris\x00\u202e.pdf", "duabaris.pdf"),
        ("halaman.html", "halaman.html.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "dokumen.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("\ud800rusak.pdf", "rusak.pdf"),
    ],
)
def test_names_lose_path_and_control_signs(name, kept):
    assert clean_name(name, PDF) == kept


def test_attach_keeps_bytes_under_a_random_name_and_tells_the_trail(case, officer):
    content = pdf()
    document = documents.attach(case, upload(content, "KAK.pdf"), "kak", actor=officer, note="first")
    assert (document.name, document.version, document.size) == ("KAK.pdf", 1, len(content))
    assert "KAK" not in document.file.name
    with document.file.open() as kept:
        assert kept.read() == content
    line = case.trail.get()
    assert (line.action, line.params["name"], line.actor_name) == ("document.attach", "KAK.pdf", officer.display_name)


def test_versions_follow_each_other_and_never_twice(case, officer):
    first = documents.attach(case, upload(pdf()), "kak", actor=officer)
    second = documents.attach(case, upload(pdf()), "kak", actor=officer, replaces=first)
    other = documents.attach(case, upload(xlsx(), "rab.xlsx"), "rab", actor=officer)
    assert second.version == 2 and set(documents.current(case)) == {second, other}
    for wrong in (first, other):
        with pytest.raises(ValidationError):
            documents.attach(case, upload(pdf()), "kak", actor=officer, replaces=wrong)
    documents.remove(second, actor=officer)
    assert set(documents.current(case)) == {other}


def test_a_refused_row_leaves_no_bytes_behind(case, officer):
    first = documents.attach(case, upload(pdf()), "kak", actor=officer)
    kept = set(stored_files())
    with pytest.raises(ValidationError):
        documents.attach(case, upload(pdf()), "rab", actor=officer, replaces=first)
    assert set(stored_files()) == kept


def stored_files():
    for folder in default_storage.listdir("documents")[0]:
        yield from default_storage.listdir(f"documents/{folder}")[1]


def test_download_streams_with_a_strict_policy(client, case, officer):
    document = documents.attach(case, upload(pdf(), "kerangka acuan.pdf"), "kak", actor=officer)
    factories.sign_in(client, officer)
    response = client.get(reverse("casework:document", args=[document.pk]))
    assert response.status_code == 200 and response.streaming
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="kerangka acuan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    saved = client.get(reverse("casework:document", args=[document.pk]) + "?simpan")
    assert saved["Content-Disposition"].startswith("attachment")
    saved.close()


def test_office_documents_are_saved_not_opened(client, case, officer):
    document = documents.attach(case, upload(xlsx(), "rab.xlsx"), "rab", actor=officer)
    response = factories.sign_in(client, officer).get(reverse("casework:document", args=[document.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


def test_outside_scope_removed_or_lost_is_404(client, case, officer):
    document = documents.attach(case, upload(pdf()), "kak", actor=officer)
    address = reverse("casework:document", args=[document.pk])
    assert client.get(address).status_code == 302
    neighbour = factories.actor(factories.body(kind="diskominfo"), Role.PROPOSER)
    assert factories.sign_in(client, neighbour).get(address).status_code == 404
    factories.sign_in(client, officer)
    documents.remove(document, actor=officer)
    assert default_storage.exists(document.file.name) and client.get(address).status_code == 404
    lost = documents.attach(case, upload(pdf()), "kak", actor=officer)
    default_storage.delete(lost.file.name)
    assert client.get(reverse("casework:document", args=[lost.pk])).status_code == 404
