"""The sentences of every notice this room writes: moves, reminders, nudges, alarms, and ends of agreements."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import words
from casework.letters import Facts, Letter, register
from casework.lists import KINDS
from regions.templatetags.dates import day, day_full, instant
from regions.working_days import working_day_from


def connect() -> None:
    register("", of_a_move)
    register("turn.remind", of_a_reminder)
    register("turn.nudge", of_a_nudge)
    register("turn.vacant", of_a_vacancy)
    register("case.post", of_a_message)
    register("case.mention", of_a_mention)
    register("agreement.ending", of_an_ending)
    register("agreement.unsucceeded", of_a_missing_successor)
    register("export.ready", of_a_file)


def of_a_move(facts: Facts) -> Letter:
    what, yours = words.sentence(facts.kind), facts.get("yours", False)
    heading = _("%(name)s is now with you: %(what)s") if yours else _("%(name)s: %(what)s")
    due = facts.day("due_on")
    return Letter(
        heading=heading % {"name": facts.name, "what": what},
        paragraphs=[_by_whom(facts), *_reason(facts)],
        needed=_asked(facts, due) if yours else "",
        next=_next(facts, mine=True) if yours else "",
        footnote=_also_told(facts, _("You hold the case now")) if yours else _also_told(facts, _("For your knowledge")),
        action_label=_button(facts) if yours else "",
    )


def of_a_reminder(facts: Facts) -> Letter:
    mine, due, late_by = facts.get("audience") == "holder", facts.day("due_on"), facts.get("late_by", 0)
    values = {"name": facts.name, "holder": facts.label("holder"), "near": _near(facts)}
    heading = _("%(name)s waits for you, %(near)s") if mine else _("%(name)s waits for %(holder)s, %(near)s")
    return Letter(
        heading=heading % values,
        paragraphs=[_where_it_is(facts, mine), *_vacant(facts), *_merged(facts)],
        needed=_asked(facts, due) if mine else _urge(facts),
        next=_next(facts, mine),
        footnote=_also_told(facts, _("Reminder, step %(step)d of %(of)d") % _step(facts)),
        action_label=_button(facts) if mine else "",
        snooze_url=reverse("casework:snooze", args=[facts.get("turn")]) if mine and not facts.get("vacant") else "",
        late=late_by > 0 or bool(facts.get("overdue")),
    )


def of_a_nudge(facts: Facts) -> Letter:
    values = {"who": facts.get("who"), "position": facts.get("position"), "name": facts.name}
    return Letter(
        heading=_("%(who)s asks you to act on %(name)s") % values,
        paragraphs=[
            _("%(who)s, %(position)s, waits for this case and pressed “Remind now”.") % values,
            _where_it_is(facts, mine=True),
        ],
        needed=_asked(facts, facts.day("due_on")),
        footnote=_also_told(facts, _("At most one such request a day reaches you for one case")),
        action_label=_button(facts),
        late=bool(facts.get("overdue")),
    )


def of_a_vacancy(facts: Facts) -> Letter:
    values = {"name": facts.name, "holder": facts.label("holder"), "title": facts.title}
    return Letter(
        heading=_("Nobody answers for %(name)s: %(holder)s is vacant") % values,
        paragraphs=[
            _("“%(title)s” waits for %(holder)s, and nobody holds this position today.") % values,
            *_since_and_due(facts),
        ],
        needed=_("name who holds the position (definitive, Plt. or Plh.), or have the case handed to somebody else."),
        next=_("until then, reminders for this position go to its superior."),
        footnote=_also_told(facts, _("This alarm comes once")),
        late=True,
    )


def of_an_ending(facts: Facts) -> Letter:
    ends_on, left = facts.day("ends_on"), facts.get("days_left", 0)
    in_days = ngettext("in %(count)d day", "in %(count)d days", left) % {"count": left}
    values = {"name": facts.name, "title": facts.title, "day": day_full(ends_on), "in_days": in_days}
    return Letter(
        heading=_("%(name)s ends %(in_days)s") % values,
        paragraphs=[
            _("“%(title)s” is in force until %(day)s, that day included. It cannot be revived afterwards.") % values,
            *_merged(facts),
        ],
        needed=_("decide whether to succeed it, and begin the successor early enough to have it signed by that day."),
        next=_next_end(facts),
        footnote=_also_told(facts, _("Reminder, step %(step)d of %(of)d") % _step(facts)),
        action_label=_("Open the document"),
    )


def of_a_missing_successor(facts: Facts) -> Letter:
    values = {"name": facts.name, "title": facts.title, "day": day_full(facts.day("ends_on"))}
    return Letter(
        heading=_("%(name)s has ended and has no successor") % values,
        paragraphs=[
            _("“%(title)s” ended on %(day)s; activities under it are no longer covered.") % values,
            *_merged(facts),
        ],
        needed=_("begin a successor, or say in its history why there will be none."),
        next=_next_end(facts),
        footnote=_also_told(facts, _("Reminder, step %(step)d of %(of)d") % _step(facts)),
        action_label=_("Open the document"),
        late=True,
    )


def of_a_message(facts: Facts) -> Letter:
    more = facts.get("more", 0)
    others = ngettext("%(count)d further message came since.", "%(count)d further messages came since.", more)
    return Letter(
        heading=_("%(who)s wrote in the conversation on %(name)s") % {"who": facts.get("who"), "name": facts.name},
        paragraphs=[*_message(facts), *([others % {"count": more}] if more else [])],
        footnote=_("You follow this conversation or have acted on the case; mute it there if you like"),
        action_label=_("Read the message"),
    )


def of_a_mention(facts: Facts) -> Letter:
    return Letter(
        heading=_("%(who)s mentions you on %(name)s") % {"who": facts.get("who"), "name": facts.name},
        paragraphs=_message(facts),
        footnote=_also_told(facts, _("You or your position were named in it")),
        action_label=_("Read the message"),
    )


def of_a_file(facts: Facts) -> Letter:
    kind, until = KINDS.get(facts.get("list")), facts.day("until")
    values = {"list": kind.label if kind else facts.get("list"), "format": facts.get("format").upper()}
    return Letter(
        heading=_("Your file is ready: %(list)s, %(format)s") % values,
        paragraphs=[_("You can fetch it until %(day)s; then it is removed.") % {"day": day_full(until)}],
        footnote=_("Only you can fetch it, in the position in which you asked for it."),
        action_label=_("Open the file's page"),
    )


# --- sentences they share -------------------------------------------------------------


def _message(facts: Facts) -> list[str]:
    """Where it was written and who reads it; its words stay in the portal, where a message can be withdrawn."""
    values = {"title": facts.title, "who": facts.get("who"), "position": facts.get("position")}
    reach = _("It is between the parties.")
    if facts.get("office"):
        reach = _("It is internal: only people of %(office)s read it.") % {"office": facts.get("office")}
    return [_("“%(title)s”. Written by %(who)s, %(position)s.") % values, reach]


def _by_whom(facts: Facts) -> str:
    values = {"title": facts.title, "who": facts.get("who"), "position": facts.get("position")}
    if not facts.get("who"):
        return _("“%(title)s”. This came by the calendar; nobody pressed a button.") % values
    return _("“%(title)s”. This was done by %(who)s, %(position)s.") % values


def _reason(facts: Facts) -> list[str]:
    comment = facts.get("comment")
    return [_("Reason given: %(comment)s") % {"comment": comment}] if comment else []


def _near(facts: Facts) -> str:
    """Counted on the day it was written: the inbox shows it later, beside its date."""
    late_by, left = facts.get("late_by", 0), facts.get("days_left", 0)
    if late_by > 0:
        return ngettext("%(count)d working day late", "%(count)d working days late", late_by) % {"count": late_by}
    if facts.get("overdue"):
        return _("past the limit")
    if left > 0:
        return ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return _("last day today")


def _where_it_is(facts: Facts, mine: bool) -> str:
    text = _("“%(title)s” has been with %(holder)s since %(since)s.")
    if mine:
        text = _("“%(title)s” has been with you since %(since)s.")
    values = {"title": facts.title, "holder": facts.label("holder"), "since": day(facts.instant("since"))}
    return " ".join([text % values, *_limit(facts)])


def _since_and_due(facts: Facts) -> list[str]:
    since = _("It has been there since %(since)s.") % {"since": day(facts.instant("since"))}
    return [" ".join([since, *_limit(facts)])]


def _limit(facts: Facts) -> list[str]:
    due = facts.day("due_on")
    if due is None:
        return []
    text = _("The last day was %(due)s.") if facts.get("overdue") else _("The last day is %(due)s.")
    return [text % {"due": day(due)}]


def _vacant(facts: Facts) -> list[str]:
    if not facts.get("vacant"):
        return []
    text = _("Nobody holds the position of %(holder)s now, so you are told in its place.")
    return [text % {"holder": facts.label("meant")}]


def _merged(facts: Facts) -> list[str]:
    count = facts.get("merged", 0)
    if not count:
        return []
    text = ngettext(
        "It also stands for %(count)d earlier reminder that could not be sent in time.",
        "It also stands for %(count)d earlier reminders that could not be sent in time.",
        count,
    )
    return [text % {"count": count}]


def _asked(facts: Facts, due) -> str:
    task = words.task(facts.get("lifecycle"), facts.get("status"), facts.get("seat")) or _("look at the case and act")
    task = task.rstrip(".")
    if due is None or facts.get("overdue"):
        return f"{task}."
    return _("%(task)s, at the latest on %(due)s.") % {"task": task, "due": day(due)}


def _urge(facts: Facts) -> str:
    return _("ask %(holder)s to act, or have the case handed to somebody who can.") % {"holder": facts.label("holder")}


def _next(facts: Facts, mine: bool) -> str:
    """Who is told next, and when; said in the reader's own zone."""
    at, names = facts.instant("next_at"), facts.labels("next_to")
    if at is None and not (facts.get("step") and facts.get("step") == facts.get("of")):
        return ""
    if at is None:
        return _("this was the last step; the case stays on the desk as late until somebody acts.")
    if mine and facts.get("next_holder"):
        names = [_("you"), *names]
    elif facts.get("next_holder"):
        names = [facts.label("holder"), *names]
    values = {"when": instant(at), "who": "; ".join(names)}
    return _("if nothing has happened by %(when)s, a reminder goes to: %(who)s.") % values


def _next_end(facts: Facts) -> str:
    at = facts.day("next_on")
    if at is None:
        return _("this was the last reminder of this kind.")
    sent = {"day": day(working_day_from(at))}
    return _("if there is no successor by then, the next reminder comes on %(day)s.") % sent


def _also_told(facts: Facts, lead: str) -> str:
    others = facts.labels("others")
    if not others:
        return _("%(lead)s; sent to nobody else.") % {"lead": lead}
    return _("%(lead)s; also sent to: %(others)s.") % {"lead": lead, "others": "; ".join(others)}


def _step(facts: Facts) -> dict:
    return {"step": facts.get("step", 1), "of": facts.get("of", 1)}


def _button(facts: Facts) -> str:
    return words.task_button(facts.get("lifecycle"), facts.get("status"), facts.get("seat"))
