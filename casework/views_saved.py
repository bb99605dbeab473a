"""Views of lists that people keep: saved, renamed, forgotten; how a list was last arranged; tiles for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.filters import COLUMNS, DENSITY
from casework.listing import ORDER, clean
from casework.lists import DISPLAY, KINDS, ListKind, kept_words
from casework.locks import locked
from casework.models import SavedView
from casework.policies import keeps_view
from casework.workflow import NotAllowed, Refused
from regions import clock

MOST = 50  # named views of one person and list
LONGEST = SavedView._meta.get_field("query").max_length
Audience = SavedView.Audience


@dataclass(frozen=True)
class Tile:
    """A saved view on the desk: its name, the list it opens, and who else has it."""

    label: str
    url: str
    list_label: str | Promise
    shared: str | Promise = ""


def tiles(actor) -> list[Tile]:
    """The reader's saved views of every list, in one query."""
    views = SavedView.objects.visible_to(actor).named()
    return [_tile(view, KINDS[view.list]) for view in views if view.list in KINDS]


def _tile(view: SavedView, kind: ListKind) -> Tile:
    shared = "" if view.audience == Audience.PRIVATE else Audience(view.audience).label
    return Tile(view.name, address_of(view, kind), kind.label, shared)


def address_of(view: SavedView, kind: ListKind) -> str:
    return f"{kind.url}?{view.query}"


def of_list(kind: ListKind, actor) -> tuple[list[SavedView], QueryDict]:
    """The named views of one list, and how the reader last arranged it; one query."""
    rows = list(SavedView.objects.visible_to(actor).filter(list=kind.word))
    arranged = [row.query for row in rows if not row.name]
    return [row for row in rows if row.name], QueryDict(arranged[0] if arranged else "")


@transaction.atomic
def keep(kind: ListKind, query: str, *, name: str, audience: str, actor) -> SavedView:
    """Save what the list shows now under a name."""
    if SavedView.objects.filter(owner=actor.user, list=kind.word).named().count() >= MOST:
        raise Refused(_("You have saved many views of this list already; delete one first."), field="name")
    words = kept_words(QueryDict(query))
    if len(words) > LONGEST:
        raise Refused(_("This view has too many words to be saved; shorten the search."), field="name")
    view = SavedView(owner=actor.user, list=kind.word, query=words, saved_at=clock.now())
    return _named(view, name, audience, actor)


@transaction.atomic
def rename(view: SavedView, *, name: str, audience: str, actor) -> SavedView:
    return _named(_mine(view, actor), name, audience, actor)


@transaction.atomic
def forget(view: SavedView, *, actor) -> None:
    _mine(view, actor).delete()


def arrange(kind: ListKind, *, columns: Iterable[str] | None, dense: bool, order: str, actor) -> str:
    """Remember columns (None: the usual ones), density and order of a list for its reader; as words of an address."""
    usual = [column.word for column in kind.columns_for(actor) if column.is_fixed or column.shown]
    wished = set(usual if columns is None else columns)
    known = [column.word for column in kind.columns_for(actor) if column.is_fixed or column.word in wished]
    words = QueryDict(mutable=True)
    if known != usual:
        words[COLUMNS] = ",".join(known)
    if dense:
        words[DENSITY] = "ya"
    if order.removeprefix("-") in {known.word for known in kind.orders(actor)}:
        words[ORDER] = order
    SavedView.objects.update_or_create(
        owner=actor.user, list=kind.word, name="", defaults={"query": words.urlencode(), "saved_at": clock.now()}
    )
    return words.urlencode()


def with_arrangement(params: QueryDict, arranged: QueryDict) -> QueryDict:
    """What the address does not say about order, columns and density, the last arrangement does."""
    merged = params.copy()
    for word in DISPLAY:
        if word not in merged and arranged.get(word):
            merged[word] = arranged[word]
    return merged


def _mine(view: SavedView, actor) -> SavedView:
    held = locked(SavedView.objects.visible_to(actor).named().filter(pk=view.pk)).first()
    if held is None:
        raise Refused(_("This view is gone; somebody has deleted it."))
    if not keeps_view(actor, held):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": keeps_view.who})
    return held


def _named(view: SavedView, name: str, audience: str, actor) -> SavedView:
    view.name, view.audience = clean(name).strip(), Audience(audience)
    view.position = actor.position if audience == Audience.POSITION else None
    view.institution = actor.institution if audience == Audience.INSTITUTION else None
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(_("You already have a view of this name; choose another."), field="name") from error
    return view
