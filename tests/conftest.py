"""The test database, made from the real migrations and reference data; and a real SMTP sink."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings

from portal.launcher.valkey import free_port
from regions import clock
from tests import snapshot, workers
from tests.hands import Hands

if not os.environ.get("DATABASE_URL"):
    pytest.exit(
        "The tests need their parts: run `make test ARGS='…'`, or first "
        '`eval "$(.venv/bin/python -m portal.launcher parts)"`.',
        returncode=4,
    )


def pytest_xdist_make_scheduler(config, log):
    return workers.WholeFiles(config, log)


def pytest_collection_modifyitems(items):
    if workers.WORKER:
        items.sort(key=lambda item: workers.turn(item.nodeid))


@pytest.fixture(scope="session", autouse=True)
def light_settings(tmp_path_factory):
    """Only what would be slow, or would write into somebody's data folder."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    folder = tmp_path_factory.mktemp("home")
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        # A test that is one transaction sees its own changes, which no other transaction does; see test_kept_pages.py.
        CACHES=settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        BOARD_KEEPS_FROM=float("inf"),  # however busy the machine is
        PROVINCE_SHARE=0,  # a test is faster than a province
        MEDIA_ROOT=folder / "files",
        CLOCK_OFFSET_FILE=folder / "clock-offset",
    ):
        if moment := os.environ.get("TEST_CLOCK"):  # 2026-12-31T23:30+07:00: no test may mind when it runs
            clock.shift(datetime.fromisoformat(moment) - datetime.now(UTC))
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    connection.settings_dict["TEST"]["NAME"] = workers.database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Reference data once; tests that commit are undone by going back to exactly these rows."""
    with django_db_blocker.unblock():
        snapshot.restore_if_any()
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        snapshot.take()
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: snapshot.restore()
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps for a minute is of other rows: keys are used again from test to test."""
    caches["process"].clear()


class Box:
    """The sink's messages, parsed, in order of arrival; `refuse` maps an address to an answer."""

    def __init__(self):
        self.messages = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        message.envelope_to = list(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 kept"


@pytest.fixture
def sink(settings):
    """A real SMTP server on a free port; the portal's mail goes there."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


@pytest.fixture
def hands(transactional_db, tmp_path) -> Iterator[Hands]:
    """Real worker and beat, started by the test on its own database; ask for `sink` first."""
    found = Hands(tmp_path)
    yield found
    found.end()
