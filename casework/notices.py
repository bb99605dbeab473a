"""Telling people: a line in the inbox, and a message in the outbox, in the same transaction as what happened."""

from collections.abc import Iterable

from django.utils import timezone, translation

from accounts.access import holders_of, positions_with
from accounts.models import User
from casework import ladder, outbox
from casework.audience import Addressee, Label, addressees
from casework.bell import ring
from casework.letters import as_mail, compose
from casework.models import Case, LadderStep, Notice, Reminder, Turn, Way
from casework.wishes import Wishes
from regions import clock, working_days


def people_of(turn: Turn) -> list[User]:
    """Who answers for a turn today: the holders of its position, or of every position in its pool."""
    positions = [turn.position] if turn.position_id else positions_with(turn.pool_role, turn.institution)
    return [holding.user for position in positions for holding in holders_of(position)]


def tell(case: Case | None, kind: str, recipients: Iterable[User], *, url: str = "", **params) -> list[Notice]:
    """One notice per person (once each), and one mail to each, in the recipient's language and zone.

    What concerns no case (people, provinces) has none.
    Parameters must be JSON; `others` (who else was told) is added here when the caller does not say it.
    """
    told = addressees(recipients)
    return [write(case, kind, one, url=url, **({"others": _others(told, one)} | params)) for one in told]


def write(
    case: Case | None, kind: str, to: Addressee, *, url: str = "", reminder: Reminder | None = None, **params
) -> Notice:
    """One notice and its mail, sent the way its reader chose. The case's number and title are frozen in it."""
    if case is not None:
        params = {"number": case.number or "", "title": case.title, "lifecycle": case.kind} | params
    wishes = Wishes(to)
    way = wishes.way(kind, params)
    notice = Notice.objects.create(
        recipient=to.user,
        case=case,
        kind=kind,
        params=params,
        url=url,
        reminder=reminder,
        at=clock.now(),
        awaits_digest=way == Way.DIGEST,
    )
    if way == Way.AT_ONCE:
        _mail(notice, to, wishes)
    return notice


def _mail(notice: Notice, to: Addressee, wishes: Wishes) -> None:
    with translation.override(to.user.language), timezone.override(wishes.zone):
        letter = compose(notice.kind, notice.params)
        text, html = as_mail(letter, to, notice.url)
    outbox.queue(notice, subject=letter.heading, text=text, html=html, not_before=wishes.released_at(clock.now()))
    ring()


def tell_of_move(obj, row, *, actor, comment: str = "") -> list[Notice]:
    """Tell whoever holds the case now, and whom the move names besides; never the one who made it."""
    return tell_of_act(obj, row.name, actor=actor, also=row.tells(obj), comment=comment)


def tell_of_act(
    obj, act: str, *, actor, turns: Iterable[Turn] | None = None, also: Iterable[User] = (), comment: str = ""
) -> list[Notice]:
    """The same for what is no move: `turns` are those it opened, every open one when it does not say."""
    case, mover = obj.case, actor.user.pk if actor else None
    common = {
        "url": obj.get_absolute_url(),
        "comment": comment,
        "who": actor.display_name if actor else "",
        "position": actor.position_label if actor else "",
    }
    holders: dict[int, tuple[User, Turn]] = {}
    if turns is None:
        turns = case.turns.open().select_related("position__institution", "institution__province")
    for turn in turns:
        holders |= {user.pk: (user, turn) for user in people_of(turn) if user.pk != mover}
    others = [user for user in also if user.pk != mover and user.pk not in holders]
    held = {pk: turn for pk, (_user, turn) in holders.items()}
    told = addressees([*(user for user, _turn in holders.values()), *others])
    facts = _facts_of_turns(case, held.values())
    return [
        write(
            case,
            f"{obj.workflow.kind}.{act}",
            one,
            others=_others(told, one),
            **common,
            **facts.get(held[one.user.pk].pk, {}) if one.user.pk in held else {},
        )
        for one in told
    ]


def _facts_of_turns(case: Case, turns: Iterable[Turn]) -> dict[int, dict]:
    """What a holder is told of the new turn: what to do, by when, and when the first reminder would come."""
    steps = ladder.due_steps() if turns else []
    facts = {}
    for turn in turns:
        turn.case = case
        upcoming = ladder.next_stage(turn, steps, clock.today(turn.timezone))
        facts[turn.pk] = turn_facts(turn) | {"yours": True} | next_facts(upcoming, turn)
    return facts


def turn_facts(turn: Turn) -> dict:
    """What every message about a turn says of it."""
    today = clock.today(turn.timezone)
    facts = {
        "turn": turn.pk,
        "status": turn.status,
        "seat": turn.seat,
        "since": turn.entered_at.isoformat(),
        "due_on": turn.due_on.isoformat() if turn.due_on else "",
    }
    if turn.due_on:
        count = working_days.working_days_between(turn.due_on, today)
        facts |= {"overdue": today > turn.due_on, "late_by": max(count, 0), "days_left": max(-count, 0)}
    return facts


def next_facts(stage: ladder.Stage | None, turn: Turn, labels: Iterable[Label] | None = None) -> dict:
    """When the ladder speaks next, and to whom; `labels` names those besides the holder, else their audience does."""
    if stage is None:
        return {}
    at = working_days.opening(working_days.working_day_from(stage.day), turn.timezone)
    audiences = [step.audience for step in stage.steps]
    holder = LadderStep.Audience.HOLDER in audiences
    if labels is None:
        labels = [{"audience": audience} for audience in audiences if audience != LadderStep.Audience.HOLDER]
    return {"next_at": at.isoformat(), "next_holder": holder, "next_to": list(labels)}


def _others(told: list[Addressee], one: Addressee) -> list[str]:
    return [str(other) for other in told if other.user.pk != one.user.pk]
