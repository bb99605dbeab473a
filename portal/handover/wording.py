"""The wording of hand-overs: of notices, and of the lines they leave in a case's history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework import words
from casework.letters import Facts, Letter, register
from portal.staff.letters import letter_of
from regions.templatetags.dates import day, day_full


def connect() -> None:
    register("holding.hand_over", of_a_handover)
    register("turn.pass", of_a_passed_turn)
    register("province.announce", of_an_announcement)
    register("province.withdraw", of_a_withdrawal)
    register("province.done", of_a_province)
    words.register(
        {
            "turn.hand_over": gettext_lazy("Handed over to the successor"),
            "province.hand_over": gettext_lazy("The province passed to another UPT, and this case with it"),
            "turn.pass": gettext_lazy("Handed to another position, because nobody held the first"),
        }
    )


def of_a_handover(facts: Facts) -> Letter:
    count = facts.get("count", 0)
    waiting = ngettext("%(count)d turn waits.", "%(count)d turns wait.", count) % {"count": count}
    return letter_of(
        facts,
        _("%(person)s hands over to %(successor)s: %(position)s"),
        waiting,
        _("The hand-over page shows what is open, and keeps the note."),
    )


def of_a_passed_turn(facts: Facts) -> Letter:
    return letter_of(
        facts,
        _("%(position)s takes over a case: %(title)s"),
        _("Nobody held %(left)s any more.") % facts.params,
        _("Reason given: %(comment)s") % {"comment": facts.get("reason")},
    )


def of_an_announcement(facts: Facts) -> Letter:
    return letter_of(
        facts,
        _("%(province)s goes from %(left)s to %(upt)s") + f", {day_full(facts.day('on'))}",
        _("From %(day)s on %(upt)s serves %(province)s (%(decree)s). Open cases pass on that day by themselves.")
        % (facts.params | {"day": day(facts.day("on"))}),
        _("Reason given: %(comment)s") % {"comment": facts.get("reason")},
    )


def of_a_withdrawal(facts: Facts) -> Letter:
    return letter_of(
        facts,
        _("%(province)s stays with %(left)s: the hand-over is withdrawn"),
        _("Reason given: %(comment)s") % {"comment": facts.get("reason")},
    )


def of_a_province(facts: Facts) -> Letter:
    count = facts.get("count", 0)
    moved = ngettext(
        "%(count)d open case passed with it; its history says so.",
        "%(count)d open cases passed with it; their histories say so.",
        count,
    )
    return letter_of(facts, _("%(province)s is served by %(upt)s from today"), moved % {"count": count})
