"""Speaks SMTP phase by phase, so that the outbox knows whether a message may already have been taken."""

import re
import smtplib
import ssl
from collections.abc import Callable
from email.utils import formataddr, parseaddr

from django.conf import settings


class NotNow(Exception):
    """The message was not taken; it may be tried again later."""


class Unreachable(NotNow):
    """No server to talk to: there is no use in trying the next message now."""


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
        smtp = self._connected()
        try:
            self._agree(smtp.mail(bare(sender)), never=False)
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
            smtp.send(re.sub(rb"(?m)^\.", b"..", mail.rstrip(b"\r\n")) + b"\r\n.\r\n")
            answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unknown(f"connection lost while the message was handed over: {error!r}") from error
        self._agree(answer, never=True)

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
            try:
                self._smtp = _connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(f"no connection to {settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error!r}") from error
        return self._smtp

    def _politely(self, words: Callable) -> None:
        try:
            words()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _connect() -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    smtp = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        smtp.close()
        raise
    return smtp


def bare(address: str) -> str:
    """The address alone, as the envelope wants it, its domain in ASCII."""
    local, _at, domain = parseaddr(address)[1].rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def headed(name: str, address: str) -> str:
    """Name and address, as a header wants them."""
    return formataddr((name, bare(address)))
