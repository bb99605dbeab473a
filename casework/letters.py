"""A notice as a letter: why it came, what to do, by when, what follows, who else was told; in its reader's words.

Everything is said from the notice's own parameters, frozen when it was written: the inbox and the mail say the same,
and neither asks the database. A room adds the wording of its own kinds with `register`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.audience import Addressee, Label, said

LATE_EDGE = "#a4341f"


@dataclass(frozen=True)
class Letter:
    """What a reader is told, in sentences; `late` colours its edge."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    needed: str = ""
    next: str = ""
    footnote: str = ""
    action_label: str = ""
    snooze_url: str = ""
    late: bool = False


@dataclass(frozen=True)
class Facts:
    """A notice's parameters, read back with their types. `name` is how the case is called: its number, or its title."""

    kind: str
    params: dict

    @property
    def number(self) -> str:
        return self.params.get("number") or ""

    @property
    def title(self) -> str:
        return self.params.get("title") or _("untitled")

    @property
    def name(self) -> str:
        return self.number or self.title

    def get(self, name: str, default=""):
        return self.params.get(name, default)

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.params[name]) if self.params.get(name) else None

    def instant(self, name: str) -> datetime | None:
        return datetime.fromisoformat(self.params[name]) if self.params.get(name) else None

    def label(self, name: str) -> str:
        return said(self.params.get(name) or "")

    def labels(self, name: str) -> list[str]:
        labels: list[Label] = self.params.get(name) or []
        return list(dict.fromkeys(map(said, labels)))


Composer = Callable[[Facts], Letter]
_COMPOSERS: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """The wording of one kind of notice; the kind "" is that of every move. Called from AppConfig.ready."""
    _COMPOSERS[kind] = composer


def compose(kind: str, params: dict) -> Letter:
    """The letter of a notice, in the active language and zone."""
    return _COMPOSERS.get(kind, _COMPOSERS[""])(Facts(kind, params))


def one_line(text: str) -> str:
    """Fit for a subject: no line break, no control character, not endless."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= 200 else f"{plain[:199]}…"


def as_mail(letter: Letter, to: Addressee, url: str) -> tuple[str, str]:
    """Text and HTML of a letter, with full addresses of the pages it names."""
    values = {
        "heading": letter.heading,
        "greeting": to.user.full_name,
        "position_label": to.label,
        "paragraphs": letter.paragraphs,
        "needed": letter.needed,
        "next": letter.next,
        "footnote": letter.footnote,
        "action_label": letter.action_label or _("Open the case"),
        "action_url": absolute(url),
        "snooze_url": absolute(letter.snooze_url),
        "settings_url": absolute(reverse("casework:choices")),
        "edge": LATE_EDGE if letter.late else "",
    }
    return render_to_string("mail/base.txt", values).strip() + "\n", render_to_string("mail/base.html", values)


def absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}" if url else ""
