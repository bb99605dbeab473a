"""The page of the calendar: a month as a grid or as a list, by kind, with all its state in the address."""

from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.listing import address, cleaned
from portal.calendar.events import KINDS, Event, events
from portal.calendar.month import SHOWN, Month, counted, in_all, not_told, weekdays

LIST = "daftar"
LISTED = 50  # of one sort on one day, where days are listed


class CalendarView(TemplateView):
    template_name = "portal/calendar.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, cleaned(self.request.GET)
        month = Month.of(params, actor.timezone if actor else None)
        as_list = params.get("tampilan") == LIST
        around = events(actor, *month.shown, per_day=LISTED if as_list else SHOWN)
        found = [event for event in around if month.has(event.on)]
        kind = params.get("jenis") if params.get("jenis") in KINDS else ""
        chosen = [event for event in found if not kind or event.kind == kind]
        return super().get_context_data(
            month=month,
            weeks=month.weeks([event for event in around if not kind or event.kind == kind]),
            weekdays=weekdays(),
            days=_days(chosen),
            presets=_presets(params, found, kind),
            as_list=as_list,
            actions=_actions(params, month),
            around=_around(params, month),
            list_url=address(params, tampilan=LIST),
            empty_title=_("Nothing falls in this month"),
            empty_text=_("choose another month, or “All” kinds, to see more.") if kind else _("choose another month."),
            **kwargs,
        )


def _days(found: list[Event]) -> list[tuple[date, list[Event], int]]:
    """Each day with what falls on it, and how many more than are told."""
    of_day = ((on, list(rows)) for on, rows in groupby(found, key=lambda event: event.on))
    return [(on, rows, not_told(rows)) for on, rows in of_day]


def _presets(params, found, kind: str) -> list[dict]:
    rows = [{"label": _("All"), "url": address(params, jenis=None), "count": in_all(found), "current": not kind}]
    return rows + [
        {"label": label, "url": address(params, jenis=code), "count": count, "current": code == kind}
        for code, label, count in counted(found)
        if count or code == kind
    ]


def _actions(params, month: Month) -> list[dict]:
    as_list = params.get("tampilan") == LIST
    other = address(params, tampilan=None if as_list else LIST)
    actions = [
        {"label": _("As a month") if as_list else _("As a list"), "url": other},
        {"label": _("In my calendar program"), "url": reverse("portal:calendar_subscription")},
    ]
    if not month.is_this:
        actions.insert(0, {"label": _("This month"), "url": address(params, bulan=None)})
    return actions


def _around(params, month: Month) -> list[dict]:
    """The months beside this one."""
    return [
        {"label": f"← {month.previous.name}", "url": address(params, bulan=month.previous.word)},
        {"label": f"{month.next.name} →", "url": address(params, bulan=month.next.word)},
    ]
