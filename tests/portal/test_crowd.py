"""A full process lets wait, then says so; who had most goes last; who takes more than a share is told to come back."""

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

JAVA, BORNEO, PAPUA = (("province", code) for code in ("32", "64", "91"))


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
def full(settings, monkeypatch):
    """The middleware of a process in which one request is under way, with room for so many more at work and in line."""

    def fill(room: int = 0, line: int = 0) -> crowd.CrowdMiddleware:
        settings.REQUESTS_AT_ONCE, settings.REQUESTS_IN_LINE, settings.UPLOADS_AT_ONCE = 1 + room, line, 1
        middleware = crowd.CrowdMiddleware(page)
        waiting.append(pool.submit(middleware, RequestFactory().get("/lama/")))
        assert page.begun.acquire(timeout=20)
        return middleware

    monkeypatch.setattr(crowd, "PATIENCE", 0.2)
    monkeypatch.setattr(crowd, "PAUSE", 0.1)
    page, waiting = Slow(), []
    with ThreadPoolExecutor(1) as pool:
        yield fill
        page.ready.set()
    assert [one.result().status_code for one in waiting] == [200]


def test_beyond_its_room_a_process_says_at_once_when_to_ask_again(full):
    middleware = full()
    refused = middleware(RequestFactory().get("/"))
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert middleware(RequestFactory().get("/healthz")).status_code == 200
    full_no_more = crowd.CrowdMiddleware(middleware.get_response)
    assert full_no_more(RequestFactory().get("/")).status_code == 200


def test_twin_with_more_room_it_is_served(full):
    assert full(room=1)(RequestFactory().get("/")).status_code == 200


def test_a_refusal_comes_after_a_pause_while_there_are_threads_for_it(full, monkeypatch):
    middleware, request = full(), RequestFactory().get("/")
    began = time.monotonic()
    assert middleware(request).status_code == 503
    assert time.monotonic() - began >= crowd.PAUSE
    for _each in range(crowd.PAUSING):
        assert middleware._pausing.acquire(blocking=False)
    monkeypatch.setattr(crowd, "PAUSE", 60)
    assert middleware(request).status_code == 503


def test_who_stands_in_line_too_long_is_told_so(full):
    began = time.monotonic()
    assert full(line=1)(RequestFactory().get("/")).status_code == 503
    assert time.monotonic() - began >= crowd.PATIENCE


@pytest.mark.parametrize("headers", [{"CONTENT_LENGTH": "300000"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_large_body_has_a_place_of_its_own(full, headers):
    middleware = full()
    assert middleware(RequestFactory().post("/", **headers)).status_code == 200
    middleware.uploads.most = 0
    assert middleware(RequestFactory().post("/", **headers)).status_code == 503


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "x"])
def test_a_length_that_is_none_does_no_harm(full, length):
    assert full()(RequestFactory().post("/", CONTENT_LENGTH=length)).status_code == 200


def test_a_place_is_free_again_after_an_error(settings):
    def broken(_request):
        raise ValueError("broken")

    settings.REQUESTS_AT_ONCE, settings.REQUESTS_IN_LINE = 1, 0
    middleware = crowd.CrowdMiddleware(broken)
    for _each in range(2):
        with pytest.raises(ValueError, match="broken"):
            middleware(RequestFactory().get("/"))


@pytest.fixture(autouse=True)
def as_in_a_full_portal(monkeypatch):
    """Few ask in these tests, and each would have much for himself."""
    monkeypatch.setattr(crowd, "FREELY", 0)


def until(seen) -> None:
    end = time.monotonic() + 10
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.002)


