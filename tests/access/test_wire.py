"""Where one request ends and the next begins: nothing that says so twice, differently or wrongly hides a second one."""

import pytest

from tests.access.web_server import served

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
CHUNKED, CLOSE = b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n"
ODD = {
    "length and chunks": POST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + HIDDEN,
    "chunks and length": POST + CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + HIDDEN,
    "a length with a sign": POST + b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "chunks under another name": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a blank before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a chunk's length that is none": POST + CHUNKED + b"\r\n0x0\r\n\r\n" + HIDDEN,
    "a header that goes on below": POST + b"X: a\r\n Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
}


@pytest.fixture(scope="module")
def server():
    with served() as server:
        yield server


@pytest.mark.parametrize("sent", ODD.values(), ids=ODD)
def test_no_second_request_hides_in_one(server, sent):
    assert b"hidden" not in server.send(sent)


def test_twin_two_requests_that_say_plainly_where_they_end_are_two(server):
    for first in (POST + b"Content-Length: 0\r\n\r\n", POST + CHUNKED + b"\r\n0\r\n\r\n"):
        answer = server.send(first + HIDDEN)
        assert answer.count(b"HTTP/1.1 200") == 2 and b"PATH_INFO = '/hidden'" in answer
