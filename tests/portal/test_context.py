"""The frame of a page: its rooms, its inbox, its positions, and what that costs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from accounts.actors import actor_for, actors_of
from accounts.roles import Role
from casework.models import Notice
from portal.context import Page
from regions import clock
from tests import factories

pytestmark = pytest.mark.django_db


def frame(actor=None, path: str = "/", user=None) -> Page:
    request = RequestFactory().get(path)
    request.user = user or (actor.user if actor else AnonymousUser())
    request.actor = actor
    request.actors = actors_of(request.user)
    return Page(request)


def test_nobody_signed_in_sees_no_rooms():
    assert frame().tabs == []


def test_the_present_room_is_marked():
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    for name in ("portal:desk", "programs:list", "agreements:list", "programs:offers", "regions:coverage"):
        marked = [tab.url for tab in frame(actor, reverse(name)).tabs if tab.current]
        assert marked == [reverse(name)]


def test_a_page_may_say_to_which_room_it_belongs():
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    page = frame(actor, "/percakapan/7/")
    page.request.belongs_to = "/naskah/7/"
    assert [tab.url for tab in page.tabs if tab.current] == [reverse("agreements:list")]


def test_a_page_about_a_chair_belongs_to_the_desk_of_whoever_keeps_no_institution():
    for role, room in ((Role.BODY_HEAD, "portal:desk"), (Role.INSTITUTION_ADMIN, "staff:institution")):
        actor = factories.actor(factories.body("63"), role)
        assert [tab.url for tab in frame(actor, "/pemangku/7/akhiri/").tabs if tab.current] == [reverse(room)]


@pytest.mark.parametrize(("name", "letters"), [("Andi Saputra", "AS"), ("Siti Nur Aminah", "SA"), ("suharto", "S")])
def test_a_phone_shows_the_person_in_two_letters(name, letters):
    assert frame(user=factories.user(full_name=name)).initials == letters


def test_a_person_without_a_position_sees_only_what_needs_none():
    rooms = [tab.url for tab in frame(user=factories.user()).tabs]
    assert rooms == [reverse("portal:desk"), reverse("programs:offers"), reverse("regions:coverage")]


def test_only_an_administrator_sees_the_administration():
    administrator = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    administrator.user.is_staff = True
    coordinator = factories.actor(factories.agency(), Role.COORDINATOR)
    assert reverse("admin:index") in [tab.url for tab in frame(administrator).tabs]
    assert reverse("admin:index") not in [tab.url for tab in frame(coordinator).tabs]


def test_the_bar_costs_one_query_whatever_waits(django_assert_num_queries):
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    page = frame(actor)
    for _turn in range(3):
        Notice.objects.create(recipient=actor.user, kind="proposal.submit", at=clock.now())
    with django_assert_num_queries(1):
        assert (page.unread, page.unread, len(page.tabs)) == (3, 3, 7)


def test_the_switcher_offers_the_other_positions():
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    second = factories.position(factories.upt(), Role.UPT_HEAD)
    factories.holding(second, actor.user)
    page = frame(actor_for(actor.user, second.pk))
    assert [other.position for other in page.other_actors] == [actor.position]
