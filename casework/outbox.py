"""The outbox: mail as rows with a state, sent at most once by the system, retried by a schedule kept in the row.

A worker claims a row and commits that before it speaks to the server; it marks the row again right before the first
byte leaves. Whatever dies before that mark is tried again, whatever dies after it is uncertain and waits for an
operator. Both marks carry the worker's claim, so a worker that was given up for dead can no longer begin.

A server that is away, or takes nothing from us, is no message's fault: the message waits as it was.
"""

import logging
import uuid
from datetime import datetime, timedelta
from email.utils import format_datetime, make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import Q

from casework.bell import ring
from casework.letters import one_line
from casework.models import Message, Notice
from casework.smtp import PHASE_SECONDS, Never, NotNow, Postman, Unknown, Unreachable, headed
from regions import clock

logger = logging.getLogger(__name__)
Status = Message.Status

# Minutes to wait after the first, second, … attempt that was not taken; about two days in all, then it has failed.
RETRY_MINUTES = [1] * 20 + [5] * 8 + [60] + [240] * 11
ABANDONED_AFTER = timedelta(seconds=3 * PHASE_SECONDS)  # no living worker takes longer over one message
UNWILLING = 20  # so many in a row not taken now: the server is not well, the others need not be tried
LONGEST_QUIET = timedelta(days=31)
BATCH = 200


class Overtaken(Exception):
    """Somebody else has taken this message over; this worker must not begin."""


def queue(notice: Notice, *, subject: str, text: str, html: str, not_before: datetime | None = None) -> Message:
    """Put one mail to the notice's recipient into the outbox."""
    to = notice.recipient
    return post(to.email, subject=subject, text=text, html=html, recipient=to, notice=notice, not_before=not_before)


def post(address: str, *, subject: str, text: str, html: str, recipient=None, **fields) -> Message:
    """Put one mail into the outbox; one that belongs to no notice (a new password) too.

    `fields`: the notice it tells, `not_before`, or the slot that keeps it single.
    """
    now = clock.now()
    return Message.objects.create(
        recipient=recipient,
        address=address,
        subject=one_line(subject),
        text=text,
        html=html,
        message_id=make_msgid(domain=_domain()),
        queued_at=now,
        next_attempt_at=now,
        **fields,
    )


def deliver(limit: int = BATCH) -> int:
    """Send what is due, one message after the other over one connection; how many the server took."""
    recover()
    sent = unwilling = 0
    with Postman() as postman:
        for _ in range(limit):
            message = _claim()
            if message is None:
                break
            try:
                sent, unwilling = sent + _send(postman, message), 0
            except NotNow as refusal:
                unwilling += 1
                if isinstance(refusal, Unreachable) or unwilling == UNWILLING:
                    break
        else:
            ring()  # there may be more, and the next poke is half a minute away
    return sent


def recover() -> int:
    """Rows whose worker died: tried again when no byte had left, uncertain otherwise; how many."""
    now = clock.now()
    # A claim from the future: the product's clock went back. Claims make it safe to take over a living worker.
    dead = Q(claimed_at__lte=now - ABANDONED_AFTER) | Q(claimed_at__gt=now + ABANDONED_AFTER)
    abandoned = Message.objects.filter(dead, status=Status.SENDING)
    unknown = abandoned.filter(data_started_at__isnull=False).update(
        status=Status.UNCERTAIN, cause="the worker ended while the message was handed over"
    )
    again = list(abandoned.filter(data_started_at__isnull=True))
    for message in again:  # at once the first time; what ends worker after worker waits ever longer
        _try_later(message, "the worker ended before the message was handed over", at_once=message.attempts == 1)
    return unknown + len(again)


def resend(message: Message) -> bool:
    """An administrator sends a failed or uncertain message once more, under the same Message-ID."""
    now = clock.now()
    changed = Message.objects.filter(pk=message.pk, status__in=[Status.FAILED, Status.UNCERTAIN]).update(
        status=Status.QUEUED, attempts=0, claim=None, data_started_at=None, next_attempt_at=now
    )
    if changed:
        ring()
    return bool(changed)


