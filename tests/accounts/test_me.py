"""My account: what is known of me and of nobody else, how I read, and browsers I sign out."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.me import browser_in_words
from accounts.roles import Role
from casework import inbox
from casework.models import Notice
from regions import clock
from tests import factories

pytestmark = pytest.mark.django_db
ME, LOGIN = reverse("accounts:me"), reverse("account_login")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def browser(person, agent: str = CHROME) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post(LOGIN, {"login": person.username, "password": factories.PASSWORD})
    return client


def alive(client) -> bool:
    return client.get(ME).status_code == 200


def test_it_says_what_is_known_of_me_and_of_nobody_else():
    actor, other = (factories.actor(factories.body(), Role.PROPOSER) for _ in range(2))
    past = factories.position(factories.body("63"), Role.PROPOSER, title="Analis lama")
    factories.holding(past, actor.user, ends_on=clock.today() - timedelta(days=1))
    page = browser(actor.user).get(ME).content.decode()
    for word in (actor.user.full_name, actor.user.email, actor.user.username, "Analis lama", "Chrome di Windows"):
        assert word in page
    assert other.user.email not in page
    assert page.index(str(actor.position)) < page.index("Analis lama")


def test_it_is_reached_from_the_person_s_menu(client):
    factories.sign_in(client, factories.actor(factories.body(), Role.PROPOSER))
    assert f'href="{ME}"' in client.get(reverse("regions:coverage")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_row_and_three(client, django_assert_num_queries, rows):
    actor = factories.actor(factories.body(), Role.PROPOSER)
    for number in range(rows):
        factories.holding(factories.position(factories.body("63"), Role.PROPOSER), actor.user)
        actor.user.sign_ins.create(means="password", address="192.0.2.1")
        store = SessionStore()
        store.create()
        UserSession.objects.create(
            user=actor.user, ip="192.0.2.1", session_key=store.session_key, user_agent=f"Firefox {number}"
        )
    factories.sign_in(client, actor)
    client.get(ME)
    with django_assert_num_queries(10):
        client.get(ME)


def test_the_zone_chosen_is_the_zone_of_every_hour(client):
    """An officer of East Kalimantan (WITA) who reads in Jakarta's time."""
    actor = factories.actor(factories.body("64"), Role.PROPOSER)
    factories.sign_in(client, actor)
    Notice.objects.create(recipient=actor.user, kind="proposal.submit", at=clock.now())
    assert inbox.unread_count(actor.user) == 1
    assert "WITA" in client.get(reverse("casework:inbox")).content.decode()
    client.post(ME, {"language": "id", "zone": "WIB"})
    page = client.get(reverse("casework:inbox")).content.decode()
    assert "WIB" in page and "WITA" not in page
    client.post(ME, {"language": "id", "zone": ""})
    assert "WITA" in client.get(reverse("casework:inbox")).content.decode()


def test_a_university_names_no_province_so_every_hour_says_its_zone_and_a_choice_holds(client):
    """Of nobody's province: Jakarta's time with its name beside it, until its officer in Makassar chooses another."""
    actor = factories.actor(factories.partner("university"), Role.PARTNER)
    factories.sign_in(client, actor)
    Notice.objects.create(recipient=actor.user, kind="proposal.submit", at=datetime(2026, 11, 23, 16, 40, tzinfo=UTC))
    assert "23.40 WIB" in client.get(reverse("casework:inbox")).content.decode()
    client.post(ME, {"language": "id", "zone": "WITA"})
    page = client.get(reverse("casework:inbox")).content.decode()
    assert "00.40 WITA" in page and "WIB" not in page


def test_the_language_chosen_holds_for_pages_and_mails(client):
    actor = factories.actor(factories.body(), Role.PROPOSER)
    factories.sign_in(client, actor)
    page = client.post(ME, {"language": "en", "zone": ""}, follow=True)
    assert page["Content-Language"] == "en"
    actor.user.refresh_from_db()
    assert actor.user.language == "en"


def test_what_cannot_be_chosen_changes_nothing(client):
    actor = factories.actor(factories.body(), Role.PROPOSER)
    factories.sign_in(client, actor)
    answer = client.post(ME, {"language": "xx", "zone": "GMT\0", "is_staff": "on", "email": "lain@contoh.test"})
    assert answer.status_code == 200 and set(answer.context["form"].errors) == {"language", "zone"}
    actor.user.refresh_from_db()
    assert (actor.user.language, actor.user.zone, actor.user.is_staff) == ("id", "", False)


def test_another_browser_is_signed_out_and_this_one_stays():
    person = factories.user()
    here, there = browser(person), browser(person, FIREFOX)
    assert "Firefox di Linux" in here.get(ME).content.decode()
    other = UserSession.objects.exclude(session_key=here.session.session_key).get(user=person)
    here.post(reverse("accounts:end_session", args=[other.pk]))
    assert (alive(here), alive(there)) == (True, False)


def test_every_other_browser_at_once():
    person = factories.user()
    here, *others = [browser(person) for _ in range(3)]
    stranger = browser(factories.user())
    here.post(reverse("accounts:end_other_sessions"))
    assert alive(here) and not any(map(alive, others)) and alive(stranger)


def test_a_new_password_signs_out_every_other_browser():
    person = factories.user()
    here, there = browser(person), browser(person)
    new = "Hujan turun di Kupang"
    words = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), words)
    assert (alive(here), alive(there)) == (True, False)
    assert UserSession.objects.filter(user=person).count() == 1


def test_a_session_of_somebody_else_is_not_there():
    mine, theirs = browser(factories.user()), browser(factories.user())
    row = UserSession.objects.get(session_key=theirs.session.session_key)
    assert mine.post(reverse("accounts:end_session", args=[row.pk])).status_code == 404
    assert alive(theirs)


def test_a_session_that_ran_out_is_not_listed():
    person = factories.user()
    here, there = browser(person), browser(person, FIREFOX)
    there_session = there.session
    there_session.set_expiry(timezone.now() - timedelta(minutes=1))
    there_session.save()
    assert len(here.get(ME).context["account"].sessions) == 1


def test_sign_ins_are_remembered_for_half_a_year():
    person = factories.user()
    old = person.sign_ins.create(means="password", at=timezone.now() - timedelta(days=181))
    page = browser(person, FIREFOX).get(ME)
    assert [place.browser for place in page.context["account"].sign_ins] == ["Firefox di Linux"]
    assert not person.sign_ins.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox di Linux"),
        (CHROME, "Chrome di Windows"),
        (CHROME + " Edg/130.0", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile", "Chrome di Android"),
        ("curl/8", "peramban tak dikenal"),
        ("", "peramban tak dikenal"),
    ],
)
def test_browsers_are_said_in_words(agent, words):
    assert str(browser_in_words(agent)) == words
