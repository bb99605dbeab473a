"""What every template keeps to: nothing inline that the policy forbids, one part described at its head."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests import factories

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if not {"mail", "email"} & set(path.relative_to(ROOT).parts))
PARTS = sorted((ROOT / "components").glob("*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a script written into the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an address of somebody else's": r"""(?:src|href)=["']https?://""",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_carries_nothing_that_the_policy_forbids(path):
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []
    assert len(text.splitlines()) < 150
    get_template(name(path))


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_a_part_says_at_its_head_what_it_is_and_takes(path):
    assert "{% comment %}" in path.read_text()[:120]


@pytest.mark.parametrize("page", ["400.html", "500.html"])
def test_pages_of_last_resort_need_no_request(page):
    assert "<h1>" in render_to_string(page)


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policy():
    policy = Client().get(reverse("account_login"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_frame():
    answer = Client().get("/tidak-ada-di-sini/")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/upt/B\0/", "/provinsi/\0/", "/undangan/\0/", "/admin/regions/upt/\0/change/", "/x\0"]
)
def test_an_address_with_nul_is_not_found_in_the_frame(client, path):
    """Also where the word goes on to the database as it stands."""
    actor = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    actor.user.is_staff = actor.user.is_superuser = True
    actor.user.save()
    answer = factories.sign_in(client, actor).get(path.replace("\0", "%00"))
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()
