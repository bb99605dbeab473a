"""A siege locks nobody out and is not let through; a thousand tries each way are `make access`."""

import pytest
from django.core.cache import cache

from tests import factories
from tests.access import door

pytestmark = pytest.mark.django_db
TRIES, LIMIT = 25, 20  # `login_failed` of the settings, per address and minute


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.mark.parametrize("way", door.WAYS)
def test_the_rightful_person_still_gets_in(way):
    person = factories.user()
    siege = door.besiege(person.username, door.WAYS[way](TRIES))
    assert (siege.tried, siege.got_in) == (TRIES, 0) and door.rightful(person)
    assert siege.compared <= (TRIES if way == "from many addresses" else LIMIT)


def test_the_besieger_is_refused_even_with_the_right_password():
    person = factories.user()
    door.besiege(person.username, door.forged(TRIES))
    assert not door.knock(person.username, factories.PASSWORD, door.ATTACKER)
    assert not door.knock(person.username, factories.PASSWORD, door.ATTACKER, "192.0.2.55")


def test_counted_per_name_the_rightful_person_would_be_locked_out(settings):
    """The twin of the first: allauth's own way."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    person = factories.user()
    door.besiege(person.username, door.from_many(TRIES))
    assert not door.rightful(person)


def test_where_a_header_is_believed_without_a_proxy_every_try_would_be_compared(settings):
    """The twin of the others: one proxy is said to stand before, and none does."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert door.besiege(factories.user().username, door.forged(TRIES)).compared > LIMIT


def test_who_was_refused_stands_in_the_log_and_what_was_typed_does_not(caplog):
    person = factories.user()
    door.knock(person.username, "salah-sekali-1", door.ATTACKER)
    door.knock("kata-sandi\nsaya", "salah-sekali-2", door.ATTACKER)
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.sessions"]
    told = "sign-in refused: {} from " + door.ATTACKER
    assert lines == [told.format(person.username), told.format("a name nobody has")]
