"""A whole portal as `make run` starts it, with its demonstration, and a real browser before it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal.launcher.home import make_home
from portal.launcher.processes import CHECKOUT
from portal.launcher.testing import chromium
from tests.portal.launched import Launched, clean_environment, living

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


class Portal:
    """The running portal: where it is, who may sign in, what it mailed, and its clock."""

    def __init__(self, run: Launched):
        self.run, self.home = run, run.home
        self.url = f"http://127.0.0.1:{run.port}"
        accounts = run.home / "demo-accounts.json"
        self.accounts = json.loads(accounts.read_text()) if accounts.exists() else []

    def account(self, role: str) -> dict:
        """The first demonstration account of a role."""
        return next(account for account in self.accounts if account["role"] == role)

    def acting(self, role: str) -> dict:
        """The first whose position carries a role, by its code."""
        return next(account for account in self.accounts if role in account["roles"])

    def named(self, username: str) -> dict:
        return next(account for account in self.accounts if account["username"] == username)

    def mail(self) -> list[EmailMessage]:
        """Every message the sink has kept, in order of arrival."""
        paths = sorted((self.home / "mail").glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    def wait_mail(self, wanted: Callable[[EmailMessage], bool], seconds: float = 60):
        """The newest message that is wanted; the outbox is rung meanwhile, as beat would."""
        end = time.monotonic() + seconds
        while True:
            found = [message for message in self.mail() if wanted(message)]
            if found:
                return found[-1]
            subjects = [message["Subject"] for message in self.mail()]
            assert time.monotonic() < end, f"no such mail among {subjects}"
            time.sleep(0.5)

    def offset(self) -> timedelta:
        """How far the portal's clock is ahead of the system's."""
        path = self.home / "clock-offset"
        return timedelta(seconds=float(path.read_text())) if path.exists() else timedelta()

    def advance(self, by: timedelta) -> None:
        """Move the clock of web, worker and beat forward."""
        path = self.home / "clock-offset"
        draft = path.with_suffix(".new")
        draft.write_text(str((self.offset() + by).total_seconds()))
        draft.replace(path)

    def advance_to(self, instant: str) -> None:
        """Move the clock to an instant in ISO form."""
        self.advance(datetime.fromisoformat(instant.strip()) - datetime.now(UTC) - self.offset())

    def ring(self, *tasks: str) -> None:
        """Hand tasks to the real worker now, instead of waiting for beat's next minute."""
        for task in tasks:
            self.shell(f"from portal.celery import app; app.send_task({task!r})")

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work on the portal's own database."""
        return clean_environment(self.home) | {"SINERGI_DEMONSTRATION": "1"} | self.run.addresses()

    def shell(self, code: str) -> str:
        """Run code inside the portal, next to its own processes."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="package")
def portal() -> Iterator[Portal]:
    """Fresh for each test run; BROWSER_HOME_KEPT=1 reuses the last one while writing a test."""
    home = Path(os.environ["SINERGI_HOME"]) / "browser"
    for process in living(home):
        process.kill()
    if not os.environ.get("BROWSER_HOME_KEPT"):
        shutil.rmtree(home, ignore_errors=True)
    if settings.CLOCK_OFFSET_FILE.exists():  # the tests run as if at another time
        shutil.copy(settings.CLOCK_OFFSET_FILE, make_home(home))
    # Everybody comes from few provinces, and hardly anybody thinks.
    run = Launched(home, SINERGI_DEMONSTRATION="1", PROVINCE_SHARE="0")
    run.wait_for("Ready: ", 600)  # the demonstration is built first
    yield Portal(run)
    run.end()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Root and small containers have no sandbox to offer; only our own pages are opened.
    options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=options)


@pytest.fixture
def visit(portal, browser) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own; a script error or a breach of the content policy fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_window(**options) -> Page:
        defaults = {"base_url": portal.url, "locale": "id-ID", "viewport": DESKTOP}
        context = browser.new_context(**(defaults | {"reduced_motion": "reduce"} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(_breaches(message)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def signed_in(portal, visit) -> Callable[..., Page]:
    """A window in which somebody has signed in through the sign-in page."""

    def sign_in(username: str, **options) -> Page:
        page = visit(**options)
        page.goto("/akun/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(portal.named(username)["password"])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/akun/login/" not in url)
        return page

    return sign_in


def _breaches(message) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []
