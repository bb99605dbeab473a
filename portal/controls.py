"""How the portal answers two standards, row by row, each with the test that proves it; read once from data/*.csv."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.roles import Role
from casework.listing import address

DATA = Path(__file__).parent / "data"
STANDARDS = {
    "bssn": gettext_lazy("The 13 functions of BSSN Regulation 4/2021"),
    "asvs": gettext_lazy("OWASP ASVS 5.0, levels 1 and 2"),
}
STATES = {
    "met": gettext_lazy("met"),
    "not met": gettext_lazy("not met"),
    "operator": gettext_lazy("rests with the operator"),
    "not applicable": gettext_lazy("does not apply"),
}
TABLE, STATE = "tabel", "keadaan"
STATE_WORDS = {
    "terpenuhi": "met",
    "tidak-terpenuhi": "not met",
    "pengelola": "operator",
    "tidak-berlaku": "not applicable",
}
TONES = {"met": "done-word", "not met": "late-word", "operator": "soon-word", "not applicable": "quiet"}


@dataclass(frozen=True)
class Control:
    """One row of a standard in our own words: how the portal answers it, whether it does, and which test says so."""

    number: str
    state: str
    id: str
    en: str
    test: str

    @property
    def answer(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.id

    @property
    def evidence(self) -> list[list[str]]:
        """The test's file and its name, each cut where a narrow page may break it."""
        return [re.findall(r"[^/_]+[/_]?|[/_]", part) for part in self.test.split("::") if part]

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


@cache
def controls(standard: str) -> list[Control]:
    with (DATA / f"{standard}.csv").open(encoding="utf-8", newline="") as file:
        return [Control(**row) for row in csv.DictReader(file)]


def reads_controls(actor, user) -> bool:
    """Auditors, and those who keep the portal."""
    return user.is_staff or (actor is not None and actor.has(Role.AUDITOR, Role.ADMINISTRATOR))


def found(standard: str, state: str) -> list[Control]:
    """The rows of one standard, or of both without one, that are in this state, or in any without one."""
    wished = [standard] if standard else STANDARDS
    return [row for each in wished for row in controls(each) if not state or row.state == state]


class ControlsView(TemplateView):
    """Both standards on one page, the shorter first; ?tabel= one of them alone, ?keadaan= its rows in one state."""

    template_name = "portal/controls.html"
    is_kept = True  # portal/kept_pages

    def dispatch(self, request, *args, **kwargs):
        if not reads_controls(request.actor, request.user):
            raise PermissionDenied(_("This page is read by auditors and by those who keep the portal."))
        return super().dispatch(request, *args, **kwargs)

    @property
    def standard(self) -> str:
        wished = self.request.GET.get(TABLE, "")
        return wished if wished in STANDARDS else ""

    @property
    def state(self) -> str:
        return STATE_WORDS.get(self.request.GET.get(STATE, ""), "")

    def get_context_data(self, **kwargs):
        every = Counter(row.state for row in found("", ""))
        shown = [self.standard] if self.standard else STANDARDS
        tables = [{"title": STANDARDS[each], "rows": found(each, self.state), "id": each} for each in shown]
        return super().get_context_data(
            figures={state.replace(" ", "_"): every[state] for state in STATES},
            choices=[(_("State"), self._states()), (_("Standard"), self._standards())],
            chosen=[str(each) for each in (STATES.get(self.state), STANDARDS.get(self.standard)) if each],
            tables=[table for table in tables if table["rows"] or self.standard],
            count=len(found(self.standard, self.state)),
            **kwargs,
        )

    def _states(self) -> list[dict]:
        """Every state, with what the chosen table has of it."""
        rows = [self._choice(_("All"), STATE, None, found(self.standard, ""), not self.state)]
        return rows + [
            self._choice(STATES[state], STATE, word, found(self.standard, state), state == self.state)
            for word, state in STATE_WORDS.items()
        ]

    def _standards(self) -> list[dict]:
        """Every table, with what it has in the chosen state."""
        rows = [self._choice(_("Both"), TABLE, None, found("", self.state), not self.standard)]
        return rows + [
            self._choice(label, TABLE, name, found(name, self.state), name == self.standard)
            for name, label in STANDARDS.items()
        ]

    def _choice(self, label, name: str, word: str | None, rows: list[Control], current: bool) -> dict:
        url = address(self.request.GET, **{name: word})
        return {"label": label, "url": url, "count": len(rows), "current": current}
