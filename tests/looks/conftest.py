"""The demonstration in the test's own database behind a server in this process, and a browser before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from portal.demonstration import story
from portal.launcher.testing import chromium
from tests.looks import acted, entrance, world
from tests.looks.crawl import Seen, chosen, sent_empty

THEMES = ("light", "dark")
DESKTOP, PHONE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}, {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 225}  # 1280 × 900 at 400 %


@dataclass
class Looks:
    """The chosen pages and a window for each reader."""

    pages: list[Seen]
    clients: dict[str, Client]
    browser: Browser
    address: str
    fetched: set[str]  # templates that htmx brings into pages

    def window(self, reader: str, **options) -> Page:
        """A window in which this reader is signed in."""
        context = self.browser.new_context(base_url=self.address, locale="id-ID", reduced_motion="reduce", **options)
        cookies = self.clients[reader].cookies if reader else {}
        host = urlsplit(self.address).hostname
        context.add_cookies(
            [{"name": name, "value": each.value, "domain": host, "path": "/"} for name, each in cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    def of(self, reader: str) -> list[Seen]:
        return [page for page in self.pages if page.reader == reader]

    @property
    def readers(self) -> list[str]:
        return list(dict.fromkeys(page.reader for page in self.pages))

    def show(self, window: Page, page: Seen) -> None:
        """Open it; an answer to a form sent empty, and a page of last resort, come as they were answered."""
        if page.kind == "errors":
            window.route(f"**{page.url}", lambda route: route.fulfill(body=page.html, content_type="text/html"))
        window.goto(page.url)
        if page.kind == "errors":
            window.unroute(f"**{page.url}")


@pytest.fixture
def looks(transactional_db, live_server) -> Iterator[Looks]:
    with transaction.atomic():
        cast = story.build("kata-sandi")
    clients = world.clients(cast) | world.newcomers()
    pages = chosen(list(world.pages(clients)))
    answers = [sent_empty(clients[page.reader], page) for page in pages if page.has_form]
    pages += chosen([answer for answer in answers if answer], per_name=1) + world.last_resort()
    pages += acted.pages(cast, "kata-sandi")
    pages += entrance.pages(cast.actor("inspectorate"), cast.actor("administrator"), "kata-sandi")
    # Before Playwright's loop runs, in which Django asks no database.
    fetched = world.fetched(clients, cast) | acted.fetched(cast)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        yield Looks(pages, clients, browser, live_server.url, fetched)
        browser.close()
