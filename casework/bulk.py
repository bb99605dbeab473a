"""Acts on many rows at once: what will happen to each, then each in its own transaction, with what came of it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from celery import current_app
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor, actors_of
from accounts.models import Holding, Position
from casework import assigning, services
from casework.keys import spend
from casework.lists import ALL, Found, ListKind
from casework.locks import locked
from casework.models import BulkRow, BulkRun, Case, Turn
from casework.policies import waits_for
from casework.runs import each
from casework.workflow import Refused
from regions import clock
from regions.templatetags.dates import instant

LIMIT = 200  # rows of one act
DIRECT = 25  # so many are done while the reader waits; more by the worker
Outcome = BulkRow.Outcome
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Foreseen:
    """What will happen to one row, or why nothing will."""

    case: Case | None
    name: str
    text: str
    possible: bool
    url: str = ""


@dataclass(frozen=True)
class Act:
    """One act on many: its word, its button, whether this reader is offered it, what it would do, and doing it."""

    word: str
    label: str | Promise
    heading: str | Promise
    submit_label: str | Promise
    offered: Callable
    foresee: Callable  # (case, turns, actor, params) -> (possible, sentence)
    carry_out: Callable  # (case, turns, actor, params) -> sentence; raises Refused
    choices: Callable | None = None  # (actor) -> [(pk of a position, label)], when one must be chosen first


def _takes_part(actor) -> bool:
    return actor is not None and actor.institution.kind != "audit"


def _foresee_reminder(case: Case, turns: list[Turn], actor, _params) -> tuple[bool, str]:
    if not turns:
        return False, _("Nobody holds it now.")
    theirs = [turn for turn in turns if waits_for(actor, turn)]
    if not theirs:
        return False, _("It is your own turn, or your office only reads it.")
    fresh = [turn for turn in theirs if not turn.reminded_today]
    if not fresh:
        return False, _("%(holder)s was already reminded today.") % {"holder": theirs[0].holder_label}
    return True, _("%(holder)s is reminded.") % {"holder": ", ".join(turn.holder_label for turn in fresh)}


def _remind(case: Case, turns: list[Turn], actor, _params) -> str:
    possible, sentence = _foresee_reminder(case, turns, actor, _params)
    if not possible:
        raise Refused(sentence)
    told = []
    for turn in turns:
        if waits_for(actor, turn):
            row, new = services.nudge(turn, actor=actor)
            text = _("%(holder)s was reminded now.") if new else _("%(holder)s was already reminded today, %(when)s.")
            told.append(text % {"holder": turn.holder_label, "when": instant(row.at)})
    return " ".join(told)


REMIND = Act(
    "ingatkan",
    gettext_lazy("Remind…"),
    gettext_lazy("Remind whoever holds the turn"),
    gettext_lazy("Remind them now"),
    _takes_part,
    _foresee_reminder,
    _remind,
)


def _assignable(turns: list[Turn], actor) -> list[Turn]:
    return [turn for turn in turns if assigning.assigns(actor, turn)]


def _foresee_assignment(case: Case, turns: list[Turn], actor, params) -> tuple[bool, str]:
    """What can be said without asking about each turn; whether the position fits is asked again when it is given."""
    mine, position = _assignable(turns, actor), params.get("position")
    if not mine:
        return False, _("Your office does not hold it.") if turns else _("Nobody holds it now.")
    if len(mine) > 1:
        return False, _("Several people of your office hold it; give it on its own page.")
    turn, seat = mine[0], params.get("seat")
    if position == turn.position_id:
        return False, _("This position has the turn already.")
    if not turn.is_pool and not params.get("reason"):
        return False, _("%(holder)s has it already; giving it to somebody else needs a reason.") % {
            "holder": turn.holder_label
        }
    roles_known = turn.is_pool or assigning.hands_of(turn).roles
    if seat is not None and roles_known and not assigning.fits(turn, seat):
        return False, _("The position you chose may not do this.")
    return True, _("From %(holder)s to the position you chose; the last day stays.") % {"holder": turn.holder_label}


def _assign(case: Case, turns: list[Turn], actor, params) -> str:
    seat = _seat(actor, params)
    possible, sentence = _foresee_assignment(case, turns, actor, params | {"seat": seat})
    if not possible:
        raise Refused(sentence)
    (turn,) = _assignable(turns, actor)
    assigning.assign(turn, seat, actor=actor, reason=params.get("reason", ""))
    return _("%(holder)s has it now.") % {"holder": seat}


def _seat(actor, params) -> Position:
    seat = Position.objects.filter(institution=actor.institution, pk=params.get("position")).first()
    if seat is None:
        raise Refused(_("Choose somebody in office here whose position may do this."))
    return seat


def colleagues(actor) -> list[tuple[int, str]]:
    """Positions of the actor's office in which somebody sits today, with the name."""
    held = Holding.objects.on(clock.today(actor.timezone)).filter(position__institution=actor.institution)
    rows = held.select_related("position", "user").order_by("position__title", "pk")
    return list(
        {row.position_id: (row.position_id, f"{row.position.title}: {row.user.full_name}") for row in rows}.values()
    )


ASSIGN = Act(
    "serahkan",
    gettext_lazy("Assign…"),
    gettext_lazy("Give the turn to somebody of the office"),
    gettext_lazy("Assign them now"),
    lambda actor: _takes_part(actor) and assigning.hands_out_work(actor),
    _foresee_assignment,
    _assign,
    colleagues,
)
ACTS: dict[str, Act] = {act.word: act for act in (REMIND, ASSIGN)}


