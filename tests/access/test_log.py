"""What the log says: of whom, when and in which zone; and that no visitor writes a line of it."""

import json
import logging
import re

import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from portal import health
from portal.log_lines import WhoAsked
from tests import factories
from tests.access.web_server import served
from tests.accounts.test_second_factor import CODE, set_up, sign_in
from tests.portal.test_outage import raising
from tests.portal.test_settings import FULL, start

SAY = "import logging, logging.config; logging.config.dictConfig(settings.LOGGING); logging.getLogger('a').error('b')"


@pytest.mark.django_db
def test_a_refusal_is_a_line_that_says_whose_it_was(client, caplog):
    caplog.handler.addFilter(WhoAsked())
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    factories.sign_in(client, verifier)
    client.get(reverse("portal:controls"))
    client.get("/usulan/999999999/")
    Client(enforce_csrf_checks=True).post(reverse("account_login"))
    lines = [(each.name, each.status_code, getattr(each, "person", None)) for each in caplog.records]
    assert lines == [
        ("django.request", 403, verifier.user.pk),
        ("django.request", 404, verifier.user.pk),
        ("django.security.csrf", 403, None),
    ]
    assert start(FULL, "print(settings.LOGGING['handlers']['console']['filters'])").stdout == "['who']\n"


@pytest.mark.django_db
def test_a_wrong_second_factor_is_a_line_without_what_was_typed(client, caplog):
    person = factories.user()
    sign_in(client, person)
    secret, _codes = set_up(client)
    wrong = str((int(pyotp.TOTP(secret).now()) + 1) % 10**6).zfill(6)
    client.logout()
    sign_in(client, person)
    client.post(CODE, {"code": wrong})
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.sessions"]
    assert lines == [f"second factor refused: {person.username} from 127.0.0.1"]


@pytest.mark.django_db
def test_a_fault_is_a_line_with_its_cause_and_an_answer_without(monkeypatch, caplog):
    monkeypatch.setattr(health, "examine", raising(ValueError("the secret cause")))
    answer = Client(raise_request_exception=False).get("/readyz")
    line = next(record for record in caplog.records if record.name == "django.request")
    assert (line.levelno, answer.status_code) == (logging.ERROR, 500)
    assert "the secret cause" in str(line.exc_info[1]) and b"the secret cause" not in answer.content


def test_every_line_says_the_zone_of_its_time():
    lines = json.loads(start(FULL, SAY).stderr)["time"], start({}, SAY).stderr.split()[0]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", line) for line in lines)


def test_lines_go_to_one_place():
    said = start(FULL, "print([each['class'] for each in settings.LOGGING['handlers'].values()])").stdout
    assert said == "['logging.StreamHandler']\n"


@pytest.mark.parametrize("known", [True, False], ids=["ours", "twin: gunicorn's own"])
def test_no_address_begins_a_line_of_its_own(known):
    """As docs/operations.md starts it, with the sample application of Python behind it."""
    guide = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    form = re.search(r"--access-logformat '(.+)'", guide)[1]
    ours = re.search(r"--logger-class (\S+)", guide)[1]
    words = ["--access-logfile", "-", "--access-logformat", form, *(["--logger-class", ours] if known else [])]
    with served(*words) as server:
        server.send(b'GET /a%0A{"status":200,"path":"/b"}\\ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    lines = [line for line in server.lines if line]
    if known:
        assert [json.loads(line)["path"] for line in lines] == ['/a\n{"status":200,"path":"/b"}\\']
    else:
        assert len(lines) == 2
