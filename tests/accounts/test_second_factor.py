"""The second factor: set up, asked for, recovered from; sealed in the database; due where the centre decides."""

import base64
import hashlib
import json

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.urls import reverse

from accounts.roles import Role
from casework.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "gugusan-bintang-selatan-73"
CHANGE = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
LOGIN, CODE, INDEX = reverse("account_login"), reverse("mfa_authenticate"), reverse("mfa_index")
ACTIVATE = reverse("mfa_activate_totp")


def sign_in(client, person):
    return client.post(LOGIN, {"login": person.username, "password": factories.PASSWORD})


def set_up(client) -> tuple[str, list[str]]:
    """As the page leads: the key it shows, its code, the recovery codes that follow."""
    secret = client.get(ACTIVATE).context["form"].secret
    page = client.post(ACTIVATE, {"code": pyotp.TOTP(secret).now()}, follow=True)
    return secret, page.context["unused_codes"]


@pytest.fixture
def person(client):
    person = factories.actor(factories.body(), Role.PROPOSER).user
    sign_in(client, person)
    return person


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_has_just_signed_in_sets_it_up_without_being_asked_again(client, person):
    secret, codes = set_up(client)
    assert len(codes) == 10
    assert Authenticator.objects.filter(user=person).count() == 2


def test_a_wrong_code_sets_up_nothing(client, person):
    client.get(ACTIVATE)
    assert client.post(ACTIVATE, {"code": "000000"}).context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_then_the_password_alone_opens_nothing(client, person):
    secret, _codes = set_up(client)
    client.logout()
    assert sign_in(client, person).url == CODE
    assert client.get(reverse("programs:list")).url.startswith(LOGIN)
    assert client.post(CODE, {"code": "000000"}).status_code == 200 and not inside(client)
    assert client.post(CODE, {"code": pyotp.TOTP(secret).now()}).status_code == 302 and inside(client)
    assert person.sign_ins.first().means == "code"


def test_the_administration_has_no_door_beside_it(client):
    administrator = factories.user(is_staff=True, is_superuser=True)
    answer = client.post(reverse("admin:login"), {"username": administrator.username, "password": factories.PASSWORD})
    assert answer.url.startswith(LOGIN) and not inside(client)


def test_a_recovery_code_works_once(client, person):
    _secret, codes = set_up(client)
    for opens in (True, False):
        client.logout()
        sign_in(client, person)
        client.post(CODE, {"code": codes[0]})
        assert inside(client) == opens


def test_the_key_is_sealed_in_the_database(client, person):
    secret, codes = set_up(client)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and codes[0] not in stored


