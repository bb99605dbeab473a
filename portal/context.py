"""What every page's template may use without its view handing it over."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.roles import Role
from casework.inbox import unread_count
from portal import gate, stepping_in
from portal.board_scope import reads_board
from portal.controls import reads_controls
from portal.preferences import theme_of
from portal.sessions import seconds_left


@dataclass(frozen=True)
class Tab:
    """One of the rooms a reader may enter from any page."""

    label: str
    url: str
    current: bool


# Label, name of the address, and whether it is for those who hold a position only.
ROOMS = [
    (_("Desk"), "portal:desk", False),
    (_("Proposals"), "programs:list", True),
    (_("Agreements"), "agreements:list", True),
    (_("Offers"), "programs:offers", False),
    (_("Calendar"), "portal:calendar", True),
    (_("Regions"), "regions:coverage", False),
]
BELONGS = {  # pages whose address begins otherwise than the room they belong to
    "portal:desk": ("/perkara/", "/meja/", "/pelaksana/"),
    "regions:coverage": ("/provinsi/", "/upt/", "/serah-terima/provinsi/"),
    "staff:institution": ("/jabatan/", "/pemangku/", "/undangan/", "/serah-terima/orang/", "/kursi-kosong/"),
}
BOARD = (_("Board"), "portal:board")  # for those who may read it


class Page:
    """Frame of the page for one request; asks the database at most once, and only if the bar is drawn."""

    def __init__(self, request):
        self.request = request
        self.demonstration = settings.DEMONSTRATION
        self.path = request.get_full_path()
        self.theme = theme_of(request)
        self.shown_theme = "light" if self.theme == "auto" else self.theme
        self.actor = getattr(request, "actor", None)
        self.user = getattr(request, "user", None)

    @cached_property
    def tabs(self) -> list[Tab]:
        if not (self.user and self.user.is_authenticated):
            return []
        rooms = [(label, _address(name)) for label, name, held in ROOMS if self.actor or not held]
        if self.actor and reads_board(self.actor, None):
            rooms.append((BOARD[0], _address(BOARD[1])))
        if self.actor and self.actor.has(Role.INSTITUTION_ADMIN, Role.ADMINISTRATOR):
            rooms.append((_("My institution"), reverse("staff:institution")))
        if self.user.is_staff and self.actor and self.actor.has(Role.ADMINISTRATOR):
            rooms.append((_("Administration"), reverse("admin:index")))
        tabs = [Tab(label, url, self._inside(url)) for label, url in rooms if url]
        if self._here.startswith(BELONGS["staff:institution"]) and not any(tab.current for tab in tabs):
            tabs[0] = replace(tabs[0], current=True)  # who keeps no institution comes there from the desk
        return tabs

    @property
    def reads_controls(self) -> bool:
        return bool(self.user and self.user.is_authenticated) and reads_controls(self.actor, self.user)

    @cached_property
    def unread(self) -> int:
        """The desk has counted them already."""
        known = getattr(self.request, "unread_known", None)
        if known is not None:
            return known
        return unread_count(self.user) if self.user and self.user.is_authenticated else 0

    @cached_property
    def other_actors(self) -> list:
        """The other positions this person may act in today."""
        return [other for other in getattr(self.request, "actors", []) if other != self.actor]

    @cached_property
    def reachable(self) -> set[str]:
        """Codes of the provinces whose pages are within the reader's scope."""
        return set(regions_of(self.actor).values_list("pk", flat=True)) if self.actor else set()

    @property
    def initials(self) -> str:
        """The person in two letters, where a phone has no room for the name."""
        words = self.user.full_name.split()
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else "?"

    @property
    def session_left(self) -> int | None:
        """Seconds until this session ends, where that is known."""
        return seconds_left(self.request) if self.user and self.user.is_authenticated else None

    @property
    def second_factor_due(self) -> bool:
        return gate.needs_second_factor(self.user, self.request.actors)

    @property
    def roles(self) -> list:
        """Whom a visitor of the demonstration may be with one click."""
        return stepping_in.roles() if self.demonstration else []

    @property
    def roles_unlisted(self) -> bool:
        """The invented people are there, but not the list of them: another data folder, say. Asked without it only."""
        return stepping_in.are_made()

    @property
    def _here(self) -> str:
        """The address of the page, or of what it belongs to, where its view has said so (`belongs_to`)."""
        return getattr(self.request, "belongs_to", "") or self.request.path

    def _inside(self, url: str) -> bool:
        here = self._here
        besides = next((begins for name, begins in BELONGS.items() if _address(name) == url), ())
        return here == url or here.startswith(besides if url == "/" else (url, *besides))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page(request) -> dict:
    return {"page": Page(request), "actor": getattr(request, "actor", None)}
