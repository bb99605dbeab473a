"""Light or dark, Indonesian or English: kept for one reader, safe against odd input."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chosen", ["light", "dark", "auto"])
def test_the_look_is_kept_in_a_cookie_and_shown_from_then_on(chosen):
    client = Client()
    answer = client.post(reverse("portal:theme"), {"theme": chosen, "next": reverse("account_login")})
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    page = client.get(reverse("account_login")).content.decode()
    assert f'data-bs-theme="{"dark" if chosen == "dark" else "light"}"' in page


def test_an_unknown_look_changes_nothing():
    client = Client()
    client.post(reverse("portal:theme"), {"theme": "pink\0"})
    client.cookies["theme"] = "pink"
    assert 'data-bs-theme="light"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "\0", ""])
def test_the_way_back_never_leaves_the_portal(elsewhere):
    for name in ("portal:theme", "set_language"):
        answer = Client().post(reverse(name), {"theme": "dark", "language": "en", "next": elsewhere})
        assert answer.status_code == 302
        assert answer.url.startswith("/") and not answer.url.startswith("//")


def test_only_a_post_changes_how_pages_look():
    assert Client().get(reverse("portal:theme")).status_code == 405
    assert Client().get(reverse("set_language")).status_code == 405


def test_the_language_chosen_is_also_that_of_the_mail():
    user = factories.user()
    client = Client()
    client.force_login(user)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"


@pytest.mark.parametrize("wished", ['x"', "satu kata", "portal:desk", "//jahat.test/", "javascript:x"])
def test_what_is_no_address_of_ours_leads_home(client, wished):
    answer = client.post(reverse("portal:theme"), {"theme": "dark", "next": wished})
    assert answer.status_code == 302 and answer["Location"] == "/"
