"""A refusal takes as long as the answer it must be taken for: a clock tells nothing that the words keep back."""

import itertools
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.access import asking, table, world

pytestmark = pytest.mark.django_db
LOGIN, RESET = reverse("account_login"), reverse("account_reset_password")
ALIKE = 1.35  # what the machine does besides differs by as much


class Tenth(PBKDF2PasswordHasher):
    """As the portal has it, with a tenth of the work: still by far the most of what a refusal costs."""

    iterations = PBKDF2PasswordHasher.iterations // 10


def ratio(*acts: Callable, rounds: int = 20) -> float:
    """How much longer the slowest takes: asked by turns, the quickest of each, for whatever disturbs only delays."""
    taken = [[once(act) for act in acts] for _ in range(rounds)]
    quickest = [min(times) for times in zip(*taken, strict=True)]
    return max(quickest) / min(quickest)


def once(act: Callable) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def test_the_twin_of_a_clock_that_sees():
    assert ratio(lambda: time.sleep(0.004), lambda: time.sleep(0.006)) > ALIKE


def somebody(**fields) -> str:
    person = factories.user()
    person.set_password(factories.PASSWORD)
    User.objects.filter(pk=person.pk).update(**{"password": person.password} | fields)
    return person.username


def test_a_wrong_password_of_somebody_of_who_is_away_of_who_has_none_and_of_nobody(client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Tenth"]
    names = [somebody(), somebody(is_active=False), somebody(password="!"), "tidak.pernah.ada"]
    assert ratio(*(trying(client, 200, LOGIN, login=name, password="salah") for name in names)) < ALIKE


@pytest.mark.django_db(transaction=True)  # with the bell that a commit rings
def test_a_new_password_for_an_address_that_is_known_and_one_that_is_not(client):
    known = factories.user().email
    asked = [trying(client, 302, RESET, email=address) for address in (known, f"{uuid4()}@contoh.test")]
    assert ratio(*asked) < ALIKE


def trying(client, status: int, page: str, **typed) -> Callable:
    """From one address after the other, so that no limit answers in its stead."""
    places = (f"198.51.{third}.{fourth}" for third, fourth in itertools.product(range(250), repeat=2))

    def act() -> None:
        assert client.post(page, typed, REMOTE_ADDR=next(places)).status_code == status

    return act


def test_what_is_outside_and_what_never_was():
    home = world.build()
    reader = world.clients({"x": world.outsiders()["proposer, other province"]})["x"]
    nowhere = home.objects | {name: 987654 for name, held in home.objects.items() if isinstance(held, int)}
    for name in ("programs:detail", "agreements:detail", "portal:case", "casework:document", "casework:conversation"):
        address = next(each for each in table.addresses() if each.name == name)
        there, gone = (looking(reader, address.url(each), "404") for each in (home.objects, nowhere))
        assert ratio(there, gone) < ALIKE, name


def test_a_search_for_words_of_a_foreign_case_and_for_words_that_stand_nowhere():
    world.build()
    reader = world.clients({"x": world.outsiders()["proposer, other province"]})["x"]
    for page in ("/cari/?q=", "/usulan/?q="):
        acts = [looking(reader, page + word, "200") for word in (world.CANARY, "q" + world.CANARY[::-1])]
        assert ratio(*acts) < ALIKE, page


def looking(reader, url: str, status: str) -> Callable:
    def act() -> None:
        assert asking.ask(reader, "GET", url)[0] == status

    return act
