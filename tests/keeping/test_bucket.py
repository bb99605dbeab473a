"""Files in a bucket: sent, read, swept, kept and brought back as in a folder, and its absence is said."""

import re
import uuid
from datetime import timedelta

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from moto.server import ThreadedMotoServer

from casework import strays
from casework.models import Document
from portal import files_url
from portal.keeping import restore
from portal.keeping.backup import Backup
from tests import factories, proposals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(monkeypatch, settings):
    """An S3 server of its own, and the portal's files in a bucket there."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    bucket = f"berkas-{uuid.uuid4().hex}"  # what is in a bucket outlives its server
    url = f"s3://kunci:rahasia@{host}:{port}/{bucket}?tls=no"
    options = files_url.storage(url)["OPTIONS"]
    boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        region_name="us-east-1",
        aws_access_key_id="kunci",
        aws_secret_access_key="rahasia",
    ).create_bucket(Bucket=bucket)
    settings.STORAGES = settings.STORAGES | {"default": files_url.storage(url)}
    yield running
    running.stop()


@pytest.fixture
def draft():
    person = proposals.cast().proposer
    return proposals.complete_draft(person), factories.sign_in(Client(), person)


def sent(client, proposal, name: str) -> int:
    data = {"kind": "other", "file": proposals.pdf(name), "key": uuid.uuid4()}
    return client.post(f"/usulan/{proposal.pk}/tulis/dokumen/", data).status_code


def names() -> set[str]:
    folders = default_storage.listdir("documents")[0]
    return {
        f"documents/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"documents/{folder}")[1]
    }


def test_what_is_sent_is_in_the_bucket_and_is_read_from_it(server, draft, settings):
    proposal, client = draft
    assert sent(client, proposal, "baru.pdf") == 302
    document = Document.objects.get(name="baru.pdf")
    assert document.file.name in names()
    assert not any((settings.MEDIA_ROOT / name).exists() for name in names())
    answer = client.get(reverse("casework:document", args=[document.pk]))
    found = b"".join(answer.streaming_content)
    assert found.startswith(b"%PDF") and len(found) == document.size


def test_what_no_row_names_is_swept_and_what_a_row_lacks_is_named(server, draft):
    kept = set(Document.objects.values_list("file", flat=True))
    default_storage.save("documents/zz/lone", ContentFile(b"x"))
    assert strays.sweep(timedelta(0)) == 1
    assert names() == kept
    lost = Document.objects.first()
    default_storage.delete(lost.file.name)
    assert [line for line in strays.lacking(9) if lost.file.name in line] == strays.lacking(9) != []


def test_a_backup_of_the_bucket_fills_an_empty_one(server, draft, tmp_path):
    Backup(tmp_path / "kept", _Quiet()).make()
    before = names()
    for name in before:
        default_storage.delete(name)
    assert not names()
    restore.put_files(tmp_path / "kept", _Quiet())
    assert names() == before and strays.lacking(1) == []


def test_while_the_bucket_is_away_that_is_said_and_nothing_is_half_saved(server, draft):
    proposal, client = draft
    rows = Document.objects.count()
    server.stop()
    client.raise_request_exception = False
    assert sent(client, proposal, "baru.pdf") == 503
    assert client.get(reverse("casework:document", args=[Document.objects.first().pk])).status_code == 503
    assert Document.objects.count() == rows


@pytest.mark.parametrize("url", ["/files", "s3://host/bucket", "s3://key:secret@host", "http://key:secret@host/bucket"])
def test_an_address_of_another_form_is_said(url):
    with pytest.raises(ImproperlyConfigured, match=re.escape("s3://key:secret@host/bucket")):
        files_url.storage(url)


class _Quiet:
    def write(self, text, ending=""):
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False
