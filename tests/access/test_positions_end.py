"""A session ends with the position in which it acts: at the next request, in every browser, whatever else is held."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import middleware
from accounts.actors import Actor
from accounts.roles import Role
from regions import clock
from tests import factories

pytestmark = pytest.mark.django_db
LIST, LOGIN = reverse("programs:list"), reverse("account_login")
LATER = timedelta(days=2)


@pytest.fixture
def actor() -> Actor:
    return factories.actor(factories.body("64"), Role.PROPOSER)


def signed_in(person) -> Client:
    """Through the door, without choosing a position."""
    client = Client()
    assert client.post(LOGIN, {"login": person.username, "password": factories.PASSWORD}).status_code == 302
    return client


def end(actor: Actor) -> None:
    actor.holding.ends_on = clock.today()
    actor.holding.save()


def still_in(actor: Actor, browsers: list[Client]) -> list[Client]:
    """Browsers that reach a page on a day after the position's last."""
    end(actor)
    with clock.at(clock.now() + LATER):
        return [each for each in browsers if each.get(LIST).status_code == 200]


def test_every_browser_is_signed_out(actor):
    browsers = [signed_in(actor.user), signed_in(actor.user)]
    assert [each.get(LIST).status_code for each in browsers] == [200, 200]
    assert still_in(actor, browsers) == []
    assert Session.objects.count() == 0
    assert "telah berakhir" in browsers[0].get(LOGIN).content.decode()


def test_whoever_holds_another_position_signs_in_again_to_act_in_it(actor):
    other = factories.holding(factories.position(factories.body("63"), Role.BODY_HEAD), actor.user)
    first, second = signed_in(actor.user), factories.sign_in(Client(), Actor(actor.user, other))
    assert first.get(LIST).status_code == 200
    assert still_in(actor, [first, second]) == [second]
    with clock.at(clock.now() + LATER):
        again = signed_in(actor.user)
        assert again.get(LIST).status_code == 200 and again.session["position"] == other.position_id


def test_the_last_day_is_still_worked(actor):
    browser = signed_in(actor.user)
    end(actor)
    assert browser.get(LIST).status_code == 200


def test_without_the_control_the_session_would_go_on(actor, monkeypatch):
    """The twin: with what ends it switched off, the browser is still somebody's."""
    browser = signed_in(actor.user)
    browser.get(LIST)
    monkeypatch.setattr(middleware, "_end", lambda request: None)
    still_in(actor, [browser])
    assert Session.objects.count() == 1
