"""The rows that a search found, as a page shows them: a few of each group, with the meant words marked."""

from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.fulltext import Matched, Plain, by_stem
from accounts.models import Holding, Institution
from casework.listing import grouped
from casework.models import Case, Document
from portal.desk import case_url
from portal.marking import marked
from portal.search import CASES, COUNTED, DOCUMENTS, INSTITUTIONS, PEOPLE, Found

LABELS: dict[str, str | Promise] = {
    CASES: gettext_lazy("Cases"),
    DOCUMENTS: gettext_lazy("Documents"),
    PEOPLE: gettext_lazy("People in office"),
    INSTITUTIONS: gettext_lazy("Institutions"),
}


@dataclass(frozen=True)
class Hit:
    """One row: its name with marks, where it leads, and what stands beside it."""

    title: SafeString
    url: str = ""
    number: SafeString | str = ""
    text: SafeString | str = ""
    status_label: str = ""
    status_family: str = ""


@dataclass
class Group:
    """The hits of one kind on one page of them."""

    name: str
    hits: list[Hit]
    total: int
    first: int = 1
    address: str = ""
    pages: tuple[int, int] = (1, 1)  # this one, the last

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def count(self) -> str:
        if self.total > COUNTED:
            return _("more than %(count)s") % {"count": grouped(COUNTED)}
        return grouped(self.total)

    @property
    def list_url(self) -> str:
        """All cases, to be filtered, sorted and exported."""
        return reverse("portal:cases") if self.name == CASES else ""

    @property
    def list_label(self) -> str:
        return _("All cases") if self.name == CASES else ""

    @property
    def last(self) -> int:
        return self.first + len(self.hits) - 1

    @property
    def more(self) -> bool:
        return self.last < self.total

    @property
    def more_url(self) -> str:
        return f"{self.address}&bagian={self.name}"

    @property
    def foot(self) -> dict:
        """For components/pager.html, when the group stands alone on more than one page."""
        page, last = self.pages
        text = _("%(first)d–%(last)d of %(count)s") % {"first": self.first, "last": self.last, "count": self.count}
        return {
            "text": text,
            "first_url": self.more_url if page > 1 else "",
            "previous_url": f"{self.more_url}&hal={page - 1}" if page > 1 else "",
            "next_url": f"{self.more_url}&hal={page + 1}" if page < last else "",
        }


def group(found: Found, name: str, shown: int, page: int = 1) -> Group:
    """One page of a group; a page beyond the last is the last. One query."""
    keys = found.keys.get(name, [])
    last = max(1, -(-min(len(keys), COUNTED) // shown))
    page = min(page, last)
    wanted = keys[(page - 1) * shown : min(page * shown, COUNTED)]
    rows = READERS[name](found, wanted) if wanted else {}
    hits, address = [rows[key] for key in wanted if key in rows], f"?q={quote(found.asked.text)}"
    return Group(name, hits, len(keys), (page - 1) * shown + 1, address, (page, last))


def _mark(found: Found, text: str, stems=()) -> SafeString:
    return marked(text, found.asked.words, stems, found.near)


def _stems(found: Found, *columns: str) -> Matched:
    return Matched(Plain(*columns), by_stem(found.asked.words, "|"))


def _cases(found: Found, keys: list[int]) -> dict[int, Hit]:
    rows = Case.objects.filter(pk__in=keys).select_related("owner", "proposal", "agreement")
    return {row.pk: _case(found, row) for row in rows.annotate(stems=_stems(found, "title"))}


def _case(found: Found, row: Case) -> Hit:
    return Hit(
        title=_mark(found, row.title or _("untitled"), row.stems),
        url=case_url(row),
        number=_mark(found, row.number or _("Draft")),
        text=_mark(found, row.owner.short_name),
        status_label=str(row.status_label),
        status_family=row.status_family,
    )


def _documents(found: Found, keys: list[int]) -> dict[int, Hit]:
    rows = Document.objects.filter(pk__in=keys).select_related("case__proposal", "case__agreement")
    return {row.pk: _document(found, row) for row in rows.annotate(stems=_stems(found, "name"))}


def _document(found: Found, row: Document) -> Hit:
    about = f"{row.get_kind_display()} · {row.case}"
    return Hit(_mark(found, row.name, row.stems), reverse("casework:document", args=[row.pk]), text=about)


def _people(found: Found, keys: list[int]) -> dict[int, Hit]:
    rows = Holding.objects.filter(pk__in=keys).select_related("user", "position__institution")
    return {row.pk: _person(found, row) for row in rows}


def _person(found: Found, row: Holding) -> Hit:
    """Leads to the cases within the reader's sight in which the person had a turn."""
    cases = f"{reverse('portal:cases')}?q={quote(row.user.full_name)}"
    return Hit(_mark(found, row.user.full_name), cases, text=_mark(found, row.label))


def _institutions(found: Found, keys: list[int]) -> dict[int, Hit]:
    rows = Institution.objects.filter(pk__in=keys).annotate(where=F("province__name"))
    return {row.pk: _institution(found, row) for row in rows}


def _institution(found: Found, row: Institution) -> Hit:
    short = row.short_name if row.short_name != row.name else ""
    about = " · ".join(str(word) for word in (short, row.get_kind_display(), row.where) if word)
    return Hit(_mark(found, row.name), _place(found.actor, row), text=_mark(found, about))


def _place(actor: Actor, row: Institution) -> str:
    """The page of its province or UPT, for whom that surely opens: the centre, and its own people."""
    if not actor.institution.is_centre and row.pk != actor.institution.pk:
        return ""
    if row.upt_id:
        return reverse("portal:upt", args=[row.upt_id])
    return reverse("portal:province", args=[row.province_id]) if row.is_provincial else ""


READERS = {CASES: _cases, DOCUMENTS: _documents, PEOPLE: _people, INSTITUTIONS: _institutions}
