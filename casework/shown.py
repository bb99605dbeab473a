"""The strip, the way and the history in the shape in which the components of a page want them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import Case, Turn
from casework.policies import holds_this_turn, waits_for
from casework.strip import Stop, Strip, TrailLine, TurnWords, turn_strip
from regions.templatetags.dates import day, day_short, hour, instant, span_short


def strip_shown(strip: Strip, *, closed: str = "", last: TrailLine | None = None) -> dict:
    """For components/turn.html; `closed` is what stands there when nobody holds the case, `last` what led here."""
    first, led = strip.first, [_("%(what)s: %(who)s.") % {"what": last.what, "who": last.who}] if last else []
    if first is None:
        return {"tone": "calm", "whose": closed or _("Nobody needs to do anything now"), "says": led, "day": None}
    return {
        "tone": strip.tone,
        "whose": _whose(first),
        "says": [*led, _since(first), *reminded(first), *(_also(words) for words in strip.turns[1:])],
        "day": first.day_number,
        "allowance": first.allowance,
        "due": day(first.due_on),
        "late_days": first.late_by,
    }


def whose_turn(case: Case, actor) -> list[str]:
    """Who has the case now and until when, as a sentence to end a message with; nothing when nobody does."""
    first = turn_strip(case, actor).first
    if first is None:
        return []
    if first.due_on is None:
        return [f"{_whose(first)}."]
    return [_("%(whose)s, by %(due)s.") % {"whose": _whose(first), "due": day(first.due_on)}]


def here(strip: Strip) -> list[str]:
    """Who holds the case where it stands, since when and until when, as sentences for the drawing of its way."""
    found = []
    for words in strip.turns:
        found += [f"{_whose(words)}.", _since(words)]
        if words.due_on is not None and words.allowance:
            values = {"day": words.day_number, "of": words.allowance, "due": day(words.due_on)}
            found.append(_("Working day %(day)s of %(of)s; the last one is %(due)s.") % values)
    return found


def _whose(words: TurnWords) -> str:
    if words.mine:
        turn = _("Your office's turn: %(task)s") if words.shared else _("Your turn: %(task)s")
        return turn % {"task": words.task}
    return _("%(whose)s: %(task)s") % {"whose": words.whose, "task": words.task}


def _since(words: TurnWords) -> str:
    since = {"instant": instant(words.since)}
    if words.mine or words.turn.is_pool:
        return _("Since %(instant)s.") % since
    if not words.people:
        return _("Since %(instant)s. Nobody holds this position today; its superior answers for it.") % since
    return _("With %(people)s since %(instant)s.") % {"people": ", ".join(words.people), **since}


def reminded(words: TurnWords) -> list[str]:
    """When somebody pressed "remind now" today, as a sentence."""
    at = words.turn.reminded_today
    return [_("Reminded today at %(hour)s.") % {"hour": hour(at)}] if at else []


def _also(words: TurnWords) -> str:
    also = {"whose": ", ".join(words.people) or words.whose, "task": words.task, "due": day(words.due_on)}
    return _("Also %(whose)s: %(task)s, by %(due)s.") % also if words.due_on else _("Also %(whose)s: %(task)s.") % also


def way_shown(stops: list[Stop], *, ended: bool = False) -> list[dict]:
    """For components/way.html; `ended`: the case ended without effect where it stands."""
    return [{"label": stop.label, "note": _stop_note(stop), "state": _stop_state(stop, ended)} for stop in stops]


def _stop_state(stop: Stop, ended: bool) -> str:
    if stop.state == "ahead":
        return "next"
    return "ended" if stop.state == "now" and ended else stop.state


def _stop_note(stop: Stop) -> str:
    if not stop.entered:
        return stop.note
    if stop.state == "now":
        note = _("since %(day)s") % {"day": day_short(stop.entered)}
    else:
        note = span_short(stop.entered, stop.left or stop.entered)
    times = ngettext("%(count)d time", "%(count)d times", stop.times) % {"count": stop.times}
    return f"{note} · {times}" if stop.times > 1 else note


def trail_shown(lines: list[TrailLine]) -> list[dict]:
    """For components/trail.html."""
    return [
        {
            "title": line.what,
            "strong": line.decision,
            "when": instant(line.entry.at),
            "who": line.who,
            "note": spoken_of(line.entry.params),
            "comment": line.entry.comment,
        }
        for line in lines
    ]


def spoken_of(params: dict) -> str:
    """Which document, agreement, party or number a line of history is about."""
    names = ("name", "agreement", "party", "first_party", "to_party", "number", "position")
    return ", ".join(dict.fromkeys(str(params[name]) for name in names if params.get(name)))


def about_reminders(turns: Iterable[Turn], actor) -> list[dict]:
    """Buttons for components/turn.html: the holder puts reminders off, whoever waits reminds once a day."""
    waited_for = [turn for turn in turns if waits_for(actor, turn) and not turn.reminded_today]
    mine = [turn for turn in turns if turn.due_on and holds_this_turn(actor, turn)]
    alone = len(waited_for) == 1 and not mine
    remind = _("Remind now") if alone else _("Remind now: %(holder)s")
    return [
        {"label": _("Put off reminders…"), "url": reverse("casework:snooze", args=[turn.pk]), "kind": "line"}
        for turn in mine
    ] + [
        {
            "label": remind % {"holder": turn.holder_label},
            "url": reverse("casework:nudge", args=[turn.pk]),
            "kind": "line",
            "post": True,
        }
        for turn in waited_for
    ]
