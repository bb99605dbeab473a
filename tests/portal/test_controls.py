"""The page of the standards: for auditors and those who keep the portal; each row is ours, and each test exists."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.roles import Role
from portal.controls import STANDARDS, STATES, controls
from tests import factories

PAGE = reverse("portal:controls")
ROWS = [(standard, row) for standard in STANDARDS for row in controls(standard)]


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("standard", "row"), ROWS, ids=[f"{standard} {row.number}" for standard, row in ROWS])
def test_a_row_that_is_met_names_a_test_that_exists(standard, row):
    assert row.id and row.en and row.state in STATES
    assert bool(row.test) == (row.state == "met"), "a row without a test is not met, and one with a test is"
    if row.test:
        path, _mark, name = row.test.partition("::")
        assert re.fullmatch(r"test_\w+", name) and name in names_in(path)


def test_every_function_of_the_regulation_and_each_row_once():
    assert [row.number for row in controls("bssn")] == [str(number) for number in range(1, 14)]
    numbers = [row.number for row in controls("asvs")]
    assert len(numbers) == len(set(numbers)) >= 90
    assert {number.split(".")[0] for number in numbers} >= {str(n) for n in range(1, 17)} - {"9", "10"}


@pytest.mark.django_db
def test_an_auditor_reads_every_row_and_finds_the_way(client):
    factories.sign_in(client, factories.auditor("64"))
    page = client.get(PAGE).content.decode().replace("<wbr>", "")
    assert page.count('<th scope="row"') == len(ROWS) and "test_every_browser_is_signed_out" in page
    assert f'href="{PAGE}"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.VERIFIER, Role.UPT_HEAD])
def test_others_read_for_whom_it_is(client, role):
    factories.sign_in(client, factories.actor(factories.upt(), role))
    assert client.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client.get("/").content.decode()
