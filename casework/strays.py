"""Files and the rows that name them: which row lacks its file, and which file's row never came.

A file is written before its row. Where the process died in between, or the transaction around it was undone, the bytes
stay behind; they are taken away when no transaction can still be on its way to them.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.utils import timezone

from casework.locks import alone
from casework.models import Document, Export

GRACE = timedelta(days=7)


def sweep(grace: timedelta = GRACE) -> int:
    """Take away what no row names and nobody can still be writing; how many files."""
    with alone("casework.strays") as mine:
        names = list(_strays(grace)) if mine else []
        for name in names:
            default_storage.delete(name)
        return len(names)


def found(limit: int, grace: timedelta = GRACE) -> list[str]:
    """Files that no row names, older than the grace."""
    return [f"no row names {name}" for name in islice(_strays(grace), limit)]


def lacking(limit: int) -> list[str]:
    """Rows whose file is not there, or not of its size."""
    return list(islice(_lacking(), limit))


def _strays(grace: timedelta) -> Iterator[str]:
    """Age by the machine's own clocks: the product's may be moved."""
    before = timezone.now() - grace
    for folder in _folders():
        names = {f"{folder}/{name}" for name in _listed(folder)[1]}
        for model in (Document, Export):
            names.difference_update(model.objects.filter(file__in=names).values_list("file", flat=True))
        yield from (name for name in sorted(names) if default_storage.get_modified_time(name) < before)


def _folders() -> list[str]:
    return ["exports", *(f"documents/{name}" for name in sorted(_listed("documents")[0]))]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _lacking() -> Iterator[str]:
    for pk, name, size in Document.objects.values_list("pk", "file", "size").iterator():
        if not default_storage.exists(name):
            yield f"document {pk}: {name} is not there"
        elif default_storage.size(name) != size:
            yield f"document {pk}: {name} has {default_storage.size(name)} bytes, not {size}"
    for pk, name in Export.objects.filter(state=Export.State.READY).values_list("pk", "file"):
        if not default_storage.exists(name):
            yield f"export {pk}: {name} is not there"
