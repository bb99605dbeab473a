"""Signing in by name or e-mail, switching positions, limits that lock nobody else out, and no need for Valkey."""

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from casework.models import Message
from casework.outbox import deliver
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


def sign_in(client, login, password=factories.PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


@pytest.mark.parametrize("field", ["username", "email"])
def test_name_and_address_both_open_the_door(client, field):
    person = factories.user()
    assert sign_in(client, getattr(person, field)).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_says_so_and_keeps_the_name(client):
    person = factories.user()
    answer = sign_in(client, person.username, "salah-sekali-2026")
    assert answer.status_code == 200
    assert person.username in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_many_wrong_passwords_from_elsewhere_lock_nobody_out(client):
    person = factories.user()
    for _ in range(25):
        sign_in(client, person.username, "salah", REMOTE_ADDR="203.0.113.9")
    assert sign_in(client, person.username, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert "_auth_user_id" not in client.session
    forged = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "192.0.2.55"}
    assert sign_in(client, person.username, **forged).status_code == 200
    assert sign_in(client, person.username, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_signing_in_works_while_valkey_is_down(client, settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert sign_in(client, factories.user().username).status_code == 302


@pytest.mark.parametrize("page", ["signup", "email", "confirm-email"])
def test_accounts_and_addresses_are_kept_by_administrators(client, page):
    factories.sign_in(client, factories.actor(factories.upt(), Role.VERIFIER))
    assert client.get(f"/akun/{page}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize(
    ("cookie", "own", "shown"), [(None, "id", "id"), (None, "en", "en"), ("id", "en", "id"), ("xx", "id", "id")]
)
def test_the_language_is_chosen_not_guessed_from_the_browser(client, cookie, own, shown):
    person = factories.user(language=own)
    client.force_login(person)
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get(reverse("regions:coverage"), headers={"accept-language": "en"})
    assert answer["Content-Language"] == shown
    assert f'<html lang="{shown}"' in answer.content.decode()


def test_a_person_with_two_positions_switches_between_them(client):
    first = factories.actor(factories.body("64"), Role.PROPOSER)
    second = factories.position(factories.body("63"), Role.BODY_HEAD, title="Kepala")
    factories.holding(second, first.user, kind="plt")
    factories.sign_in(client, first)
    client.post(reverse("accounts:switch"), {"position": second.pk})
    assert client.session["position"] == second.pk


def test_a_position_not_held_cannot_be_chosen(client):
    actor = factories.actor(factories.body("64"), Role.PROPOSER)
    other = factories.position(factories.agency(), Role.APPROVER)
    factories.sign_in(client, actor)
    assert client.post(reverse("accounts:switch"), {"position": other.pk}).status_code == 403
    assert client.session["position"] == actor.position.pk


def test_a_password_is_reset_by_mail(client, sink):
    person = factories.user()
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert sink.messages == []
    deliver()
    assert [message.envelope_to for message in sink.messages] == [[person.email]]
    text = sink.messages[0].get_body(("plain",)).get_content()
    link = next(word for word in text.split() if "/akun/password/reset/key/" in word)
    page = client.get(link[link.index("/akun/") :], follow=True)
    target = page.redirect_chain[-1][0]
    new = "sandi-baru-sekali-2026"
    client.post(target, {"password1": new, "password2": new})
    client.logout()
    assert sign_in(client, person.username, new).status_code == 302


def test_an_administrator_opens_an_account_without_knowing_its_password(client):
    """The new person writes an own password through the link, as the form promises; both boxes are there to be seen."""
    administrator = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    administrator.user.is_staff = administrator.user.is_superuser = True
    administrator.user.save()
    address = reverse("admin:accounts_user_add")
    factories.sign_in(client, administrator)
    for box in ("password1", "password2"):
        assert "border" in client.get(address).context["adminform"].form.fields[box].widget.attrs["class"]
    none = {f"holdings-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    person = {"username": "maya", "email": "maya@contoh.test", "full_name": "Maya", "usable_password": "false"}
    assert client.post(address, person | none).status_code == 302
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "maya@contoh.test"})
    assert "/akun/password/reset/key/" in Message.objects.get(address="maya@contoh.test").text


@pytest.mark.parametrize("letters", [250, 308])
def test_an_address_longer_than_any_is_answered_like_every_other(client, letters):
    answer = client.post(reverse("account_reset_password"), {"email": f"{letters * 'a'}@example.com"})
    assert (answer.status_code, Message.objects.count()) == (302, 0)


def test_an_address_that_was_corrected_opens_no_door_any_more(client):
    person = factories.user()
    ask = partial(client.post, reverse("account_reset_password"))
    ask({"email": person.email})
    link = re.search(r"/akun/password/reset/key/\S+", Message.objects.get().text)[0]
    assert b"password1" in client.get(link, follow=True).content
    former, person.email = person.email, "baru@contoh.test"
    person.save()
    assert b"password1" not in Client().get(link, follow=True).content
    ask({"email": former})
    assert Message.objects.count() == 1
    ask({"email": person.email})
    assert Message.objects.filter(address=person.email).exists()


def test_an_address_nobody_has_gets_no_mail_and_learns_nothing(client):
    known, unknown = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in (factories.user().email, "siapa@contoh.test")
    ]
    assert Message.objects.count() == 1
    token = re.compile(rb'value="[^"]+"')
    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)
