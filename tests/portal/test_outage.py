"""A part that is away is said as 503 with the time to ask again, wherever it is noticed; an error stays an error."""

import errno

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.test import Client

from accounts import middleware
from portal import health, outage


def raising(error: Exception):
    def fail(*_args, **_kwargs):
        raise error

    return fail


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("too many clients"), 503),
        (DatabaseError("server closed the connection"), 503),
        (IntegrityError("twice"), 500),
        (OSError(errno.ENOSPC, "full"), 503),
        (ValueError("ours"), 500),
    ],
)
def test_a_view_that_meets_it(visitor, monkeypatch, error, status):
    monkeypatch.setattr(health, "examine", raising(error))
    answer = visitor.get("/readyz")
    assert answer.status_code == status
    assert answer.get("Retry-After") == (str(outage.RETRY_SECONDS) if status == 503 else None)
    assert answer.content


def test_before_any_view(visitor, monkeypatch):
    monkeypatch.setattr(middleware.ActorMiddleware, "__call__", raising(OperationalError("starting up")))
    assert visitor.get("/glosarium/").status_code == 503


def test_what_the_database_caused_in_between_is_seen_too():
    try:
        try:
            raise OperationalError("server closed the connection")
        except OperationalError as cause:
            raise RuntimeError("while it was put away") from cause
    except RuntimeError as error:
        assert outage.is_outage(error)