def test_what_an_earlier_secret_sealed_still_opens(client, person, settings):
    secret, _codes = set_up(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-" * 8
    totp = Authenticator.objects.get(user=person, type="totp").wrap()
    assert totp.validate_code(pyotp.TOTP(secret).now())


def test_what_was_sealed_before_still_opens_and_what_cannot_be_opened_is_said(client, person, settings):
    secret, _codes = set_up(client)
    row = Authenticator.objects.get(user=person, type="totp")
    key = base64.urlsafe_b64encode(hashlib.sha256(settings.SECRET_KEY.encode()).digest())
    row.data["secret"] = Fernet(key).encrypt(secret.encode()).decode()
    row.save()
    assert row.wrap().validate_code(pyotp.TOTP(secret).now())
    client.logout()
    sign_in(client, person)
    settings.SECRET_KEY = "lost-" * 12
    sign_in(client, person)
    answer = client.post(CODE, {"code": "123456"})
    assert answer.status_code == 200 and "tidak dapat lagi dibaca" in answer.content.decode()


def test_without_javascript_or_passkey_the_other_ways_stand(client):
    page = client.get(LOGIN).content.decode()
    assert 'data-passkey="use"' in page and "js/passkey.js" in page


def test_somebody_else_s_passkey_is_not_there(client, person):
    other = factories.user()
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Kunci", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
        assert client.post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


PAGES = [reverse("portal:desk"), reverse("programs:list"), reverse("accounts:me"), reverse("admin:index")]


def centre():
    return factories.actor(factories.agency(), Role.REVIEWER)


def staff():
    return factories.user(is_staff=True)


@pytest.mark.parametrize(
    ("who", "due"),
    [
        (lambda: centre().user, True),
        (lambda: factories.actor(factories.agency(), Role.APPROVER).user, True),
        (lambda: factories.actor(factories.agency(), Role.ADMINISTRATOR).user, True),
        (staff, True),
        (lambda: factories.actor(factories.upt(), Role.COOPERATION_OFFICER).user, False),
        (lambda: factories.actor(factories.upt(), Role.VERIFIER).user, False),
        (lambda: factories.actor(factories.body(), Role.PROPOSER).user, False),
        (lambda: factories.auditor().user, False),
        (factories.user, False),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_whom_it_binds(client, settings, who, due, required):
    settings.REQUIRE_SECOND_FACTOR = required
    person = who()
    client.force_login(person)
    sent = [getattr(client.get(page), "url", "") == INDEX for page in PAGES[:3]]
    assert sent == [due and required] * 3


def test_until_it_is_set_up_only_the_way_there_is_open(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = centre().user
    sign_in(client, person)
    assert [client.get(page).url for page in PAGES] == [INDEX] * 4
    assert client.post(reverse("accounts:switch"), {"position": 1}).url == INDEX
    assert "memerlukan faktor kedua" in client.get(INDEX).content.decode()
    set_up(client)
    assert client.get(PAGES[0]).status_code == 200
    assert client.get(PAGES[1]).status_code == 200


def test_where_it_is_due_the_last_one_cannot_be_taken_away(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = centre().user
    sign_in(client, person)
    set_up(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    settings.REQUIRE_SECOND_FACTOR = False
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()


def test_once_it_is_taken_away_by_others_the_gate_closes_at_the_next_sign_in(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    person = centre().user
    sign_in(client, person)
    set_up(client)
    Authenticator.objects.filter(user=person).delete()
    client.logout()
    sign_in(client, person)
    assert client.get(PAGES[1]).url == INDEX


def test_the_gate_costs_nothing_where_nothing_is_due(client, settings, django_assert_num_queries):
    person = factories.actor(factories.body(), Role.PROPOSER).user
    client.force_login(person)
    counts = []
    for required in (False, True):
        settings.REQUIRE_SECOND_FACTOR = required
        client.get(reverse("accounts:me"))
        with django_assert_num_queries(10) as context:
            client.get(reverse("accounts:me"))
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_production_requires_it_and_the_demonstration_does_not():
    from tests.portal.test_settings import FULL, start

    say = "print(settings.REQUIRE_SECOND_FACTOR)"
    assert start(FULL, say).stdout == "True\n"
    assert start({}, say).stdout == "False\n"
    assert start(FULL | {"REQUIRE_SECOND_FACTOR": "0"}, say).stdout == "False\n"


def test_an_administrator_takes_away_a_lost_one_and_never_reads_it(client, person):
    """For a telephone that is gone; the person then signs in with the password and sets up a new one."""
    secret, _codes = set_up(client)
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    totp = Authenticator.objects.get(user=person, type="totp")
    page = client.get(reverse("admin:portal_secondfactor_change", args=[totp.pk])).content.decode()
    assert secret not in page and totp.data["secret"] not in page
    client.post(reverse("admin:portal_secondfactor_delete", args=[totp.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(pk=totp.pk).exists()


def test_whoever_s_password_or_second_factor_changes_reads_it_by_mail(
    client, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    client.post(reverse("account_change_password"), CHANGE)
    told = Message.objects.filter(recipient=person).order_by("pk")
    assert [mail.subject for mail in told] == [
        "Aplikasi autentikator ditambahkan ke akun Anda",
        "Kata sandi Anda diubah",
    ]
    for mail in told:
        assert mail.address == person.email and "127.0.0.1" in mail.text and person.full_name in mail.html
