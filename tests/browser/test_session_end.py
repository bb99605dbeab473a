"""The end of a session: said before it comes, put off by one press; and after it the words typed are still there."""

from tests.browser import acts

# Leaves the sessions of one person so many seconds, as if the rest had passed.
SHORTEN = """
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from allauth.usersessions.models import UserSession
for row in UserSession.objects.filter(user__username={name!r}):
    session = SessionStore(row.session_key)
    session.set_expiry(timezone.now() + timedelta(seconds={seconds}))
    session.save()
"""


def test_it_is_said_before_put_off_and_nothing_typed_is_lost(portal, visit):
    account = portal.acting("province_legal")
    name, password = account["username"], account["password"]
    page = visit()
    page.clock.install()
    acts.sign_in(page, name, password)
    page.goto("/akun/saya/")
    box = page.locator("#sesi")
    assert box.is_hidden()

    portal.shell(SHORTEN.format(name=name, seconds=120))
    page.clock.fast_forward("11:58:00")
    box.get_by_role("button", name="Tetap masuk").click()
    box.wait_for(state="hidden")
    assert page.evaluate("fetch('/akun/sesi/sisa/').then((answer) => answer.json())")["left"] > 3600

    page.locator("[name=zone]").select_option("WIT")
    portal.shell(SHORTEN.format(name=name, seconds=-1))
    page.clock.fast_forward("12:01:00")
    again = box.get_by_role("link", name="Masuk lagi")
    with page.expect_navigation():
        again.click()
    acts.fill(page, login=name, password=password)
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    assert page.url.endswith("/akun/saya/")
    assert page.locator("[name=zone]").input_value() == "WIT", "what was chosen before the end is back"
