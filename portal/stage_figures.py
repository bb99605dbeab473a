"""Figures of the way of cases: how far proposals came, who held the time, how agreements stand."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, Func, Max, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.held import PARTIES, Median, with_days
from casework.listing import grouped
from casework.models import Case, Turn
from casework.states import AGREEMENT_STATES, PROPOSAL_STATES
from portal.board_scope import Scope
from portal.figures import Figure, Question, Row
from regions import clock

MAIN = (
    "submitted",
    "in_verification",
    "in_review",
    "awaiting_decision",
    "approved",
    "in_progress",
    "reporting",
    "closed",
)
ASIDE = ("returned", "deferred", "rejected", "withdrawn", "cancelled")
NOW = "-kini"  # what a stage's part ends with for those that stand there today
ON_THE_WAY = ("draft", "party_review", "legal_review", "council", "ready", "partly_signed")
HEADLINE = "headline"  # under this word the desk's figures are kept
ENDS = {
    "akhir-90": (gettext_lazy("In force, ends within 90 days"), 0, 90),
    "akhir-180": (gettext_lazy("In force, ends in 91 to 180 days"), 91, 180),
    "akhir-365": (gettext_lazy("In force, ends in 181 to 365 days"), 181, 365),
    "akhir-nanti": (gettext_lazy("In force, ends later"), 366, None),
}


def headline(scope: Scope) -> dict[str, int]:
    """What a desk says of the whole programme: cases under way, late, waiting for a decision, in force; one query."""
    today = clock.today(scope.actor.timezone)
    late = Turn.objects.open().late_on(today).filter(case=OuterRef("pk"))
    open_proposals = Q(kind="proposal", shared_at__isnull=False)
    soon = Q(status="in_force", agreement__ends_on__lte=today + timedelta(days=90))
    return (
        Case.objects.visible_to(scope.actor)
        .open()
        .aggregate(
            open=Count("pk", filter=open_proposals),
            decision=Count("pk", filter=Q(kind="proposal", status="awaiting_decision")),
            late=Count("pk", filter=open_proposals & Exists(late)),
            force=Count("pk", filter=Q(kind="agreement", status="in_force")),
            ending=Count("pk", filter=Q(kind="agreement") & soon),
        )
    )


def funnel(scope: Scope) -> Figure:
    """How many proposals reached each stage, and how many stand there now."""
    reached, standing = _counted(scope)
    rows = [_stage(status, reached, standing) for status in MAIN]
    rows += [_stage(status, reached, standing, apart=True) for status in ASIDE if reached.get(status)]
    title = gettext_lazy("How far proposals came")
    columns = (gettext_lazy("Stage"), gettext_lazy("Came here"), gettext_lazy("Stand here now"))
    return Figure("tahap", title, columns, rows, _funnel_says(reached, standing))


def _counted(scope: Scope) -> tuple[dict, dict]:
    """Proposals by stage they came to, and by stage they stand in; one query, for every one has been submitted."""
    finals = [status for status, state in PROPOSAL_STATES.items() if state.final]
    turns = Turn.objects.filter(case__in=scope.proposals().values("case")).order_by().values("status")
    found = turns.annotate(
        came=Count("case", distinct=True),
        stands=Count("case", distinct=True, filter=Q(case__status=F("status"))),
        **{final: Count("case", distinct=True, filter=Q(case__status=final)) for final in finals},
    )
    rows = {row["status"]: row for row in found}
    ended = {final: rows["submitted"][final] for final in finals} if rows else {}
    came = {status: row["came"] for status, row in rows.items()}
    return came | ended, {status: row["stands"] for status, row in rows.items()} | ended


def _stage(status: str, reached: dict, standing: dict, apart: bool = False) -> Row:
    came, now = reached.get(status, 0), standing.get(status, 0)
    return Row(
        PROPOSAL_STATES[status].label,
        (grouped(came), grouped(now)),
        came,
        status,
        numbers=(came, now),
        pattern="p4" if apart else "p1",
        apart=apart and status == ASIDE[0],
        behind=(status, status + NOW),
    )


def _funnel_says(reached: dict, standing: dict) -> str:
    whole = reached.get("submitted", 0)
    if not whole:
        return _("No proposal has been submitted.")
    said = ngettext(
        "Of %(whole)s submitted proposal %(approved)s was approved.",
        "Of %(whole)s submitted proposals %(approved)s were approved.",
        whole,
    ) % {"whole": grouped(whole), "approved": grouped(reached.get("approved", 0))}
    waiting = {status: standing.get(status, 0) for status in (*MAIN[:4], "returned")}
    most = max(waiting, key=waiting.get)
    if not waiting[most]:
        return said
    return f"{said} " + _("Most of those not yet decided stand at “%(stage)s”: %(count)s.") % {
        "stage": PROPOSAL_STATES[most].label,
        "count": grouped(waiting[most]),
    }


def heading(question: Question, row: Row, part: str) -> str:
    """Over the cases behind a number: those that ever came to a stage do not all stand there."""
    if question.code == "tahap" and not part.endswith(NOW):
        return _("Ever came to: %(stage)s") % {"stage": row.label}
    return str(row.label)


def behind_stage(scope: Scope, part: str):
    """The proposals that came to a stage, or, with `NOW`, those that stand there today."""
    status = part.removesuffix(NOW)
    if status not in PROPOSAL_STATES:
        return Case.objects.none()
    cases = Case.objects.filter(pk__in=scope.proposals().values("case"))
    if PROPOSAL_STATES[status].final:
        return cases.filter(status=status)
    came = cases.filter(Exists(Turn.objects.filter(case=OuterRef("pk"), status=status)))
    return came.filter(status=status) if part.endswith(NOW) else came


def time_held(scope: Scope) -> Figure:
    """Working days each party held a case: half of the holdings were no longer than the median."""
    found = with_days(scope.turns()).order_by().values("party")
    pair = Func(
        F("days"), F("case"), template="ARRAY[%(expressions)s]::bigint[]", output_field=ArrayField(BigIntegerField())
    )
    found = found.annotate(median=Median("days"), longest=Max(pair), n=Count("pk"), sum=Sum("days"))
    by_party = {row["party"]: row | {"slowest": row["longest"][0], "case": row["longest"][1]} for row in found}
    rows = [_held(party, by_party[party]) for party in PARTIES if party in by_party]
    columns = (
        gettext_lazy("Who held it"),
        gettext_lazy("Median (working days)"),
        gettext_lazy("Slowest"),
        gettext_lazy("Days in all"),
        gettext_lazy("Times held"),
    )
    title = gettext_lazy("Who held cases, and how long")
    return Figure("waktu", title, columns, rows, _held_says(by_party), further=_slowest(by_party))


def _slowest(by_party: dict) -> tuple:
    """The way to the case of the slowest single holding."""
    if not by_party:
        return ()
    case = max(by_party.values(), key=lambda row: row["slowest"])["case"]
    return _("Open the case of the slowest single holding"), reverse("portal:case", args=[case])


def _held(party: str, row: dict) -> Row:
    numbers = (row["median"], row["slowest"], row["sum"], row["n"])
    written = (number_format(row["median"], 1), *(grouped(each) for each in numbers[1:]))
    return Row(PARTIES[party], written, row["median"], party, numbers=numbers)


def _held_says(by_party: dict) -> str:
    if not by_party:
        return ""
    return _(
        "By the median “%(longest)s” holds a case longest; the slowest single holding, %(days)s working days, lay "
        "with “%(slowest)s”; most days in all lay with “%(most)s”."
    ) % {
        "longest": _leading(by_party, "median"),
        "slowest": _leading(by_party, "slowest"),
        "days": grouped(max(row["slowest"] for row in by_party.values())),
        "most": _leading(by_party, "sum"),
    }


def _leading(by_party: dict, key: str) -> str:
    """Whoever leads by a number: every one of them where several share it."""
    most = max(row[key] for row in by_party.values())
    return _("” and “").join(
        str(PARTIES[party]) for party in PARTIES if party in by_party and by_party[party][key] == most
    )


def behind_party(scope: Scope, part: str):
    """Every case the party held, with the days it held it."""
    held = with_days(scope.turns()).filter(party=part)
    summed = held.filter(case=OuterRef("pk")).order_by().values("case").annotate(sum=Sum("days")).values("sum")
    return Case.objects.filter(pk__in=held.values("case")).annotate(measure=summed)


def agreements(scope: Scope) -> Figure:
    """Cooperation documents on the way, in force by the time they still have, and ended without a successor."""
    heirs = scope.agreements().without_successor().filter(pk=OuterRef("pk"))
    counted = scope.agreements().aggregate(
        **{part: Count("pk", filter=condition) for part, condition in _conditions().items()},
        habis=Count("pk", filter=Q(case__status="expired") & Exists(heirs)),
    )
    rows = [_document(part, counted[_word(part)]) for part in (*ON_THE_WAY, *ENDS)]
    lost = counted["habis"]
    label = _("Ended without a successor")
    rows.append(Row(label, (grouped(lost),), lost, "habis", numbers=(lost,), pattern="p4", behind=("habis",)))
    columns = (gettext_lazy("State"), gettext_lazy("Documents"))
    return Figure("naskah", gettext_lazy("How agreements stand"), columns, rows, _documents_say(counted))


def _word(part: str) -> str:
    return part.replace("-", "_")


def _conditions() -> dict[str, Q]:
    today = clock.today()
    conditions = {status: Q(case__status=status) for status in ON_THE_WAY}
    for part, (_label, first, last) in ENDS.items():
        found = Q(case__status="in_force", ends_on__gte=today + timedelta(days=first))
        if first == 0:
            found = Q(case__status="in_force")  # the clock may not have ended it yet
        conditions[_word(part)] = found & (Q(ends_on__lte=today + timedelta(days=last)) if last else Q())
    return conditions


def _document(part: str, count: int) -> Row:
    in_force = part in ENDS
    label = ENDS[part][0] if in_force else AGREEMENT_STATES[part].label
    pattern = "p2" if part == "akhir-90" else "p3" if in_force else "p1"
    return Row(label, (grouped(count),), count, part, numbers=(count,), pattern=pattern, behind=(part,))


def _documents_say(counted: dict) -> str:
    in_force = sum(counted[_word(part)] for part in ENDS)
    underway = sum(counted[status] for status in ON_THE_WAY)
    return _(
        "%(in_force)s documents are in force and %(underway)s on the way; %(soon)s end within 90 days, "
        "%(lost)s ended and nothing follows them."
    ) % {
        "in_force": grouped(in_force),
        "underway": grouped(underway),
        "soon": grouped(counted["akhir_90"]),
        "lost": grouped(counted["habis"]),
    }


def behind_document(scope: Scope, part: str):
    found = scope.agreements()
    if part == "habis":
        found = found.ended_without_successor()
    elif (condition := _conditions().get(_word(part))) is not None:
        found = found.filter(condition)
    else:
        return Case.objects.none()
    return Case.objects.filter(pk__in=found.values("case"))


QUESTIONS = (
    Question("tahap", gettext_lazy("How far proposals came"), funnel, behind_stage),
    Question(
        "waktu",
        gettext_lazy("Who held cases, and how long"),
        time_held,
        behind_party,
        gettext_lazy("Held in all (working days)"),
    ),
    Question("naskah", gettext_lazy("How agreements stand"), agreements, behind_document),
)
