"""The alarm for a turn that nobody answers for: once per turn, to the administrators and to the superior."""

from django.db import connection, transaction

from casework import notices
from casework.audience import Directory, holder_label
from casework.locks import alone
from casework.models import Turn
from casework.reminders import case_page, delivers_now
from regions import clock

FIND = """
SELECT turn.id FROM casework_turn turn
WHERE turn.closed_at IS NULL AND turn.vacancy_told_at IS NULL AND NOT EXISTS (
 SELECT 1 FROM accounts_holding holding
 JOIN accounts_user person ON person.id = holding.user_id AND person.is_active
 JOIN accounts_position chair ON chair.id = holding.position_id
 WHERE holding.starts_on <= %(today)s AND coalesce(holding.ends_on, 'infinity') >= %(today)s
 AND coalesce(chair.valid_from, '-infinity') <= %(today)s AND coalesce(chair.valid_until, 'infinity') >= %(today)s
 AND (chair.id = turn.position_id OR (turn.position_id IS NULL AND chair.institution_id = turn.institution_id
  AND turn.pool_role = ANY(chair.roles)))
)
"""


def sweep() -> int:
    """Raise the alarm for every open turn that has lost its holder; how many turns."""
    with alone("casework.vacancies") as mine:
        return sum(_raise(turn, directory) for turn, directory in _vacant()) if mine else 0


def _vacant() -> list[tuple[Turn, Directory]]:
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"today": clock.today()})
        found = [pk for (pk,) in cursor.fetchall()]
    if not found:
        return []
    directory, now = Directory(), clock.now()
    turns = Turn.objects.filter(pk__in=found).with_holders()
    turns = turns.select_related("case__proposal", "case__agreement", "case__owner")
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
