"""docs/protection.md says what the code does: its figures are the code's, its words are refused, its tests exist."""

import ast
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from accounts.passwords import OWN_WORDS
from casework.filetypes import ALLOWED
from portal.sessions import KEPT
from tests.portal.test_controls import names_in

PAGE = (settings.BASE_DIR / "docs" / "protection.md").read_text(encoding="utf-8")
FIGURES = re.findall(r"\| `([\w.]+):(\w+)(?:\[\"(\w+)\"\])?` \| `([^`]+)` \|", PAGE)
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))


def part(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("module", "name", "key", "said"), FIGURES, ids=[each[1] + each[2] for each in FIGURES])
def test_a_limit_is_the_one_of_the_code(module, name, key, said):
    found = getattr(import_module(module), name)
    assert (found[key] if key else found) == ast.literal_eval(said)


def test_every_limit_has_its_figure():
    assert len(FIGURES) == part("Limits").count("\n| ") - 2 >= 20


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _path, name in NAMED])
def test_a_test_that_is_named_exists(path, name):
    assert name in names_in(path)


def test_the_words_that_are_no_password_are_those_of_the_rules():
    words = re.findall(r"`([^`]+)`", part("Ways in").rpartition("these words:")[2])
    assert len(words) == 11 and all(OWN_WORDS.fullmatch(word) for word in words)
    assert not OWN_WORDS.fullmatch("kupang")


def test_each_kind_of_file_sign_in_and_hash_is_said_as_it_is():
    files = next(line for line in part("What may be typed").splitlines() if line.startswith("| files"))
    assert all(kind.endings[0][1:].replace("jpg", "jpeg").upper() in files for kind in ALLOWED)
    assert f"sign-ins {KEPT.days} days" in part("What there is to protect")
    assert f"{PBKDF2PasswordHasher.iterations:,} rounds" in part("Keys and algorithms")


# What a reader looks for; a part that is gone would leave rows of the standard without their ground.
PARTS = (
    "Limits",
    "Ways in",
    "Sessions",
    "What there is to protect",
    "What may be typed",
    "Keys and algorithms",
    "Whom it talks to",
    "What costs much",
    "What is written down",
    "Libraries",
)


def test_no_part_is_missing():
    assert re.findall(r"^## (.+)$", PAGE, re.M) == list(PARTS)
    assert all(len(part(title)) > 200 for title in PARTS)
    rows = {title: part(title).count("\n| ") for title in PARTS}
    assert all(rows[title] >= 7 for title in PARTS if title not in ("Sessions", "Whom it talks to", "Libraries")), rows
