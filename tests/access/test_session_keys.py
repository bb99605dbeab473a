"""Keys and codes: not to be guessed, new after each proof, worth nothing afterwards; what a change asks for."""

import random
from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from tests import factories
from tests.accounts.test_second_factor import ACTIVATE, CODE, INDEX, LOGIN, inside, set_up, sign_in
from tests.portal.test_calendar import MINE, token_in
from tests.portal.test_invitations import invited

pytestmark = pytest.mark.django_db
AGAIN, LOGOUT, ME = reverse("account_reauthenticate"), reverse("account_logout"), reverse("accounts:me")


def cookie(client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def holder_of(key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def reads(client) -> bool:
    return client.get(ME).status_code == 200


def secrets_given() -> dict[str, set[str]]:
    """Every secret the portal makes for somebody, each through its door."""
    actor, client = factories.actor(factories.body(), Role.PROPOSER), Client()
    sign_in(client, actor.user)
    secret, codes = set_up(client)
    feed = token_in(client.post(MINE, {"act": "make", "key": str(uuid4())}).content.decode())
    _row, link = invited(factories.actor(factories.body("63"), Role.INSTITUTION_ADMIN), f"{uuid4()}@contoh.test")
    single = {"session": cookie(client), "form": client.cookies["csrftoken"].value, "totp": secret, "feed": feed}
    return {name: {word} for name, word in (single | {"invitation": link}).items()} | {"codes": set(codes)}


def test_whoever_knows_how_chance_was_seeded_knows_no_secret():
    random.seed(26)
    first = secrets_given()
    random.seed(26)
    second = secrets_given()
    assert [name for name in first if first[name] & second[name]] == []
    assert all(len(word) >= 32 for name in ("session", "form", "totp", "feed", "invitation") for word in first[name])


def test_recovery_codes_are_ten_of_eight_digits(client):
    sign_in(client, factories.user())
    _secret, codes = set_up(client)
    assert len(set(codes)) == 10 and all(len(code) == 8 and code.isdigit() for code in codes)


def test_a_code_of_the_application_opens_once_for_as_long_as_it_is_right(client):
    """It is taken half a minute early or late, so half a minute later it is still right and must not open."""
    person, client = factories.user(), Client()
    sign_in(client, person)
    secret, _codes = set_up(client)
    start = timezone.now().replace(microsecond=0)
    code, opened = pyotp.TOTP(secret).at(start + timedelta(seconds=30)), []
    for seconds in (0, 35):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            thief = Client()
            sign_in(thief, person)
            thief.post(CODE, {"code": code})
            opened.append(inside(thief))
            if seconds:  # the twin: another code of that moment opens
                thief.post(CODE, {"code": pyotp.TOTP(secret).at(start + timedelta(seconds=seconds + 30))})
                assert inside(thief)
    assert opened == [True, False]


def test_the_key_one_came_with_is_not_the_key_one_goes_on_with(client):
    """A key laid under somebody beforehand opens nothing once he has signed in."""
    person = factories.user()
    client.get(LOGIN)
    session = client.session
    session["laid"] = "under"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = laid = session.session_key
    sign_in(client, person)
    assert cookie(client) != laid and reads(client) and not reads(holder_of(laid))


def test_whoever_proves_again_who_he_is_goes_on_under_a_new_key(client):
    person = factories.user()
    sign_in(client, person)
    before = cookie(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert client.get(ACTIVATE).url.startswith(AGAIN)
        assert cookie(client) == before
        client.post(f"{AGAIN}?next={INDEX}", {"password": factories.PASSWORD})
        assert client.get(ACTIVATE).status_code == 200
        assert cookie(client) != before and reads(client) and not reads(holder_of(before))
    assert [row.session_key for row in UserSession.objects.filter(user=person)] == [cookie(client)]


def test_what_opens_the_account_is_changed_only_by_who_has_just_proved_himself(client):
    sign_in(client, factories.user())
    pages = [ACTIVATE, reverse("mfa_add_webauthn")]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert all(client.get(page).url.startswith(AGAIN) for page in pages)
        client.post(AGAIN, {"password": "salah-sekali-2026"})
        assert all(client.get(page).url.startswith(AGAIN) for page in pages)
        assert all(client.post(page, {"code": "000000"}).url.startswith(AGAIN) for page in pages)


def test_whoever_has_left_leaves_a_key_that_opens_nothing(client):
    sign_in(client, factories.user())
    key = cookie(client)
    assert reads(holder_of(key))
    client.post(LOGOUT)
    assert not reads(holder_of(key))


@pytest.mark.parametrize("page", ["portal:desk", "programs:list", "accounts:me", "portal:search", "mfa_index"])
def test_the_way_out_is_on_every_page(client, page):
    sign_in(client, factories.actor(factories.body(), Role.PROPOSER).user)
    assert f'<form method="post" action="{LOGOUT}">' in client.get(reverse(page)).content.decode()


def test_an_administrator_signs_somebody_out_everywhere_by_making_him_inactive(client):
    person, browsers = factories.user(), [Client(), Client()]
    for browser in browsers:
        sign_in(browser, person)
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    facts = {name: getattr(person, name) for name in ("username", "email", "full_name", "language")}
    form = facts | {f"holdings-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    alive = [[reads(browser) for browser in browsers]]
    for active in ({}, {"is_active": "on"}):
        address = reverse("admin:accounts_user_change", args=[person.pk])
        assert client.post(address, form | active).status_code == 302
        alive.append([reads(browser) for browser in browsers])
    assert alive == [[True, True], [False, False], [False, False]]


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language"])
def test_a_cookie_that_holds_nul_is_none_of_ours(client, name):
    value = "a" * 31 + r"\000"
    answer = client.get("/usulan/", headers={"cookie": f'{name}="{value}"'})
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
