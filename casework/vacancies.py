"""The alarm for a turn that nobody answers for: once per turn, to the administrators and to the superior."""

from django.db import transaction

from casework import notices
from casework.audience import Directory, holder_label
from casework.locks import alone
from casework.models import Turn
from casework.reminders import case_page, delivers_now
from casework.runs import each
from regions import clock


def sweep() -> int:
    """Raise the alarm for every open turn that has lost its holder; how many turns."""
    with alone("casework.vacancies") as mine:
        return each(_vacant(), lambda found: _raise(*found)) if mine else 0


def _vacant() -> list[tuple[Turn, Directory]]:
    untold = Turn.objects.open().filter(vacancy_told_at__isnull=True).vacant_on(clock.today())
    keys = list(untold.order_by().values_list("pk", flat=True))
    if not keys:
        return []
    turns = Turn.objects.filter(pk__in=keys).with_holders()
    turns = turns.select_related("case__proposal", "case__agreement", "case__owner")
    directory, now = Directory(), clock.now()
    return [(turn, directory) for turn in turns if directory.holder(turn).vacant and delivers_now(now, turn.timezone)]


@transaction.atomic
def _raise(turn: Turn, directory: Directory) -> bool:
    superior = directory.superior(turn)
    people = list(superior.people) if superior else []
    if turn.case.shared_at:  # a draft is its own institution's affair
        people += directory.administrators()
    untold = Turn.objects.open().filter(pk=turn.pk, vacancy_told_at__isnull=True)
    if not people or not untold.update(vacancy_told_at=clock.now()):
        return False
    facts = notices.turn_facts(turn) | {"holder": holder_label(turn)}
    notices.tell(turn.case, "turn.vacant", [one.user for one in people], url=case_page(turn.case), **facts)
    return True
