"""What must be put right after the database has come back to an earlier moment, while the world went on."""

from django.core.files.storage import default_storage

from casework import outbox
from casework.models import Export
from portal.kept_pages import changes


def settle(*, send_waiting: bool = False) -> tuple[int, int]:
    """Mail that waited then may have gone out since, so it waits for an operator, unless he says that nothing was sent
    meanwhile (a planned move). Files of lists that are gone can be asked for again. How many of each."""
    changes.forget(everything=True)  # their transactions have other numbers here
    doubted = 0
    if not send_waiting:
        doubted = outbox.doubt_waiting("it waited at the moment the database came back to, and may have gone out since")
    gone = [row.pk for row in Export.objects.filter(state=Export.State.READY) if not default_storage.exists(row.file)]
    return doubted, Export.objects.filter(pk__in=gone).update(state=Export.State.GONE, file="")
