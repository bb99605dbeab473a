"""`make slow`: the portal on a line of 400 kbit/s with 400 ms on the way, by Chromium's own throttling.

The desk, a list and a case must be readable in 3 s at the first visit and 1.5 s after; an upload says how far it is and
survives a cut. Prints its table and fails when a figure is missed.
"""

import os
import re
import statistics
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import browser as chrome  # noqa: F401  (a fixture)
from tests.pace.bench_round import FIRST_VISIT, NEXT_VISIT
from tests.pace.served import Served, served

LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
FIRST, AFTER, TIMES = 3.0, 1.5, 3
UPLOAD = 10_000_000
READABLE = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
  return Math.max(painted, performance.getEntriesByType("navigation")[0].responseEnd) / 1000;
}"""
ROWS = "main :is(tbody tr, li, dd, article)"


@pytest.fixture(scope="module")
def portal():
    with served(20) as found:
        yield found


class Visitor:
    """One person at one browser on the slow line; `bytes` counts what came over it."""

    def __init__(self, browser: Browser, portal: Served, who: dict):
        self.context: BrowserContext = browser.new_context(base_url=portal.url, locale="id-ID")
        self.context.add_cookies([{"name": "sessionid", "value": who["session"], "url": portal.url}])
        self.page: Page = self.context.new_page()
        self.line = self.context.new_cdp_session(self.page)
        self.line.send("Network.enable")
        self.line.on("Network.loadingFinished", lambda event: self.count(event["encodedDataLength"]))
        self.line.send("Network.emulateNetworkConditions", LINE)
        self.bytes = 0

    def count(self, more: float) -> None:
        self.bytes += int(more)

    def visit(self, url: str) -> tuple[float, int]:
        """Seconds until the heading and the first rows stand there, and the bytes of all that was loaded."""
        self.bytes = 0
        assert self.page.goto(url, wait_until="load").status == 200
        expect(self.page.locator("h1").first).to_be_visible()
        expect(self.page.locator(ROWS).first).to_be_visible()
        return self.page.evaluate(READABLE), self.bytes

    def cut(self, off: bool) -> None:
        self.line.send("Network.emulateNetworkConditions", LINE | {"offline": off})


def test_pages_are_readable_soon(portal, chrome, capsys):  # noqa: F811
    lines, missed = [], []
    for role in ("verifier", "proposer"):
        who = portal.person(role)
        for url in ("/", "/usulan/", f"/perkara/{who['cases'][0]}/"):
            first, after = [], []
            for _time in range(TIMES):
                visitor = Visitor(chrome, portal, who)
                first.append(visitor.visit(url))
                after.append(visitor.visit(url))
                visitor.context.close()
            for name, seen, most, heaviest in (
                ("first", first, FIRST, FIRST_VISIT),
                ("after", after, AFTER, NEXT_VISIT),
            ):
                seconds, weight = statistics.median(one[0] for one in seen), max(one[1] for one in seen)
                spread = f"{min(one[0] for one in seen):.1f}–{max(one[0] for one in seen):.1f}"
                lines.append(f"{role:<10}{url:<22}{name:<7}{seconds:>5.2f} s ({spread}) {weight / 1000:>6.1f} kB")
                if seconds > most or weight > heaviest:
                    missed.append(lines[-1])
    with capsys.disabled():
        print("\n" + "\n".join(lines) + f"\n{len(missed)} figures missed\n" + "\n".join(missed))
    assert not missed


def test_an_upload_says_how_far_it_is_and_survives_a_cut(portal, chrome, tmp_path, capsys):  # noqa: F811
    visitor = Visitor(chrome, portal, portal.person("proposer", having="drafts"))
    page = visitor.page
    page.goto(portal.person("proposer", having="drafts")["drafts"][0])
    form = page.locator("form[data-upload]").first
    place = form.locator("xpath=ancestor::li").get_attribute("id")
    form.locator("[type=file]").set_input_files(heavy(tmp_path / "kerangka.pdf"))
    said = cut_in_the_middle(visitor, form)
    expect(page.locator(f"#{place}")).to_contain_text("kerangka.pdf", timeout=400_000)
    assert page.locator(f"#{place} a[href^='/berkas/']", has_text="kerangka.pdf").count() == 1
    with capsys.disabled():
        print(f"\nan upload of {UPLOAD / 1e6:.0f} MB said “{said}”, was cut, went on by itself, and arrived once")
    visitor.context.close()


def test_so_does_a_message_with_a_file(portal, chrome, tmp_path, capsys):  # noqa: F811
    visitor = Visitor(chrome, portal, who := portal.person("verifier"))
    page = visitor.page
    page.goto(f"/perkara/{who['cases'][0]}/percakapan/#baru")
    form = page.locator("#baru")
    form.get_by_label(re.compile("^Internal")).check()
    form.get_by_label("Pesan").fill("Kerangka terlampir.")
    form.locator("[type=file]").set_input_files(heavy(tmp_path / "kerangka.pdf"))
    form.get_by_role("button", name="Kirim pesan").click()
    said = cut_in_the_middle(visitor, form)
    page.wait_for_url(re.compile(r"/percakapan/\d+/"), timeout=400_000)
    assert page.locator(".posts > li", has_text="kerangka.pdf").count() == 1
    with capsys.disabled():
        print(f"\na message with {UPLOAD / 1e6:.0f} MB said “{said}”, was cut, went on by itself, and arrived once")
    visitor.context.close()


def cut_in_the_middle(visitor: Visitor, form: Locator) -> str:
    """What was said of how far it is before the line broke; the file stays chosen, and the line comes back."""
    visitor.page.wait_for_function(
        "() => document.querySelector('progress:not([hidden])')?.value > 20", timeout=120_000
    )
    said = form.locator("[data-so-far]").inner_text()
    visitor.cut(True)
    expect(form.locator("[data-told]")).to_contain_text("dikirim lagi", timeout=30_000)
    assert form.locator("[type=file]").evaluate("field => field.files.length") == 1
    visitor.cut(False)
    return said


def heavy(path: Path) -> Path:
    """A true PDF of so many bytes that nothing can compress."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root["/Isi"] = document.make_stream(os.urandom(UPLOAD))
    document.save(path)
    return path
