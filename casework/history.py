"""The history of a case in one line of time: decisions, acts, changes of fields, documents, reminders; paged by key.

A room hands in what its own rows say of changed fields, by the line of the trail in which they were made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django import forms
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import worddiff
from casework.listing import Chip, address, chips, cleaned
from casework.models import Case, Post, Reminder, TrailEntry
from casework.shown import spoken_of
from casework.words import sentence

PER_PAGE = 40
KIND, PERSON, BEFORE = "jenis", "orang", "sebelum"
DECISIONS, ACTS, CHANGES, DOCUMENTS, REMINDERS = "keputusan", "kegiatan", "perubahan", "dokumen", "pengingat"
TALK = "percakapan"
KINDS = {
    DECISIONS: gettext_lazy("Decisions"),
    ACTS: gettext_lazy("Other acts"),
    CHANGES: gettext_lazy("Changed fields"),
    DOCUMENTS: gettext_lazy("Documents"),
    REMINDERS: gettext_lazy("Reminders"),
    TALK: gettext_lazy("Conversation"),
}
LONG = 60  # signs; above, a text is shown word by word instead of old → new
FROM_TALK, FROM_TRAIL, FROM_REMINDERS, FROM_ROWS = 3, 2, 1, 0  # which comes first within one instant


@dataclass(frozen=True)
class Change:
    """One field, old → new, in words."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        return max(len(self.old), len(self.new)) > LONG or "\n" in self.old + self.new

    @property
    def pieces(self) -> list[worddiff.Piece]:
        return worddiff.compare(self.old, self.new)


@dataclass
class Line:
    """One event as the page shows it."""

    at: datetime
    source: int
    pk: int
    kind: str
    what: str
    who: str = ""
    note: str = ""
    comment: str = ""
    changes: list[Change] = field(default_factory=list)
    url: str = ""

    @property
    def key(self) -> tuple:
        return self.at, self.source, self.pk

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def strong(self) -> bool:
        return self.kind == DECISIONS


@dataclass(frozen=True)
class Unsigned:
    """Fields that changed without a line of the trail: by the administration or by hand in the database."""

    at: datetime
    pk: int
    changes: list[Change]


class Filters(forms.Form):
    """By kind and by person; an unknown value is ignored."""

    jenis = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    orang = forms.ChoiceField(label=gettext_lazy("Who"), required=False)

    def __init__(self, data, people: dict[int, str]):
        super().__init__(data)
        self.fields[KIND].choices = [("", _("Everything")), *KINDS.items()]
        self.fields[PERSON].choices = [("", _("Everybody")), *((str(pk), name) for pk, name in people.items())]
        for bound in self.fields.values():
            bound.widget.attrs["class"] = "form-select"
        self.is_valid()

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name, "")