def doubt_waiting(cause: str) -> int:
    """The database went back to an earlier moment: what waited then may have gone out since; how many."""
    waiting = Message.objects.filter(status__in=[Status.QUEUED, Status.SENDING])
    return waiting.update(status=Status.UNCERTAIN, claim=None, cause=cause)


def oldest_unsent() -> datetime | None:
    """Since when the oldest message waits that is neither sent nor given up."""
    waiting = Message.objects.filter(_awake(clock.now()), status__in=[Status.QUEUED, Status.SENDING])
    return waiting.order_by("queued_at").values_list("queued_at", flat=True).first()


def _awake(now: datetime) -> Q:
    """Not held back by somebody's quiet time; one that would end later than any can is a clock that went back."""
    held = Q(not_before__gt=now, not_before__lte=now + LONGEST_QUIET)
    return Q(not_before__isnull=True) | ~held


def _claim() -> Message | None:
    """Take the next message that is due, so that nobody else does; committed before a word is said to the server."""
    now = clock.now()
    longest = timedelta(minutes=max(RETRY_MINUTES))
    # Farther away than any wait: the clock went back since, and the message would be late by as much.
    due = Q(attempts=0) | Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=now + longest)
    with transaction.atomic(durable=True):
        waiting = Message.objects.filter(due & _awake(now), status=Status.QUEUED).select_related("recipient")
        message = waiting.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        message.status, message.claim, message.claimed_at = Status.SENDING, uuid.uuid4(), now
        message.data_started_at = None
        message.attempts += 1
        message.save(update_fields=["status", "claim", "claimed_at", "data_started_at", "attempts"])
    return message


def _send(postman: Postman, message: Message) -> bool:
    """One attempt, and what came of it written into the row; whether the server took the message."""
    try:
        postman.hand_over(_mail(message), settings.DEFAULT_FROM_EMAIL, message.address, begin=lambda: _begin(message))
    except Overtaken:
        return False
    except Unreachable as error:
        _put_back(message, str(error))
        raise
    except NotNow as error:
        _try_later(message, str(error))
        raise
    except Unknown as error:
        _settle(message, status=Status.UNCERTAIN, cause=str(error))
        logger.error("message %s is uncertain: %s", message.pk, error)
        return False
    except Never as error:
        _settle(message, status=Status.FAILED, cause=str(error))
        return False
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:  # an address, a header or a text nobody can send: the others wait behind it
        _settle(message, status=Status.FAILED, cause=f"cannot be sent: {error!r}")
        logger.exception("message %s cannot be sent", message.pk)
        return False
    _settle(message, status=Status.SENT, sent_at=clock.now(), cause="")
    return True


def _begin(message: Message) -> None:
    """From here the server may have it. Only the worker whose claim stands may begin."""
    standing = Message.objects.filter(pk=message.pk, claim=message.claim, status=Status.SENDING)
    if not standing.update(data_started_at=clock.now()):
        raise Overtaken


def _put_back(message: Message, cause: str) -> None:
    """Nothing was tried: it waits as it did, the next poke takes it again, and health sees since when it is due."""
    _settle(message, status=Status.QUEUED, attempts=message.attempts - 1, claim=None, cause=cause)


def _try_later(message: Message, cause: str, *, at_once: bool = False) -> None:
    if message.attempts > len(RETRY_MINUTES):
        _settle(message, status=Status.FAILED, cause=f"given up after {message.attempts} attempts: {cause}")
        return
    wait = timedelta() if at_once else timedelta(minutes=RETRY_MINUTES[message.attempts - 1])
    due = clock.now() + wait
    _settle(message, status=Status.QUEUED, claim=None, next_attempt_at=due, data_started_at=None, cause=cause)


def _settle(message: Message, **outcome) -> None:
    """Write the outcome unless somebody else has the message by now; a late success still corrects "uncertain"."""
    Message.objects.filter(pk=message.pk, claim=message.claim, status__in=[Status.SENDING, Status.UNCERTAIN]).update(
        **outcome
    )


def _mail(message: Message) -> bytes:
    name = message.recipient.full_name if message.recipient else ""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[headed(one_line(name), message.address)],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.queued_at),
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail.message().as_bytes(linesep="\r\n")


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "sinergi.invalid"
