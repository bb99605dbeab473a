"""The feed: one person's days as iCalendar, within the positions held at the moment of reading."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Max, Model
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from accounts.actors import actors_of
from accounts.models import User
from casework.letters import absolute
from portal.calendar.events import Event, events
from regions import clock

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
PER_DAY = 10  # of one sort; a calendar program is for a person's days, not for an office's hundreds
A_DAY = timedelta(days=1)
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)  # of rows that were there before their history


def feed_of(user: User) -> bytes:
    """The whole calendar of a person, in the active language; the same bytes as long as nothing has changed."""
    found: dict[str, Event] = {}
    for actor in actors_of(user):
        today = clock.today(actor.timezone)
        for event in events(actor, today - BACK, today + AHEAD, PER_DAY):
            known = found.get(event.uid)
            if known is None or (known.kind, event.kind) == ("kantor", "giliran"):
                found[event.uid] = event
    stamps = _stamps(found.values())
    calendar = Calendar()
    calendar.add("prodid", "-//Sinergi//Joint Program//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Sinergi, days of %(name)s") % {"name": user.full_name})
    calendar.add("x-published-ttl", "PT1H")
    for event in found.values():
        calendar.add_component(_entry(event, *stamps.get((type(event.row), event.row.pk), (0, EARLIEST))))
    return calendar.to_ical()


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _entry(event: Event, changes: int, changed_at: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.uid}@sinergi")
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("sequence", event.version + changes)
    entry.add("dtstart", event.on)
    entry.add("dtend", event.on + A_DAY)
    entry.add("summary", event.title)
    entry.add("description", event.why)
    entry.add("url", absolute(event.url))
    entry.add("categories", [event.kind_label])
    entry.add("transp", "TRANSPARENT")
    if event.kind == "giliran":
        entry.add_component(_alarm(event))
    return entry


def _alarm(event: Event) -> Alarm:
    """At nine in the morning of the day before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", timedelta(hours=-15))
    return alarm


def _stamps(found: Iterable[Event]) -> dict[tuple[type[Model], int], tuple[int, datetime]]:
    """How often each row has changed and when last, as its history knows; one query for each kind of row."""
    of_model: dict[type[Model], set[int]] = {}
    for event in found:
        of_model.setdefault(type(event.row), set()).add(event.row.pk)
    stamps = {}
    for model, pks in of_model.items():
        history = model._meta.get_field("events").related_model.objects.filter(pgh_obj__in=pks)
        for pk, count, at in history.values_list("pgh_obj").annotate(Count("pk"), Max("pgh_created_at")):
            stamps[model, pk] = (count, at.replace(microsecond=0))
    return stamps
