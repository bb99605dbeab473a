"""The daily mail: everything that waits for one person, as one letter, once per person and day.

The letter and the mark on each notice in it are written in one transaction, under a slot that can be taken once. So a
notice is in exactly one letter, an outage only delays it, and what waited yesterday comes with today's.
"""

import logging
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from casework import outbox
from casework.audience import Addressee, addressees
from casework.bell import ring
from casework.letters import LATE_EDGE, absolute, compose
from casework.locks import alone, locked
from casework.models import Message, Notice
from casework.wishes import Wishes, concerns_own_late_turn
from regions import clock

logger = logging.getLogger(__name__)
NAMED = 60  # a letter names so many; the inbox has the rest


@dataclass
class Part:
    """Notices of one urgency, as the letter shows them."""

    title: str
    late: bool = False
    lines: list[dict] = field(default_factory=list)


def sweep() -> int:
    """Make every daily mail that is due; how many."""
    with alone("casework.digests") as mine:
        return _make_all() if mine else 0


def _make_all() -> int:
    waiting = User.objects.filter(pk__in=Notice.objects.filter(awaits_digest=True).values("recipient"))
    made, failures = 0, []
    for to in addressees(waiting):
        try:
            made += make(to)
        except Exception as error:
            logger.exception("daily mail to person %s failed", to.user.pk)
            failures.append(error)
    if failures:
        raise ExceptionGroup("some daily mails failed", failures)
    return made


def make(to: Addressee) -> bool:
    """One person's daily mail, if it is due and not made yet today."""
    wishes, now = Wishes(to), clock.now()
    slot = f"digest:{to.user.pk}:{clock.today(wishes.zone):%Y-%m-%d}"
    if not wishes.digest_due(now) or Message.objects.filter(slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            return _write(to, slot, wishes)
    except IntegrityError:  # another sweep took the slot at this very moment
        return False


def _write(to: Addressee, slot: str, wishes: Wishes) -> bool:
    waiting = locked(Notice.objects.filter(recipient=to.user, awaits_digest=True))
    notices = list(waiting.order_by("at", "pk"))
    unread = [notice for notice in notices if notice.is_unread]
    message = None
    if unread:
        with translation.override(to.user.language), timezone.override(wishes.zone):
            subject, text, html = _compose(to, unread)
        message = outbox.post(
            to.user.email,
            subject=subject,
            text=text,
            html=html,
            recipient=to.user,
            slot=slot,
            not_before=wishes.released_at(clock.now()),
        )
        ring()
    pks = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=pks).update(awaits_digest=False, digest=message)
    return message is not None


def _compose(to: Addressee, notices: list[Notice]) -> tuple[str, str, str]:
    """Subject, text and HTML, in the active language and zone."""
    parts = by_urgency(notices[:NAMED])
    count = len(notices)
    heading = ngettext("%(count)d message of the day", "%(count)d messages of the day", count) % {"count": count}
    left = count - NAMED
    more = ngettext("and %(count)d more in your inbox", "and %(count)d more in your inbox", left) % {"count": left}
    values = {
        "heading": heading,
        "greeting": to.user.full_name,
        "position_label": to.label,
        "parts": parts,
        "more": more if left > 0 else "",
        "action_label": _("Open the inbox"),
        "action_url": absolute(reverse("casework:inbox")),
        "footnote": _("You chose one mail a day; sent to nobody else."),
        "settings_url": absolute(reverse("casework:choices")),
        "edge": LATE_EDGE if any(part.late for part in parts) else "",
    }
    text = render_to_string("mail/digest.txt", values).strip()
    return heading, f"{text}\n", render_to_string("mail/digest.html", values)


def by_urgency(notices: list[Notice]) -> list[Part]:
    """What is late, what waits for the reader, what else is new; empty parts are left out."""
    late, mine, rest = Part(_("Past the last day"), late=True), Part(_("Waits for you")), Part(_("For your knowledge"))
    for notice in notices:
        letter = compose(notice.kind, notice.params)
        own = notice.params.get("yours") or notice.kind == "turn.nudge" or notice.params.get("audience") == "holder"
        part = late if letter.late or concerns_own_late_turn(notice.kind, notice.params) else mine if own else rest
        opened = absolute(reverse("casework:notice", args=[notice.pk]))
        part.lines.append({"title": letter.heading, "needed": letter.needed, "url": opened, "at": notice.at})
    return [part for part in (late, mine, rest) if part.lines]
