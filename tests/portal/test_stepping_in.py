"""Roles of the demonstration: one click, only for its own people, and nowhere else than in a demonstration."""

import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
ROLES, STEP_IN = reverse("portal:roles"), reverse("portal:step_in")


@pytest.fixture
def shown(settings, tmp_path):
    """Two people of the account file, the second of the centre."""
    settings.HOME = Path(tmp_path)
    people = [factories.actor(factories.body(), Role.PROPOSER), factories.actor(factories.agency(), Role.APPROVER)]
    rows = [
        {
            "username": actor.user.username,
            "name": actor.user.full_name,
            "institution": actor.institution.name,
            "role": "–",
            "roles": actor.roles,
            "password": "rahasia-sekali",
        }
        for actor in people
    ]
    (settings.HOME / "demo-accounts.json").write_text(json.dumps(rows))
    return people


@pytest.mark.parametrize("page", ["/", reverse("account_login"), ROLES])
def test_every_role_is_offered_in_plain_words_and_no_password_is_shown(client, shown, page):
    text = client.get(page).content.decode()
    for actor in shown:
        assert f'value="{actor.user.username}"' in text
    assert "Pengusul" in text and "rahasia-sekali" not in text
    if page != reverse("account_login"):
        assert "enulis usulan" in text


def test_without_the_list_it_says_whether_the_people_are_still_being_made(client, settings, tmp_path):
    settings.HOME = Path(tmp_path)
    assert "masih dibuat" in client.get(ROLES).content.decode()
    factories.actor(factories.body(), Role.PROPOSER)
    text = client.get(ROLES).content.decode()
    assert "demo-accounts.json" in text and "masih dibuat" not in text


def test_one_click_is_enough_and_the_band_says_who_one_is(client, shown):
    answer = client.post(STEP_IN, {"who": shown[0].user.username}, follow=True)
    band = answer.content.decode().split('class="bar"')[0]
    assert "Peragaan" in band and f"Anda {shown[0].user.full_name}" in band
    assert f'value="{shown[1].user.username}"' in band
    client.post(STEP_IN, {"who": shown[1].user.username})
    assert client.session["_auth_user_id"] == str(shown[1].user.pk)


def test_it_asks_for_no_second_factor_and_no_new_password(client, shown, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = shown[1].user
    person.passwords_used.update(at="2020-01-01T00:00Z")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    client.post(STEP_IN, {"who": person.username})
    assert client.get(reverse("programs:list")).status_code == 200


def test_the_same_person_by_the_door_is_asked(client, shown, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = shown[1].user
    client.post(STEP_IN, {"who": person.username})
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": person.username, "password": factories.PASSWORD})
    assert client.get(reverse("programs:list")).url == reverse("mfa_index")


@pytest.mark.parametrize("who", ["", "\0", "nobody", "x" * 5000])
def test_nobody_else_is_there(client, shown, who):
    assert client.post(STEP_IN, {"who": who}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_person_who_is_not_on_the_list_is_not_reached(client, shown):
    real = factories.user()
    assert client.post(STEP_IN, {"who": real.username}).status_code == 404
    shown[0].user.is_active = False
    shown[0].user.save()
    assert client.post(STEP_IN, {"who": shown[0].user.username}).status_code == 404


def test_only_by_a_post(client, shown):
    assert client.get(STEP_IN, {"who": shown[0].user.username}).status_code == 405


def test_without_a_demonstration_there_is_no_such_address(client, shown, settings):
    settings.DEMONSTRATION = False
    assert client.get(ROLES).status_code == 404
    assert client.post(STEP_IN, {"who": shown[0].user.username}).status_code == 404
    for page in ("/", reverse("account_login")):
        text = client.get(page).content.decode()
        assert shown[0].user.username not in text and "Peragaan" not in text


def test_the_administration_says_it_too(client, settings):
    person = factories.user(is_staff=True, is_superuser=True)
    client.force_login(person)
    assert f"Peragaan: Anda {person.full_name}" in client.get(reverse("admin:index")).content.decode()
    settings.DEMONSTRATION = False
    assert "Peragaan" not in client.get(reverse("admin:index")).content.decode()
