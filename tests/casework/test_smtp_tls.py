"""Mail goes to the server it was meant for: a certificate nobody vouches for is refused, however TLS begins."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casework.models import Message
from casework.outbox import deliver
from portal.launcher.valkey import free_port
from tests.casework.test_outbox import queued
from tests.conftest import Box

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of localhost, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


class Server(Controller):
    """With TLS from the first byte, or speaking in the open until it is asked for TLS."""

    def __init__(self, box: Box, tls: ssl.SSLContext, at_once: bool):
        self.asked_for = {} if at_once else {"tls_context": tls, "require_starttls": True}
        super().__init__(box, hostname="127.0.0.1", port=free_port(), ssl_context=tls if at_once else None)

    def factory(self):
        return SMTP(self.handler, **self.asked_for)

    def _trigger_server(self):
        """A knock; its own way wants a certificate it knows."""
        socket.create_connection((self.hostname, self.port)).close()


@pytest.fixture(params=["smtps", "starttls"])
def box(request, settings, certificate):
    box, tls, at_once = Box(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), request.param == "smtps"
    tls.load_cert_chain(certificate)
    server = Server(box, tls, at_once)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "localhost", server.port, 5
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = at_once, not at_once
    server.start()
    yield box
    server.stop()


def test_a_server_nobody_vouches_for_gets_no_mail(box):
    queued()
    assert deliver() == 0 and box.messages == []
    assert "CERTIFICATE_VERIFY_FAILED" in Message.objects.get().cause


def test_twin_a_server_that_is_vouched_for_gets_it(box, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    queued()
    assert deliver() == 1 and len(box.messages) == 1
