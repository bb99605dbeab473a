"""A person's inbox: letters received, unread first; how many are unread; reading one and all of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, DurationField, F, QuerySet, Value, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.listing import Listing, Order
from casework.models import Notice
from regions import clock

REMINDERS = ("turn.remind", "turn.nudge", "turn.vacant", "agreement.ending", "agreement.unsucceeded")
AGE = Value(timedelta(days=365_000), DurationField())  # sets the unread apart, further than any letter is old
UNREAD_FIRST = Case(When(read_at__isnull=True, then=F("at") + AGE), default=F("at"), output_field=DateTimeField())
VIEW = "lihat"


@dataclass(frozen=True)
class View:
    """One of the views of the inbox a reader may choose."""

    word: str
    label: str | Promise
    rows: QuerySet


def unread_count(user) -> int:
    """How many letters this person has not opened yet."""
    return Notice.objects.filter(recipient=user).unread().count()


def views(user) -> list[View]:
    mine = Notice.objects.filter(recipient=user)
    return [
        View("", _("All"), mine),
        View("belum-dibaca", _("Unread"), mine.unread()),
        View("pengingat", _("Reminders"), mine.filter(kind__in=REMINDERS)),
    ]


def listing(user, params: QueryDict) -> Listing:
    """One page of the chosen view; an unknown one shows all."""
    chosen = {view.word: view for view in views(user)}
    rows = chosen.get(params.get(VIEW, ""), chosen[""]).rows
    return Listing(rows, params, [Order("baru", UNREAD_FIRST, datetime, descending_first=True)], count=rows.count())


def read(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=clock.now())


def read_all(user) -> int:
    """Mark every letter as read; how many were not."""
    return Notice.objects.filter(recipient=user).unread().update(read_at=clock.now())
