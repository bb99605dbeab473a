"""A full process says so at once; who takes more than a share waits, and the others do not."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import takewhile

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.roles import Role
from portal import crowd
from tests import factories as make

ASKED = 3


class Slow:
    """A page that is not ready until the test lets it; `begun` counts who works on it."""

    def __init__(self):
        self.ready, self.begun = threading.Event(), threading.Semaphore(0)

    def __call__(self, request):
        if request.path == "/lama/":
            self.begun.release()
            assert self.ready.wait(20)
        return HttpResponse("served")


@pytest.fixture
def full(settings):
    """`ASKED - 1` requests under way in a process with room for `room`, and the middleware before them."""

    def fill(room: int) -> crowd.CrowdMiddleware:
        settings.REQUESTS_AT_ONCE = room
        middleware = crowd.CrowdMiddleware(page)
        for _each in range(ASKED - 1):
            waiting.append(pool.submit(middleware, RequestFactory().get("/lama/")))
            assert page.begun.acquire(timeout=20)
        return middleware

    page, waiting = Slow(), []
    with ThreadPoolExecutor(ASKED) as pool:
        yield fill
        page.ready.set()
    assert [one.result().status_code for one in waiting] == [200] * (ASKED - 1)


def test_beyond_its_room_a_process_says_at_once_when_to_ask_again(full):
    middleware = full(ASKED - 1)
    refused = middleware(RequestFactory().get("/"))
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert middleware(RequestFactory().get("/healthz")).status_code == 200
    full_no_more = crowd.CrowdMiddleware(middleware.get_response)
    assert full_no_more(RequestFactory().get("/")).status_code == 200


def test_twin_with_more_room_it_is_served(full):
    assert full(ASKED)(RequestFactory().get("/")).status_code == 200


def test_a_place_is_free_again_after_an_error(settings):
    def broken(_request):
        raise ValueError("broken")

    settings.REQUESTS_AT_ONCE = 1
    middleware = crowd.CrowdMiddleware(broken)
    for _each in range(2):
        with pytest.raises(ValueError, match="broken"):
            middleware(RequestFactory().get("/"))


@pytest.fixture
def people(db, monkeypatch, settings):
    """Two people of one province and one of another, signed in at one process; each has asked once."""
    monkeypatch.setattr(crowd, "BURST", 0.3)
    monkeypatch.setattr(crowd, "HEAVIEST", 0.05)  # so that one page alone is never too much, however slow the machine

    def gather(share: float) -> list[Client]:
        settings.PROVINCE_SHARE = share
        clients = [Client(), Client(), Client()]
        for client, province in zip(clients, ["32", "32", "64"], strict=True):
            client.handler = clients[0].handler
            make.sign_in(client, make.actor(make.body(province), Role.PROPOSER))
            assert client.get("/usulan/").status_code == 200
        return clients

    return gather


def flood(client: Client, times: int = 12) -> list[int]:
    answers = (client.get("/usulan/").status_code for _each in range(times))
    return list(takewhile(lambda status: status == 200, answers))


def test_a_province_that_floods_is_told_when_to_come_back_and_others_are_served(people):
    flooding, colleague, other = people(share=1e-6)
    assert 4 <= len(flood(flooding)) < 12
    refused = colleague.get("/usulan/")
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
    assert other.get("/usulan/").status_code == 200


def test_twin_without_a_share_the_flood_goes_on(people):
    flooding, _colleague, _other = people(share=0)
    assert len(flood(flooding, 12)) == 12


def test_what_was_taken_is_paid_back_by_waiting(monkeypatch):
    monkeypatch.setattr(crowd, "BURST", 0.0)
    taken = crowd.Crowd(1, share=10.0)
    taken.charge(("province", "32"), 1.0)
    assert taken.seconds_over(("province", "32")) > 0
    time.sleep(0.11)
    assert taken.seconds_over(("province", "32")) == 0


def test_of_a_house_half_full_nobody_has_more_than_a_third():
    house, java, borneo = crowd.Crowd(6, share=0.25), ("province", "32"), ("province", "64")
    with ExitStack() as inside:
        taken = [inside.enter_context(house.place(java)) for _each in range(4)]
        assert taken == [True, True, True, False]
        assert inside.enter_context(house.place(borneo)) and inside.enter_context(house.place(None))
    with house.place(java) as free:
        assert free


def test_twin_without_a_share_one_has_all_places():
    house, java = crowd.Crowd(6, share=0), ("province", "32")
    with ExitStack() as inside:
        assert all(inside.enter_context(house.place(java)) for _each in range(6))
        assert not inside.enter_context(house.place(("province", "64")))
