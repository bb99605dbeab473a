"""A password as it is typed: exactly so, hidden, pasted, long; and nothing else opens or opens again."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN, CHANGE, RESET = (reverse(f"account_{name}") for name in ("login", "change_password", "reset_password"))
EXACT = " Hujan turun di Kupang, É 26 "


def change(client, new: str, old: str = factories.PASSWORD):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def opens(client, person: User, password: str) -> bool:
    client.logout()
    client.post(LOGIN, {"login": person.username, "password": password})
    return "_auth_user_id" in client.session


@pytest.fixture
def person(client):
    person = factories.user()
    assert opens(client, person, factories.PASSWORD)
    return person


def test_it_is_compared_exactly_as_it_was_typed(client, person):
    assert change(client, EXACT).status_code == 302
    changed = (EXACT.strip(), EXACT.lower(), EXACT.upper(), EXACT[:-1], EXACT + " ", EXACT.replace("É", "E"))
    assert not any(opens(client, person, other) for other in changed)
    assert opens(client, person, EXACT)


@pytest.mark.parametrize("length", [64, 200])
def test_a_long_one_counts_to_its_last_letter(client, person, length):
    long = ("Hujan turun di Kupang 26 " * 20)[: length - 1] + "z"
    assert change(client, long).status_code == 302
    assert not opens(client, person, long[:-1] + "y") and opens(client, person, long)


def test_without_the_present_one_it_is_not_changed(client, person):
    for old in ("", "salah-sekali-2026"):
        assert change(client, EXACT, old).status_code == 200
    assert opens(client, person, factories.PASSWORD)


@pytest.mark.parametrize("page", [LOGIN, CHANGE])
def test_its_box_hides_it_and_leaves_pasting_and_the_keeper_of_passwords_alone(client, person, page):
    if page == LOGIN:
        client.logout()
    boxes = re.findall(r"<input[^>]*name=\"(?:old)?password\d?\"[^>]*>", client.get(page).content.decode())
    assert len(boxes) == (1 if page == LOGIN else 3)
    for box in boxes:
        assert 'type="password"' in box and 'autocomplete="off"' not in box and not re.search(r"\son\w+=", box)
        assert 'autocomplete="' in box and "value=" not in box


def test_who_forgot_it_is_asked_for_an_address_and_for_no_hint(client):
    fields = {name: list(client.get(page).context["form"].fields) for name, page in (("in", LOGIN), ("lost", RESET))}
    assert fields == {"in": ["login", "password"], "lost": ["email"]}
    kept = {field.name for field in User._meta.get_fields()}
    assert not {name for name in kept if re.search("hint|question|answer", name)}


def test_a_word_in_the_address_is_not_a_word_of_the_form(client):
    person = factories.user()
    answer = client.post(f"{LOGIN}?login={person.username}&password={factories.PASSWORD}", {})
    assert answer.status_code == 200 and "_auth_user_id" not in client.session
    twice = {"login": person.username, "password": ["salah-sekali-2026", "salah-lagi-2026"]}
    client.post(f"{LOGIN}?password={factories.PASSWORD}", twice)
    assert "_auth_user_id" not in client.session
