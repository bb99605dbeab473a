"""The front page: for whoever is not signed in, light, kept, true, and without a word about a person."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from casework.models import Allowance
from programs.models import Proposal
from programs.services.offers import create_offer, publish_offer
from regions import clock
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db
OFFER = {"kind": "sertifikasi", "fiscal_year": 2027, "seats": 240, "conditions": "Terbuka bagi semua provinsi."}


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.DEMONSTRATION = False


@pytest.fixture
def world():
    people = proposals.cast()
    approved = proposals.in_state("approved", people)
    pacts.in_state("in_force", pacts.cast())
    today = clock.today()
    for title, days in (("Sertifikasi jaringan", 5), ("Sertifikasi awan", 60)):
        dates = {"title": title, "opens_on": today, "closes_on": today + timedelta(days=days)}
        publish_offer(create_offer(OFFER | dates, actor=people.coordinator), actor=people.coordinator)
    create_offer(OFFER | {"title": "Rancangan", "opens_on": today, "closes_on": today}, actor=people.coordinator)
    return approved


def test_it_says_what_is_open_who_serves_whom_and_what_came_of_it(client, world):
    answer = client.get("/")
    page = answer.content.decode()
    for word in ("Sertifikasi jaringan", "Sertifikasi awan", "Balai Banjarmasin", "Kalimantan Timur", "Empat langkah"):
        assert word in page
    assert "Rancangan" not in page
    numbers = [figure["number"] for figure in answer.context["figures"]]
    assert numbers == ["1", "1", str(world.participants), "1 dari 38"]
    assert page.count('class="u-') >= 38


def test_no_person_stands_on_it(client, world):
    User.objects.filter(pk=world.author_id).update(full_name="Nama Yang Khas")
    page = client.get("/").content.decode()
    people = list(User.objects.values_list("full_name", "email", "username"))
    assert len(people) > 5
    found = [word for row in people for word in row if re.search(rf"\b{re.escape(word)}\b", page)]
    assert found == [] and "@" not in page
    assert world.contact_phone not in page or not world.contact_phone


def test_it_is_the_same_for_everybody_and_may_be_kept(client, world):
    answer = client.get("/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "csrf" not in answer.content.decode() and not answer.cookies
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize(
    ("days", "said"), [(7, "Balai memverifikasi dalam 7 hari kerja"), (None, "Balai memverifikasi;")]
)
def test_how_long_verifying_may_take_is_what_the_administrators_set(client, days, said):
    Allowance.objects.filter(lifecycle="proposal", status="in_verification").delete()
    if days:
        Allowance.objects.create(lifecycle="proposal", status="in_verification", working_days=days)
    assert said in client.get("/").content.decode()


def test_cold_it_asks_eleven_times_and_warm_never(client, world, django_assert_num_queries):
    with django_assert_num_queries(11):
        client.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_it_is_light(client, world):
    """Enough for 3G: the page itself, and with all that it names on a first visit."""
    page = client.get("/").content
    named = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    assert len(named) >= 6
    parts = [Path(finders.find(name.decode())).read_bytes() for name in named]
    assert len(gzip.compress(page)) < 8_000
    assert sum(len(gzip.compress(part)) for part in [page, *parts]) < 120_000


def test_each_language_is_kept_apart_and_chosen_by_a_link(client, world):
    assert 'lang="id"' in client.get("/").content.decode()
    assert client.get("/", {"bahasa": "en"}).status_code == 302
    page = client.get("/").content.decode()
    assert "Which UPT serves my province?" in page and "1 of 38" in page
    for odd in ("xx", "\0", "en" * 999):
        assert client.get("/", {"bahasa": odd}).status_code == 200


def test_numbers_are_grouped_as_each_language_does(client, world):
    Proposal.objects.filter(pk=world.pk).update(participants=1680)
    for language, number in (("id", "1.680"), ("en", "1,680")):
        client.get("/", {"bahasa": language})
        assert client.get("/").context["figures"][2]["number"] == number


def test_whoever_is_signed_in_has_the_desk(client):
    factories.sign_in(client, factories.actor(factories.upt(), Role.VERIFIER))
    answer = client.get("/")
    assert "portal/desk.html" in [template.name for template in answer.templates]
    assert "public" not in answer.get("Cache-Control", "")


def test_nothing_at_all_is_said_in_words(client):
    page = client.get("/").content.decode()
    assert "Hari ini tidak ada penawaran terbuka" in page


def test_an_offer_leads_through_the_door_to_its_page(client, world):
    found = re.findall(r'href="(/akun/login/\?next=[^"]+)"', client.get("/").content.decode())
    assert len(found) == 4 and all("tawar" in url for url in found)
    assert client.get(found[0]).status_code == 200
    assert reverse("account_login") in client.get("/").content.decode()
