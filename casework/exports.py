"""Files of long lists, made in the background: asked for, made once, told, handed to their owner, and taken away."""

import tempfile
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor, actors_of
from casework import notices
from casework.lists import KINDS, Found, ListKind
from casework.locks import alone
from casework.models import Export
from casework.runs import each
from casework.spreadsheets import WRITERS
from regions import clock

STEP = 500  # rows between two looks at how far it is
State = Export.State


def head(found: Found) -> list:
    """A file has every column that its reader may read, whichever the page shows."""
    return [column.label for column in found.kind.columns_for(found.actor)]


def cells(found: Found, rows: Iterable) -> Iterator[list]:
    for row in found.dressed(rows):
        yield [column.value(row) for column in found.kind.columns_for(found.actor)]


def filename(kind: ListKind, form: str) -> str:
    return f"{kind.word}-{clock.today().isoformat()}.{form}"


@transaction.atomic
def ask(found: Found, form: str, query: str, *, actor) -> Export:
    """Have a file made in the background."""
    export = Export.objects.create(
        owner=actor.user,
        position=actor.position,
        list=found.kind.word,
        query=query,
        format=form,
        total=found.number.count,
        asked_at=clock.now(),
    )
    transaction.on_commit(lambda: current_app.send_task("casework.tasks.make_export", [export.pk]), robust=True)
    return export


def make(pk: int) -> bool:
    """Make a file that waits, or begin again one whose maker died; whoever comes second does nothing."""
    with alone(f"export:{pk}") as mine:
        export = Export.objects.filter(pk=pk, state__in=[State.WAITING, State.RUNNING]).first() if mine else None
        if export is None:
            return False
        actor = _actor(export)
        if actor is None or export.list not in KINDS:
            _fail(export, _("You no longer hold the position in which you asked for it."))
            return False
        with translation.override(export.owner.language), timezone.override(actor.reading_zone):
            try:
                _write(export, actor)
            except Exception:
                _fail(export, _("Something went wrong while it was made. Ask for it again."))
                raise
        return True


def _actor(export: Export) -> Actor | None:
    """Its owner in the position of then, if it is held today: what may be seen is asked now."""
    return next((actor for actor in actors_of(export.owner) if actor.position.pk == export.position_id), None)


def _write(export: Export, actor: Actor) -> None:
    found = Found(KINDS[export.list], actor, QueryDict(export.query))
    Export.objects.filter(pk=export.pk).update(state=State.RUNNING, done=0)
    rows = found.listing().sorted.iterator(chunk_size=STEP)
    with tempfile.TemporaryFile() as file:
        lines = _counted(export, cells(found, rows))
        WRITERS[export.format](file, str(found.kind.label), head(found), lines)
        file.seek(0)
        stored = default_storage.save(f"exports/{uuid.uuid4().hex}", File(file))
    _finish(export, actor, stored)


def _counted(export: Export, lines: Iterable) -> Iterator:
    """The same lines; how many have passed is written down now and then."""
    count = 0
    for count, line in enumerate(lines, 1):
        yield line
        if count % STEP == 0:
            Export.objects.filter(pk=export.pk).update(done=count)
    Export.objects.filter(pk=export.pk).update(done=count, total=count)


@transaction.atomic
def _finish(export: Export, actor: Actor, stored: str) -> None:
    now = clock.now()
    until = now + timedelta(days=settings.EXPORT_DAYS)
    changed = Export.objects.filter(pk=export.pk, state=State.RUNNING).update(
        state=State.READY, file=stored, ready_at=now, expires_at=until
    )
    if not changed:
        default_storage.delete(stored)
        return
    facts = {"list": export.list, "format": export.format, "until": clock.day_of(until, actor.timezone).isoformat()}
    notices.tell(None, "export.ready", [actor.user], url=export.get_absolute_url(), others=[], **facts)


def _fail(export: Export, reason: str) -> None:
    Export.objects.filter(pk=export.pk).update(state=State.FAILED, reason=reason)


def sweep() -> int:
    """Make what waits although nobody was rung, and take away what is past its day; how many."""
    waiting = Export.objects.filter(state__in=[State.WAITING, State.RUNNING])
    return each(waiting.order_by("pk").values_list("pk", flat=True), make) + _take_away()


def _take_away() -> int:
    past = Export.objects.filter(Q(state=State.READY, expires_at__lte=clock.now()))
    taken = 0
    for export in past:
        default_storage.delete(export.file)
        taken += Export.objects.filter(pk=export.pk).update(state=State.GONE, file="")
    return taken
