"""The first sign-in with a second factor, the days after it, a browser signed out from afar; a role in one click."""

import pytest

from tests.browser import acts

# What an administrator does for a lost telephone.
TAKE_AWAY = "from allauth.mfa.models import Authenticator as A; A.objects.filter(user__username={!r}).delete()"


@pytest.fixture
def newcomer(portal):
    """Somebody without a second factor, before the test and after it."""
    account = portal.acting("legal_officer")
    portal.shell(TAKE_AWAY.format(account["username"]))
    yield account
    portal.shell(TAKE_AWAY.format(account["username"]))


def test_a_second_factor_from_the_first_day_on(newcomer, visit):
    name, password = newcomer["username"], newcomer["password"]
    page = visit()
    acts.sign_in(page, name, password)
    secret, codes = acts.set_up_second_factor(page)
    acts.sign_out(page)

    acts.sign_in(page, name, password)
    assert "/faktor-kedua/" in page.url, "the password alone is not enough"
    page.goto("/usulan/")
    assert "/faktor-kedua/" in page.url, "and no page is open"
    acts.give_code(page, "000000")
    assert page.locator(".error").count()
    acts.pass_second_factor(page, secret)
    assert page.locator(".tabs").count()

    other = visit()
    acts.sign_in(other, name, password)
    acts.give_code(other, codes[0])
    assert other.locator(".tabs").count(), "a recovery code opens"
    sign_out_from_afar(page, other)
    acts.sign_in(other, name, password)
    acts.give_code(other, codes[0])
    assert "/faktor-kedua/" in other.url and other.locator(".error").count(), "but only once"


def sign_out_from_afar(page, other) -> None:
    """From My account of one browser; the other stands before the door at its next page."""
    page.goto("/akun/saya/")
    end = page.locator("form[action$='/akhiri/'] button:not(.btn)")
    while end.count():
        with page.expect_navigation():
            end.first.click()
    other.goto("/usulan/")
    assert "/akun/login/" in other.url
    page.goto("/usulan/")
    assert "/akun/login/" not in page.url


def test_any_role_in_one_click(portal, visit):
    page = visit()
    page.goto("/")
    for account in (portal.acting("proposer"), portal.acting("approver")):
        page.locator(".demo summary").click()
        with page.expect_navigation():
            page.locator(f".demo button[value='{account['username']}']").click()
        assert account["name"] in page.locator(".demo").inner_text()
        assert account["name"] in page.locator(".bar .who").inner_text()
