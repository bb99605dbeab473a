"""Speaks SMTP phase by phase, so that the outbox knows whether a message may already have been taken."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formataddr, parseaddr

from django.conf import settings

# Connecting, agreeing and handing over may each take so long. A server that answers byte by byte never runs into the
# socket's own limit.
PHASE_SECONDS = 25


class NotNow(Exception):
    """The message was not taken; it may be tried again later."""


class Unreachable(NotNow):
    """No server, or one that takes nothing from us: no message is to blame, and there is no use in trying the next."""


class Never(Exception):
    """The server refused this recipient or this message for good."""


class Unknown(Exception):
    """The connection broke after the first byte was handed over: the server may have the message or not."""


class Postman:
    """One connection for a batch of messages, opened when first needed and again after it broke."""

    def __init__(self):
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self._smtp is not None:
            self._politely(self._smtp.quit)
            self._drop()

    def hand_over(self, mail: bytes, sender: str, to: str, *, begin: Callable[[], None]) -> None:
        """Give one message to the server. `begin` is called right before its first byte leaves."""
        smtp = self._willing(sender)
        try:
            with self._in_time():
                self._agree(smtp.rcpt(bare(to)), never=True)
                self._agree(smtp.docmd("DATA"), never=True, wanted=354)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotNow(f"connection lost before the message: {error!r}") from error
        try:
            begin()
        except BaseException:
            self._drop()  # without a single byte of it, the server forgets the message
            raise
        self._pass(smtp, mail)

    def _pass(self, smtp: smtplib.SMTP, mail: bytes) -> None:
        try:
            with self._in_time():
                smtp.send(re.sub(rb"(?m)^\.", b"..", mail.rstrip(b"\r\n")) + b"\r\n.\r\n")
                answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unknown(f"connection lost while the message was handed over: {error!r}") from error
        if not 200 <= answer[0] < 600:  # half a line, cut off: whatever it began to say
            self._drop()
            raise Unknown(f"no answer to the message that can be understood: {answer!r}")
        self._agree(answer, never=True)

    def _willing(self, sender: str) -> smtplib.SMTP:
        """A server that will take a message from us; a connection it has had enough of is opened once more."""
        used = self._smtp is not None
        try:
            return self._introduce(sender)
        except Unreachable:
            self._drop()
            if not used:
                raise
        return self._introduce(sender)

    def _introduce(self, sender: str) -> smtplib.SMTP:
        smtp = self._connected()
        try:
            with self._in_time():
                self._agree(smtp.mail(bare(sender)), never=False)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"connection lost before the message: {error!r}") from error
        except NotNow as refusal:
            raise Unreachable(str(refusal)) from refusal
        return smtp

    def _agree(self, answer: tuple[int, bytes], *, never: bool, wanted: int = 0) -> None:
        """Go on when the server agrees, otherwise say whether to try again; a sender refused is ours to mend."""
        code, text = answer
        if code == wanted or (not wanted and 200 <= code < 300):
            return
        if code == 421 or code < 0:
            self._drop()
        elif self._smtp is not None:
            self._politely(self._smtp.rset)
        said = f"{code} {text.decode('utf-8', 'replace')}"
        raise Never(said) if never and 500 <= code < 600 else NotNow(said)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
            self._smtp = kind.__new__(kind)  # known before it connects, so that even a slow greeting can be cut
            try:
                with self._in_time():
                    _connect(self._smtp)
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                raise Unreachable(f"no connection to {settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error!r}") from error
        return self._smtp

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        alarm = threading.Timer(PHASE_SECONDS, self._cut)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _cut(self) -> None:
        """Whoever waits for an answer gets none."""
        if self._smtp is not None and self._smtp.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._smtp.sock, socket.SHUT_RDWR)

    def _politely(self, words: Callable) -> None:
        try:
            words()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _connect(smtp: smtplib.SMTP) -> None:
    known = ssl.create_default_context()  # looks at the server's certificate; smtplib alone does not
    more = {"context": known} if settings.EMAIL_USE_SSL else {}
    smtp.__init__(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT, **more)
    if settings.EMAIL_USE_TLS:
        smtp.starttls(context=known)
    smtp.ehlo_or_helo_if_needed()
    if settings.EMAIL_HOST_USER:
        smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


def bare(address: str) -> str:
    """The address alone, as the envelope wants it, its domain in ASCII."""
    local, _at, domain = parseaddr(address)[1].rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def headed(name: str, address: str) -> str:
    """Name and address, as a header wants them."""
    return formataddr((name, bare(address)))