class History:
    """One page of a case's history as one reader may see it, newest first, for the words of an address."""

    def __init__(self, case: Case, actor, params, changes: dict[int, list[Change]], unsigned: Iterable[Unsigned] = ()):
        self.case, self.actor, self.params = case, actor, cleaned(params)
        self.changes, self.unsigned = changes, list(unsigned)
        self.form = Filters(self.params, self._people())
        self.before = read_key(self.params.get(BEFORE, ""))

    @property
    def chips(self) -> list[Chip]:
        return chips(self.form, self._without_key())

    @property
    def lines(self) -> list[Line]:
        return self._found[:PER_PAGE]

    @property
    def next_url(self) -> str:
        if len(self._found) <= PER_PAGE:
            return ""
        return address(self.params, **{BEFORE: write_key(self.lines[-1].key)})

    @property
    def first_url(self) -> str:
        return address(self._without_key()) if self.before else ""

    @cached_property
    def _found(self) -> list[Line]:
        """The page's lines and one more, which tells that there are older ones."""
        every = [*self._of_trail(), *self._of_reminders_and_talk(), *self._of_rows()]
        return sorted(every, key=lambda line: line.key, reverse=True)[: PER_PAGE + 1]

    def _without_key(self):
        params = self.params.copy()
        params.pop(BEFORE, None)
        return params

    def _people(self) -> dict[int, str]:
        """Who has acted in the case, by name; a person keeps the newest name he acted under."""
        rows = self.case.trail.exclude(user=None).order_by("user", "-at").distinct("user")
        return dict(sorted(rows.values_list("user", "actor_name"), key=lambda row: row[1]))

    def _of_trail(self) -> list[Line]:
        kind, person = self.form.chosen(KIND), self.form.chosen(PERSON)
        if kind in (REMINDERS, TALK):
            return []
        rows = self.case.trail.filter(self._kind(kind), _older(self.before, FROM_TRAIL))
        rows = rows.filter(user=person) if person else rows
        return [self._told(entry) for entry in rows.order_by("-at", "-pk")[: PER_PAGE + 1]]

    def _kind(self, kind: str) -> Q:
        documents, moved = Q(action__startswith="document."), ~Q(from_status=F("to_status"))
        changed = Q(pk__in=list(self.changes))
        return {
            DECISIONS: moved & ~documents,
            DOCUMENTS: documents,
            CHANGES: changed,
            ACTS: ~moved & ~documents & ~changed,
        }.get(kind, Q())

    def _told(self, entry: TrailEntry) -> Line:
        changes = self.changes.get(entry.pk, [])
        if entry.action.startswith("document."):
            kind = DOCUMENTS
        elif entry.from_status != entry.to_status:
            kind = DECISIONS
        else:
            kind = CHANGES if changes else ACTS
        who = f"{entry.actor_name}, {entry.actor_position}" if entry.actor_name else _("The clock")
        what, note = sentence(entry.action), spoken_of(entry.params)
        return Line(entry.at, FROM_TRAIL, entry.pk, kind, what, who, note, entry.comment, changes)

    def _of_reminders_and_talk(self) -> list[Line]:
        """Of a message only who wrote it and who reads it; its words stand in the conversation. One query."""
        parts = [part for kind, part in ((REMINDERS, self._reminders), (TALK, self._talk)) if self._wants(kind)]
        if not parts:
            return []
        first, *others = [part().order_by() for part in parts]
        rows = first.union(*others, all=True) if others else first
        return [_line(*row) for row in rows.order_by("-at", "-source", "-pk")[: PER_PAGE + 1]]

    def _wants(self, kind: str) -> bool:
        return self.form.chosen(KIND) in ("", kind)

    def _reminders(self) -> QuerySet:
        rows = Reminder.objects.filter(_older(self.before, FROM_REMINDERS, "found_at"), case=self.case)
        rows = self._by("recipient", rows.filter(merged_into=None)).annotate(at=F("found_at"))
        return _columns(rows, FROM_REMINDERS, who=F("recipient__full_name"), office=Value(""))

    def _talk(self) -> QuerySet:
        rows = Post.objects.visible_to(self.actor).filter(_older(self.before, FROM_TALK), thread__case=self.case)
        who = Concat("author_name", Value(", "), "author_position")
        office = Coalesce("thread__institution__short_name", Value(""))
        return _columns(self._by("user", rows), FROM_TALK, who=who, office=office)

    def _by(self, column: str, rows: QuerySet) -> QuerySet:
        person = self.form.chosen(PERSON)
        return rows.filter(**{column: person}) if person else rows

    def _of_rows(self) -> list[Line]:
        if self.form.chosen(KIND) not in ("", CHANGES) or self.form.chosen(PERSON):
            return []
        what, who = _("Changed outside the pages of the case"), _("Not recorded who")
        lines = [Line(row.at, FROM_ROWS, row.pk, CHANGES, what, who, changes=row.changes) for row in self.unsigned]
        return [line for line in lines if self.before is None or line.key < self.before]


def _columns(rows: QuerySet, source: int, **columns) -> QuerySet:
    columns = {name: Cast(column, TextField()) for name, column in columns.items()}
    return rows.annotate(source=Value(source), **columns).values_list("at", "source", "pk", "who", "office")


def _line(at: datetime, source: int, pk: int, who: str, office: str) -> Line:
    if source == FROM_REMINDERS:
        return Line(at, source, pk, REMINDERS, _("Reminder sent to %(who)s") % {"who": who}, _("The clock"))
    what = _("Message inside %(office)s") % {"office": office} if office else _("Message between the parties")
    return Line(at, source, pk, TALK, what, who, url=reverse("casework:post", args=[pk]))


def _older(key: tuple | None, source: int, at: str = "at") -> Q:
    """Rows of one source that come after this key, newest first."""
    if key is None:
        return Q()
    instant, rank, pk = key
    tie = Q(pk__lt=pk) if source == rank else Q() if source < rank else Q(pk__in=[])
    return Q(**{f"{at}__lt": instant}) | (Q(**{at: instant}) & tie)


def write_key(key: tuple) -> str:
    at, source, pk = key
    return f"{at.timestamp():.6f}-{source}-{pk}"


def read_key(word: str) -> tuple | None:
    """The key in an address; anything else begins at the top."""
    try:
        stamp, source, pk = word.split("-")
        found = datetime.fromtimestamp(float(stamp), tz=UTC), int(source), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
    return found if 0 <= found[2] < 2**63 else None
