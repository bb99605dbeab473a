"""The end of a session: known to the page, asked for by it, put off by the wish to stay and by working."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal.sessions import seconds_left
from tests import factories

pytestmark = pytest.mark.django_db
SESSION, LOGIN, OFFERS = reverse("portal:session"), reverse("account_login"), reverse("programs:offers")
JSON = {"Accept": "application/json"}
WHOLE = settings.SESSION_COOKIE_AGE


@pytest.fixture
def signed_in(client):
    person = factories.user()
    client.post(LOGIN, {"login": person.username, "password": factories.PASSWORD})
    client.person = person
    return client


def left(client) -> int:
    return client.get(SESSION, headers=JSON).json()["left"]


def test_the_page_knows_how_long_is_left_and_whose_words_it_keeps(signed_in):
    page = signed_in.get(OFFERS).content.decode()
    assert 'id="sesi"' in page and "js/session.js" in page
    assert f'data-who="{signed_in.person.pk}"' in page
    assert WHOLE - 60 < left(signed_in) <= WHOLE


def test_asking_does_not_prolong_but_the_wish_to_stay_does(signed_in):
    with time_machine.travel(timezone.now() + timedelta(seconds=WHOLE - 200), tick=False):
        assert left(signed_in) <= 200 and left(signed_in) <= 200
        assert signed_in.post(SESSION, headers=JSON).json()["left"] == WHOLE
        assert left(signed_in) == WHOLE


def test_whoever_works_is_not_signed_out(signed_in):
    start = timezone.now()
    for hours in (4, 8, 12, 16, 20):
        with time_machine.travel(start + timedelta(hours=hours * WHOLE / 43200), tick=False):
            assert signed_in.get(OFFERS).status_code == 200


def test_nobody_works_past_the_hour_at_which_one_must_come_in_anew(signed_in):
    start, last = timezone.now(), settings.SESSION_AT_MOST
    for hour in range(1, 24):
        with time_machine.travel(start + timedelta(seconds=last * hour / 24), tick=False):
            assert signed_in.get(OFFERS).status_code == 200
    with time_machine.travel(start + timedelta(seconds=last - 200), tick=False):
        told = signed_in.post(SESSION, headers=JSON).json()
        assert told["left"] <= 200 and told["stays"] is False
    with time_machine.travel(start + timedelta(seconds=last + 1)):
        assert signed_in.get(OFFERS).url.startswith(LOGIN)


def test_whoever_shows_again_who_he_is_may_go_on(signed_in):
    start, last = timezone.now(), settings.SESSION_AT_MOST
    for hour in range(1, 24):
        with time_machine.travel(start + timedelta(seconds=last * hour / 24), tick=False):
            signed_in.get(OFFERS)
    with time_machine.travel(start + timedelta(seconds=last - 200), tick=False):
        signed_in.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
        assert signed_in.get(SESSION, headers=JSON).json()["stays"] is True
        assert signed_in.post(SESSION, headers=JSON).json()["left"] == WHOLE


def test_a_page_that_asks_by_itself_is_no_work(signed_in):
    late = timezone.now() + timedelta(seconds=WHOLE - 200)
    with time_machine.travel(late, tick=False):
        signed_in.get(OFFERS, headers={"Sec-Fetch-Mode": "cors"})
        assert left(signed_in) <= 200
        signed_in.get(OFFERS, headers={"Sec-Fetch-Mode": "cors", "X-Autosave": "1"})
        assert left(signed_in) == WHOLE


def test_whoever_does_not_is(signed_in):
    with time_machine.travel(timezone.now() + timedelta(seconds=WHOLE + 60)):
        assert left(signed_in) == 0
        assert signed_in.get(OFFERS).url.startswith(LOGIN)


def test_a_page_early_in_the_session_writes_nothing(signed_in, django_assert_num_queries):
    signed_in.get(OFFERS)
    before = signed_in.session["_session_expiry"]
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        signed_in.get(OFFERS)
    assert signed_in.session["_session_expiry"] == before


def test_nobody_signed_in_has_nothing_left(client):
    assert client.get(SESSION, headers=JSON).json() == {"left": 0, "who": None, "stays": False}
    assert client.post(SESSION, headers=JSON).json()["left"] == 0


def test_without_javascript_the_wish_leads_back(signed_in):
    assert signed_in.post(SESSION, {"next": OFFERS}).url == OFFERS
    assert signed_in.post(SESSION, {"next": "https://example.org/"}).url == "/"


def test_one_comes_back_to_where_one_was(client):
    person = factories.user()
    door = client.get(OFFERS).url
    answer = client.post(door, {"login": person.username, "password": factories.PASSWORD, "next": OFFERS})
    assert answer.url == OFFERS


def test_a_session_without_a_fixed_end_says_so(rf, client):
    client.force_login(factories.user())
    request = rf.get("/")
    request.session = client.session
    assert seconds_left(request) is None
