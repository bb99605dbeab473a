"""When the administrator changes the calendar, the last days of open turns are counted again."""

from django.db.models.signals import post_delete, post_save

from regions.models import CalendarDay


def connect() -> None:
    """After regions has looked at its calendar again: it connects first."""
    for changed in (post_save, post_delete):
        changed.connect(_count_again, sender=CalendarDay, dispatch_uid="casework.calendar")


def _count_again(**kwargs) -> None:
    from casework.turns import recompute_open_dues

    recompute_open_dues()
