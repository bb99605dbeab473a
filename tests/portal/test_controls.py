"""The page of the standards: for auditors and those who keep the portal; each row is ours, and each test exists."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.roles import Role
from portal.controls import DATA, STANDARDS, STATE_WORDS, STATES, controls
from tests import factories
from tests.test_rooms import ROOMS

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


def asked_for() -> dict[str, str]:
    """Number → the lowest level of ASVS 5.0.0 that asks for it."""
    with (DATA / "asvs_levels.csv").open(encoding="utf-8", newline="") as file:
        return {row["number"]: row["level"] for row in csv.DictReader(file)}


def test_every_function_of_the_regulation_and_each_row_once():
    assert [row.number for row in controls("bssn")] == [str(number) for number in range(1, 14)]
    assert Counter(asked_for().values()) == {"1": 70, "2": 183}
    numbers = [row.number for row in controls("asvs")]
    assert len(numbers) == len(set(numbers)) and set(asked_for()) - set(numbers) == set()
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    assert {number.split(".")[0] for number in numbers} == {str(chapter) for chapter in range(1, 18)}


def test_the_page_of_measurements_counts_as_the_table_does():
    states = Counter(row.state for row in controls("asvs") if row.number in asked_for())
    said = (settings.BASE_DIR / "docs" / "security.md").read_text(encoding="utf-8")
    line = next(line for line in said.splitlines() if line.startswith("| OWASP ASVS 5.0.0 |"))
    assert [int(figure) for figure in re.findall(r"(\d+) (?:met|not met|the operator's|not applicable)", line)] == [
        states[state] for state in ("met", "not met", "operator", "not applicable")
    ]
    open_rows = re.findall(r"\d+\.\d+\.\d+", said.partition("Not met of ASVS")[2].partition("Going through")[0])
    assert sorted(open_rows) == sorted(row.number for row in controls("asvs") if row.state == "not met")


# What a row says is not there, by the word of its reason → what would bring it.
ABSENT = {
    "OAuth": r"oauth|oidc|openid|authlib|socialaccount|saml",
    "token": r"jwt|jose|itsdangerous|paseto|knox",
    "WebRTC": r"webrtc|aiortc|turn",
    "GraphQL": r"graphql|graphene|strawberry|ariadne",
    "WebSocket": r"websocket|channels|daphne",
    "LDAP": r"ldap",
    "XPath": r"^import lxml|xpath|elementpath",
    "LaTeX": r"latex",
    "memcache": r"memcached|pymemcache|pylibmc",
    "web address": r"requests|httpx|aiohttp|^import (urllib3|http)$",
}


def brought() -> list[str]:
    """Packages that production installs, what our sources import, applications and stores that the settings name."""
    sources = "\n".join(path.read_text() for room in ROOMS[:-1] for path in (settings.BASE_DIR / room).rglob("*.py"))
    imported = {f"import {name}" for name in re.findall(r"^(?:from|import) (\w+)", sources, re.M)}
    locked = (settings.BASE_DIR / "requirements.in").read_text() + (settings.BASE_DIR / "requirements.txt").read_text()
    packages = re.findall(r"^([A-Za-z][\w.-]+)", locked, re.M)
    return [*packages, *imported, *settings.INSTALLED_APPS, *(each["BACKEND"] for each in settings.CACHES.values())]


@pytest.mark.parametrize("word", ABSENT)
def test_what_is_said_not_to_be_there_is_not(word):
    assert [name for name in brought() if re.search(ABSENT[word], name, re.I)] == []
    assert any(word in row.en for row in controls("asvs") if row.state == "not applicable")
    assert len(brought()) > 60


@pytest.mark.django_db
def test_an_auditor_reads_every_row_and_finds_the_way(client):
    factories.sign_in(client, factories.auditor("64"))
    page = client.get(PAGE).content.decode().replace("<wbr>", "")
    assert page.count('<th scope="row"') == len(ROWS) and "test_every_browser_is_signed_out" in page
    assert f'href="{PAGE}"' in client.get("/").content.decode()


@pytest.fixture
def read(client, db):
    """Reads the page as an auditor, with these words in the address."""
    factories.sign_in(client, factories.auditor("64"))
    return lambda **words: client.get(PAGE, words).content.decode()


def numbers_on(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="num">([\d.]+)</th>', page)


def chips_on(page: str) -> dict[str, tuple[str, int, bool]]:
    """Label → where the chip leads, how many rows it promises, and whether it is the one that is set."""
    found = re.findall(r'<a href="([^"]*)"( aria-current="true")?>([^<]+)<span class="n num">(\d+)</span></a>', page)
    return {label: (url.replace("&amp;", "&"), int(count), bool(current)) for url, current, label, count in found}


def test_every_state_has_a_word_in_the_address():
    assert sorted(STATE_WORDS.values()) == sorted(STATES)


@pytest.mark.parametrize("word", STATE_WORDS)
@pytest.mark.parametrize("standard", STANDARDS)
def test_rows_of_one_standard_in_one_state(read, standard, word):
    wished = [row.number for row in controls(standard) if row.state == STATE_WORDS[word]]
    page = read(tabel=standard, keadaan=word)
    assert numbers_on(page) == wished
    assert ("Tidak ada yang cocok" in page) == (not wished) and ('<table class="grid"' in page) == bool(wished)
    assert f'<b class="num">{len(wished)}</b> baris ditampilkan: {STATES[STATE_WORDS[word]]} · ' in page


def test_each_chip_leads_to_as_many_rows_as_it_promises(client, read):
    chips = chips_on(read(keadaan="pengelola"))
    assert {label for label, chip in chips.items() if chip[-1]} == {"tugas pengelola server", "Keduanya"}
    assert len(chips) == 1 + len(STATES) + 1 + len(STANDARDS)
    for label, (url, count, _current) in chips.items():
        page = client.get(PAGE + url).content.decode()
        assert len(numbers_on(page)) == count and chips_on(page)[label][2], label


def test_one_of_the_two_filters_leaves_the_other_as_it_was(read):
    chips = chips_on(read(tabel="bssn", keadaan="terpenuhi"))
    assert chips["tidak terpenuhi"][:2] == ("?tabel=bssn&keadaan=tidak-terpenuhi", 0)
    assert chips["Keduanya"][0] == "?keadaan=terpenuhi" and chips["Semua"][:2] == ("?tabel=bssn", 13)


@pytest.mark.parametrize("words", [{"keadaan": "met"}, {"tabel": "asvs_levels"}, {"tabel": "../data"}])
def test_a_word_nobody_knows_is_no_filter(read, words):
    page = read(**words)
    assert len(numbers_on(page)) == len(ROWS) and "baris ditampilkan" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.VERIFIER, Role.UPT_HEAD])
def test_others_read_for_whom_it_is(client, role):
    factories.sign_in(client, factories.actor(factories.upt(), role))
    assert client.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client.get("/").content.decode()
