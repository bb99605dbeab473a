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


class ControlsView(TemplateView):
    """Both standards on one page, the shorter first."""

    template_name = "portal/controls.html"

    def dispatch(self, request, *args, **kwargs):
        if not reads_controls(request.actor, request.user):
            raise PermissionDenied(_("This page is read by auditors and by those who keep the portal."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        tables = [{"title": title, "rows": controls(name), "id": name} for name, title in STANDARDS.items()]
        counted = Counter(row.state for table in tables for row in table["rows"])
        figures = {state.replace(" ", "_"): counted[state] for state in STATES}
        return super().get_context_data(tables=tables, figures=figures, **kwargs)