def offered(kind: ListKind, actor) -> list[Act]:
    return [ACTS[word] for word in kind.acts if word in ACTS and ACTS[word].offered(actor)]


def cases_of(found: Found) -> tuple[list[Case], list[int]]:
    """The cases of the rows chosen within sight, at most LIMIT and one; and chosen numbers that are not there."""
    if not found.chosen and not found.params.get(ALL):
        return [], []  # nothing chosen is not everything
    cases = found.kind.cases(found.rows.order_by("pk")[: LIMIT + 1])
    lost = [] if found.params.get(ALL) else [pk for pk in found.chosen if pk not in cases]
    return list(cases.values()), lost


def foresee(act: Act, cases: list[Case], lost: Iterable[int], actor, params: dict) -> list[Foreseen]:
    """Row by row what will happen, in a fixed number of queries; of what is out of sight no more than that is said."""
    turns, rows = _open_turns(cases), []
    if act.choices:
        params = params | {"seat": _seat(actor, params)}
    for case in cases:
        possible, sentence = act.foresee(case, turns.get(case.pk, []), actor, params)
        rows.append(Foreseen(case, str(case), sentence, possible, getattr(case, "page", "")))
    return rows + [Foreseen(None, f"#{pk}", _("Not found."), False) for pk in lost]


def _open_turns(cases: Iterable[Case]) -> dict[int, list[Turn]]:
    """Open turns with what policies and words need."""
    by_pk = {case.pk: case for case in cases}
    rows = Turn.objects.open().filter(case__in=by_pk).with_holders()
    found: dict[int, list[Turn]] = {}
    for turn in rows.prefetch_related("case__participants"):
        found.setdefault(turn.case_id, []).append(turn)
    return found


@transaction.atomic
def begin(kind: ListKind, act: Act, found: Found, key: str, *, actor, params: dict | None = None) -> BulkRun:
    """Write down what is to be done to which rows; the key is spent, so that asking twice has one effect."""
    spend(key, actor.user)
    cases, lost = cases_of(found)
    if len(cases) > LIMIT:
        raise Refused(_("At most %(count)d rows at once; narrow the filters.") % {"count": LIMIT})
    if not cases and not lost:
        raise Refused(_("Choose at least one row."))
    run = BulkRun.objects.create(
        owner=actor.user,
        position=actor.position,
        list=kind.word,
        act=act.word,
        params=params or {},
        asked_at=clock.now(),
    )
    rows = [BulkRow(run=run, case=case, name=str(case)[:240]) for case in cases]
    rows += [BulkRow(run=run, name=f"#{pk}", outcome=Outcome.REFUSED, text=_("Not found.")) for pk in lost]
    BulkRow.objects.bulk_create(rows)
    if len(cases) > DIRECT:
        transaction.on_commit(lambda: current_app.send_task("casework.tasks.carry_out_bulk", [run.pk]), robust=True)
    return run


def carry_out(pk: int) -> int:
    """Do what still waits, row by row; two who come at once share the rows, and none is done twice."""
    run = BulkRun.objects.select_related("owner").get(pk=pk)
    actor = next((one for one in actors_of(run.owner) if one.position.pk == run.position_id), None)
    waiting = BulkRow.objects.filter(run=run, outcome=Outcome.WAITING).order_by("pk")
    zone = actor.reading_zone if actor else run.owner.reading_zone()
    done = 0
    with translation.override(run.owner.language), timezone.override(zone):
        for row in list(waiting.values_list("pk", flat=True)):
            done += _carry_out_row(run, row, actor)
    left = BulkRow.objects.filter(run=run, outcome=Outcome.WAITING).exists()
    if not left:
        BulkRun.objects.filter(pk=pk, finished_at__isnull=True).update(finished_at=clock.now())
    return done


@transaction.atomic
def _carry_out_row(run: BulkRun, pk: int, actor: Actor | None) -> bool:
    """One row in one transaction: the act and what came of it stand or fall together."""
    row = locked(BulkRow.objects.filter(pk=pk, outcome=Outcome.WAITING)).first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            text, outcome = _done(run, row, actor), Outcome.DONE
    except Refused as refusal:
        text, outcome = str(refusal), Outcome.REFUSED
    except (OperationalError, InterfaceError):  # the database went away: the next sweep goes on here
        raise
    except Exception:
        logger.exception("row %s of bulk run %s failed", pk, run.pk)
        text = _("This failed and changed nothing; it is written down for those who run the portal.")
        outcome = Outcome.REFUSED
    BulkRow.objects.filter(pk=pk).update(outcome=outcome, text=text[:500])
    return outcome == Outcome.DONE


def _done(run: BulkRun, row: BulkRow, actor: Actor | None) -> str:
    if actor is None:
        raise Refused(_("You no longer hold the position in which you asked for this."))
    case = Case.objects.visible_to(actor).filter(pk=row.case_id).first()
    if case is None:
        raise Refused(_("Not found."))
    return ACTS[run.act].carry_out(case, _open_turns([case]).get(case.pk, []), actor, run.params)


def sweep() -> int:
    """Go on with what a worker left undone; how many rows were done."""
    unfinished = BulkRun.objects.filter(finished_at__isnull=True).order_by("pk")
    return each(unfinished.values_list("pk", flat=True), carry_out)