class Line:
    """A door with one place, which is taken; whoever asks then stands in line, and is noted when served or refused."""

    def __init__(self, longest: int, share: float = 1e-9):
        self.share = crowd.Share(share)
        self.door = crowd.Door(1, longest, self.share)
        self.served, self.refused, self.pool = [], [], ThreadPoolExecutor(8)

    def __enter__(self):
        self.inside = ExitStack()
        self.inside.enter_context(self.door.place(None))
        return self

    def ask(self, whose: tuple, name: str = "") -> None:
        known = self._standing()
        self.pool.submit(self._ask, whose, name or whose[1])
        until(lambda: self._standing() > known)

    def _standing(self) -> int:
        return len(self.door._line) + len(self.refused)

    def _ask(self, whose: tuple, name: str) -> None:
        with self.door.place(whose) as ticket:
            (self.served if ticket.inside else self.refused).append(name)

    def __exit__(self, *_error):
        self.inside.close()
        self.pool.shutdown()


def test_who_has_had_least_goes_first():
    with Line(longest=3) as line:
        for whose, times in ((JAVA, 2), (PAPUA, 1)):
            for _time in range(times):
                line.share.charge(whose, crowd.HEAVIEST)
        for whose in (JAVA, PAPUA, BORNEO):
            line.ask(whose)
    assert line.served == ["64", "91", "32"]


def test_twin_without_a_share_the_first_goes_first():
    with Line(longest=3, share=0) as line:
        line.share.charge(JAVA, 2)
        for whose in (JAVA, PAPUA, BORNEO):
            line.ask(whose)
    assert line.served == ["32", "91", "64"]


def test_nobody_has_more_than_half_of_the_places():
    door = crowd.Door(4, 0, crowd.Share(0.25))
    with ExitStack() as inside:
        asked = [JAVA, JAVA, JAVA, BORNEO, PAPUA, BORNEO]
        taken = [inside.enter_context(door.place(whose)).inside for whose in asked]
        assert taken == [True, True, False, True, True, False]
    assert door.under_way == 0 and not door._of


def test_twin_without_a_share_one_has_them_all():
    door = crowd.Door(4, 0, crowd.Share(0))
    with ExitStack() as inside:
        assert [inside.enter_context(door.place(JAVA)).inside for _each in range(5)] == [True] * 4 + [False]


def test_of_a_full_line_the_last_of_those_who_had_most_leaves():
    with Line(longest=2) as line:
        line.share.charge(JAVA, 2)
        line.ask(JAVA, "first")
        line.ask(JAVA, "second")
        line.ask(BORNEO)
        until(lambda: line.refused)
        line.ask(JAVA, "third")
    assert (line.served, line.refused) == (["64", "first"], ["second", "third"])


@pytest.fixture
def people(db, monkeypatch, settings):
    """Two people of one province and one of another, signed in at one process; each has asked once."""
    monkeypatch.setattr(crowd, "BURST", 0.3)
    monkeypatch.setattr(crowd, "PAUSE", 0)
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


def test_whoever_is_nearly_alone_may_go_on_taking(people, monkeypatch):
    """Half of the time is shared out among those of the last minute: a class of one province in an empty portal."""
    flooding, colleague, other = people(share=1e-6)
    monkeypatch.setattr(crowd, "FREELY", 10)
    assert len(flood(flooding)) == 12
    assert [client.get("/usulan/").status_code for client in (colleague, other)] == [200, 200]


def test_the_more_came_lately_the_less_each_may_go_on_taking(monkeypatch):
    monkeypatch.setattr(crowd, "FREELY", 0.5)
    share = crowd.Share(0.05)
    for number in range(1, 31):
        share.charge(("person", number), 0.1)
        assert share.part() == max(0.05, 0.5 / number)


def test_twin_without_a_share_the_flood_goes_on(people):
    flooding, _colleague, _other = people(share=0)
    assert len(flood(flooding, 12)) == 12


def test_what_was_taken_is_paid_back_by_waiting(monkeypatch):
    monkeypatch.setattr(crowd, "BURST", 0.0)
    taken = crowd.Share(10.0)  # a second of work is paid back in a tenth
    taken.charge(JAVA, 1.0)
    assert taken.seconds_over(JAVA) > 0
    time.sleep(0.11)
    assert taken.seconds_over(JAVA) == 0
