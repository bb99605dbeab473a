"""The turn of a case in two cells of a list: who holds it, and until when. Asks the database nothing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Institution
from accounts.roles import Role
from casework.models import Turn
from casework.strip import is_mine, is_shared
from regions.templatetags.dates import day_short, due_in, urgency


@dataclass(frozen=True)
class Brief:
    """Who holds a case ("You", "Your office", an office) and its last day.

    `tone` colours the day, `untaken` sets the name apart.
    """

    whose: str = "–"
    mine: bool = False
    untaken: bool = False
    due: str = "–"
    due_on: date | None = None
    tone: str = ""


def brief(turns: list[Turn], actor) -> Brief:
    """The open turns of one case in a few words, the reader's own first; turns need institution and position loaded."""
    if not turns:
        return Brief()
    turn = min(turns, key=lambda turn: not is_mine(turn, actor))
    mine, shared, untaken = is_mine(turn, actor), is_shared(turn, actor), turn.is_untaken
    tone = urgency(turn.due_on, turn.timezone)
    return Brief(
        whose=_with_others(_("Your office") if shared and not untaken else _whose(turn, mine, untaken), len(turns) - 1),
        mine=mine and not (untaken or shared),
        untaken=untaken,
        due=_due(turn, tone),
        due_on=turn.due_on,
        tone=tone if tone != "calm" else "",
    )


def _with_others(whose: str, others: int) -> str:
    return _("%(whose)s and %(others)d more") % {"whose": whose, "others": others} if others else whose


def _whose(turn: Turn, mine: bool, untaken: bool) -> str:
    if untaken:
        return _("nobody yet, %(office)s") % {"office": turn.institution.short_name}
    if mine:
        return _("You")
    if turn.institution.kind != Institution.Kind.AGENCY:
        return turn.institution.short_name
    return turn.position.title if turn.position_id else str(Role(turn.pool_role).label)


def _due(turn: Turn, tone: str) -> str:
    if turn.due_on is None:
        return "–"
    return day_short(turn.due_on) if tone == "calm" else due_in(turn.due_on, turn.timezone)
