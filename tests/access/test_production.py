"""What a browser is told in production: cookies of this host alone, by TLS only, for how long; and which methods."""

from http.cookies import SimpleCookie
from itertools import cycle

import pytest
from django.conf import settings as configured
from django.contrib.messages import get_messages
from django.test import Client, override_settings
from django.urls import reverse

from tests import factories
from tests.access import table, world
from tests.portal.test_settings import FULL, start

pytestmark = pytest.mark.django_db
PREFIX = "__Host-"
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "THEME_COOKIE_NAME")
SECURE = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
HSTS = "s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT"


def test_production_is_set_so():
    asked = ", ".join([HSTS, *(f"s.{name}" for name in (*SECURE, "COOKIE_PREFIX"))])
    started = start(FULL, f"s = settings; print({asked})")
    assert started.stdout.split() == [*["True"] * 6, PREFIX], started.stderr


def with_cookies_of(prefix: str):
    """As production names and guards its cookies, or with another prefix."""
    fields = {name: prefix + getattr(configured, name).removeprefix(PREFIX) for name in NAMES}
    return override_settings(COOKIE_PREFIX=prefix, **fields, **dict.fromkeys(SECURE, True))


def given() -> SimpleCookie:
    """Every cookie somebody gets who signs in, chooses a language and a look, and is told something."""
    person, client = factories.user(), Client()
    found, form = SimpleCookie(), {"login": person.username, "password": factories.PASSWORD}
    answers = [client.get("/?bahasa=en", secure=True), client.get(reverse("account_login"), secure=True)]
    answers.append(client.post(reverse("account_login"), form, secure=True))
    for name, data in (("portal:theme", {"theme": "dark"}), ("set_language", {"language": "en"})):
        answers.append(client.post(reverse(name), data, secure=True))
    answers.append(client.post(reverse("account_logout"), secure=True))
    for answer in answers:
        found = answer.cookies | found  # as it was first given, not as it was taken back
    assert list(get_messages(answers[-1].wsgi_request))
    return found


def unguarded(cookies: SimpleCookie) -> list[str]:
    return [
        name
        for name, each in cookies.items()
        if not (
            name.startswith(PREFIX)
            and each["secure"]
            and each["path"] == "/"
            and not each["domain"]
            and each["samesite"]
        )
    ]


def test_every_cookie_is_of_this_host_alone():
    with with_cookies_of(PREFIX):
        cookies = given()
    assert unguarded(cookies) == [] and cookies[f"{PREFIX}sessionid"]["httponly"]
    assert {name.removeprefix(PREFIX) for name in cookies} >= {"sessionid", "csrftoken", "django_language", "theme"}


def test_without_the_prefix_every_cookie_is_found_unguarded():
    """The twin."""
    with with_cookies_of(""):
        cookies = given()
    assert set(unguarded(cookies)) == set(cookies) and cookies


def test_the_answer_carries_hsts_and_the_policy(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "unsafe" not in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_address_knows_another_method():
    """Every address of the resolver, also the administration's, each by one of them."""
    client = factories.sign_in(Client(), world.administrator())
    asked = zip(cycle(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]), table.addresses(), strict=False)
    assert {client.generic(method, each.url({})).status_code for method, each in asked} == {405}


def test_without_the_refusal_some_address_takes_another_method_for_a_reading(settings):
    """The twin."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("MethodsMiddleware")]
    assert Client().patch(reverse("portal:desk")).status_code == 200
