"""Naming people in a message: who can be named, under which word, and whom the words of a text mean."""

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Holding, Position, User
from casework.conversation.hearers import Circle
from casework.models import Mention, Post

# `@[Rahmawati Siregar]` as the list writes it, `@rahmawati` as somebody types it; never inside an address.
WRITTEN = re.compile(r"(?<![\w@./-])@(?:\[([^\[\]\n]{1,300})\]|([A-Za-z0-9](?:[\w.-]*\w)?))")
MOST = 20  # names in one message
SHOWN = 8  # suggestions at a time


@dataclass(frozen=True)
class Named:
    """Somebody who can be named: a person, or a position with whoever sits there today."""

    label: str
    user: User | None = None
    position: Position | None = None
    note: str = ""
    username: str = ""

    @property
    def written(self) -> str:
        return f"@[{self.label}]"


class Register:
    """Everybody a circle may name today, read once in one query."""

    def __init__(self, circle: Circle):
        held = circle.holdings().select_related("user", "position__institution")
        self.holdings: list[Holding] = list(held)
        self.named = [*self._people(), *self._positions()]
        self._by_label = {one.label.casefold(): one for one in self.named}
        self._by_username = {one.username: one for one in self.named if one.username}

    def _people(self) -> list[Named]:
        first = {}
        for holding in self.holdings:
            first.setdefault(holding.user_id, holding)
        names = Counter(holding.user.full_name for holding in first.values())

        def label(user: User) -> str:
            return user.full_name if names[user.full_name] == 1 else f"{user.full_name} ({user.username})"

        return [
            Named(label=_plain(label(row.user)), user=row.user, note=row.label, username=row.user.username)
            for row in first.values()
        ]

    def _positions(self) -> list[Named]:
        """A chair is named by its own title and answered for by the acting holder first, as the day has it."""
        first = {}
        for holding in self.holdings:
            first.setdefault(holding.position_id, holding)
        return [
            Named(label=_plain(str(row.position)), position=row.position, user=row.user, note=row.user.full_name)
            for row in first.values()
        ]

    def find(self, bracketed: str, typed: str) -> Named | None:
        if bracketed:
            return self._by_label.get(" ".join(bracketed.split()).casefold())
        return self._by_username.get(typed.casefold())

    def like(self, words: str, limit: int | None = SHOWN) -> list[Named]:
        """Those in whose name, title or office each of these words begins one; whoever is called so comes first."""
        wanted = _words(words)

        def fits(text: str) -> bool:
            return all(any(part.startswith(word) for part in _words(text)) for word in wanted)

        fit = [one for one in self.named if fits(f"{one.label} {one.note} {one.username}")]
        return sorted(fit, key=lambda one: not fits(one.label))[:limit]


@dataclass(frozen=True)
class Reading:
    """What a text says: its words with every name in full, whom it names, and the names that mean nobody here."""

    body: str
    named: list[Named]
    unknown: list[str]


def read(text: str, register: Register) -> Reading:
    """Find whom a text names; `@rahmawati` becomes the person's full name, which is kept as written."""
    named: dict[str, Named] = {}
    unknown: dict[str, None] = {}

    def full(match: re.Match) -> str:
        one = register.find(*(part or "" for part in match.groups()))
        if one is None:
            unknown[match[1] or match[2]] = None
            return match[0]
        named[one.label] = one
        return one.written

    body = WRITTEN.sub(full, text)
    return Reading(body, list(named.values()), list(unknown))


def refusals(reading: Reading, circle: Circle) -> list[str]:
    """Why a text cannot be sent as it names people, in sentences; it does not tell whether such a person exists."""
    said = [
        _(
            "%(name)s cannot be mentioned: only people of %(offices)s read this message. "
            "Choose a name from the list after @, or write it without @."
        )
        % {"name": f"“{name}”", "offices": circle.names}
        for name in reading.unknown
    ]
    if len(reading.named) > MOST:
        said.append(_("Mention at most %(most)d people or positions in one message.") % {"most": MOST})
    return said


def keep(post: Post, named: list[Named]) -> list[Mention]:
    """Write whom a message names; those named before stay as they were, so that nobody is told twice."""
    kept = {mention.label: mention for mention in post.mentions.all()}
    wanted = {one.label for one in named}
    post.mentions.exclude(label__in=wanted).delete()
    fresh = [
        Mention(post=post, label=one.label, position=one.position, user=None if one.position else one.user)
        for one in named
        if one.label not in kept
    ]
    return Mention.objects.bulk_create(fresh)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text.casefold()) if word]


def _plain(label: str) -> str:
    """A name that can stand between brackets."""
    return " ".join(label.replace("[", "(").replace("]", ")").split())


def labels(text: str) -> list[str]:
    """The names between brackets, for a preview: whether they mean anybody is found when it is sent."""
    return [" ".join(found[0].split()) for found in WRITTEN.findall(text) if found[0]]
