"""The wording of hand-overs: of notices, and of the lines they leave in a case's history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework import words
from casework.letters import Facts, Letter, register
from portal.staff.letters import letter_of


def connect() -> None:
    register("holding.hand_over", of_a_handover)
    register("turn.pass", of_a_passed_turn)
    words.register(
        {
            "turn.hand_over": gettext_lazy("Handed over to the successor"),
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
