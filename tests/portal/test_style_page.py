"""The style page shows every part, and nothing is used in the portal that is not on it."""

import re
from pathlib import Path

import bootstrap_wrapper
import pytest
from django.conf import settings
from django.urls import reverse

from accounts.roles import Role
from portal.style_examples import EXAMPLES, ON_EVERY_PAGE, WHOLE_PAGES
from portal.style_page import parts
from tests import factories
from tests.factories import sign_in

TEMPLATES = settings.BASE_DIR / "templates"
# What is sent or printed, and the administration with its own frame.
ELSEWHERE = {"mail", "email", "typst", "admin", "unfold"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if not ELSEWHERE & set(path.parts))
CSS = (settings.BASE_DIR / "static" / "css" / "sinergi.css").read_text()
BOOTSTRAP = Path(bootstrap_wrapper.get_bootstrap_dir(), "css", "bootstrap.min.css").read_text()
# A part's own mark: only its template writes it.
MARKS = {
    "chip": "chip",
    "clock": "clock",
    "empty": "empty",
    "figure-n": "figure",
    "saved": "saved",
    "status": "status",
    "steps": "steps",
    "task": "task",
    "tiles": "tiles",
    "trail": "trail",
    "turn": "turn",
    "way": "way",
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
SIZES = re.compile(r"font-size:\s*([^;}]+)")
DECLARED = re.compile(r"--[\w-]+:[^;}]+")
CLASSES = re.compile(r"class=\"([^\"]*)\"")
TAGS = re.compile(r"{[{%].*?[%}]}")
# Letters that follow the window, the paper, or the letters around them; every other size is a token.
SIZES_BESIDE_TOKENS = {
    "inherit",
    ".85em",
    "8pt",
    "10.5pt",
    "clamp(1.5rem, 3vw, 2.4rem)",
    "clamp(1.125rem, 5.5vw, 2rem)",
    "clamp(.5rem, 1.05vw, .8125rem)",
}
PAPER = {"#000", "#333", "#777", "#999", "#fff"}  # printed black on white


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def test_every_part_is_shown_in_some_state():
    assert set(parts()) == set(EXAMPLES) | ON_EVERY_PAGE | WHOLE_PAGES
    assert all(EXAMPLES.values())


@pytest.mark.django_db
def test_staff_see_it_and_others_read_why_not(client):
    actor = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    assert sign_in(client, actor).get(reverse("portal:style")).status_code == 403
    actor.user.is_staff = True
    actor.user.save()
    page = client.get(reverse("portal:style"))
    assert page.status_code == 200
    assert all(f'id="{part}"' in page.content.decode() for part in EXAMPLES)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_uses_only_classes_that_the_stylesheets_know(path):
    assert {word for word in used(path) if not known(word)} == set()


def used(path: Path) -> set[str]:
    """The classes a template writes whole; what a tag continues or completes is not one."""
    words = [word for group in CLASSES.findall(TAGS.sub("\0", path.read_text())) for word in group.split()]
    whole = {word.rstrip("\0") for word in words if not word.startswith("\0")}
    return {word for word in whole if "\0" not in word and not word.endswith("-")}


def known(word: str) -> bool:
    pattern = rf"\.{re.escape(word)}(?![\w-])"
    return bool(re.search(pattern, CSS) or re.search(pattern, BOOTSTRAP))


@pytest.mark.parametrize("path", [p for p in PAGES if p.parent.name != "components"], ids=name)
def test_a_page_paints_no_part_of_its_own(path):
    assert {f"{word}: include components/{MARKS[word]}.html" for word in used(path) & set(MARKS)} == set()


def test_every_colour_is_a_token():
    tokens = set(COLOUR.findall("".join(DECLARED.findall(CSS))))
    painted = set(COLOUR.findall(DECLARED.sub("", CSS)))
    assert painted - tokens - PAPER == set()


def test_every_size_of_letters_is_a_token():
    sizes = {size.strip() for size in SIZES.findall(CSS)}
    assert {size for size in sizes if not size.startswith("var(--step")} == SIZES_BESIDE_TOKENS
