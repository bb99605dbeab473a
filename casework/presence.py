"""Who is writing now, and who saved last; told to colleagues who may write on the same case, and to nobody else."""

from collections.abc import Iterable
from datetime import timedelta

from casework.models import Case, Writer
from regions import clock

HERE = timedelta(seconds=60)  # a sign of life comes every 20 (static/js/draft.js); two may be missed


def note(case: Case, place: str, *, actor, saved: bool = False) -> None:
    """This person has that place open now; two signs of life at once are one row."""
    now = clock.now()
    row = Writer(
        case=case, user=actor.user, name=actor.display_name, place=place, seen_at=now, saved_at=now if saved else None
    )
    moved = ["name", "place", "seen_at", *(["saved_at"] if saved else [])]
    Writer.objects.bulk_create([row], update_conflicts=True, unique_fields=["case", "user"], update_fields=moved)


def here(writers: Iterable[Writer], user) -> list[Writer]:
    """Others who write now, the latest sign of life first."""
    since = clock.now() - HERE
    return [row for row in writers if row.seen_at >= since and row.user_id != user.pk]


def last_saved(writers: Iterable[Writer]) -> Writer | None:
    """Who saved last, the reader included."""
    saved = [row for row in writers if row.saved_at]
    return max(saved, key=lambda row: row.saved_at, default=None)
