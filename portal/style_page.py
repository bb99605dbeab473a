"""The style page: every part of the portal's pages in every state, drawn by the templates the pages use."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.columns import Cell
from portal.style_examples import EXAMPLES, ON_EVERY_PAGE, WHOLE_PAGES, WRAPPED
from portal.style_forms import forms_shown

COLOUR = re.compile(r"^\s*--([a-z0-9-]+):\s*(#[0-9a-f]{3,8})", re.MULTILINE)
SIZE = re.compile(r"--(step-?\d):\s*([\d.]+rem)")


@dataclass(frozen=True)
class Shown:
    """One state of one part."""

    state: str
    html: SafeString
    wrap: str


def parts() -> list[str]:
    """Every part there is, by name: those with a template, and a list's cell, which writes itself."""
    folder = Path(settings.BASE_DIR, "templates", "components")
    return sorted(["cell", *(path.stem for path in folder.glob("*.html"))])


@cache
def tokens() -> dict[str, list[tuple[str, str]]]:
    """The colours and sizes of the one stylesheet, read from it."""
    css = Path(finders.find("css/sinergi.css")).read_text()
    first = css.split("}", 1)[0].replace(";", ";\n")
    return {"colours": COLOUR.findall(first), "sizes": SIZE.findall(css)}


class StylePage(TemplateView):
    template_name = "portal/style_page.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_staff:
            raise PermissionDenied(_("The style page is for those who build and keep the portal."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        shown = [(name, self.shown(name)) for name in parts() if name in EXAMPLES]
        return super().get_context_data(
            parts=shown,
            elsewhere=sorted(ON_EVERY_PAGE | WHOLE_PAGES),
            tokens=tokens(),
            forms=forms_shown(),
            **kwargs,
        )

    def shown(self, name: str) -> list[Shown]:
        wrap = WRAPPED.get(name, "")
        return [Shown(state, self.drawn(name, example), wrap) for state, example in EXAMPLES[name]]

    def drawn(self, name: str, example: dict | Cell) -> SafeString:
        if isinstance(example, Cell):
            return conditional_escape(example)
        return render_to_string(f"components/{name}.html", example, self.request)
