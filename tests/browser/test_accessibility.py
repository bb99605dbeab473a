"""Every important page as its readers meet it: axe finds nothing, nothing scrolls sideways, no English stays behind.

Desktop and phone, light and dark, in Indonesian; a few pages in English too.
"""

import re
from dataclasses import dataclass
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portal.translations import stored
from tests.browser.conftest import DESKTOP, PHONE

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
CASE, TASK = ".grid .title a", ".task .title a"
# Colours depend on the theme and places on the size, so these two show what all four would; English has the others.
VIEWS, OTHER_VIEWS = [(DESKTOP, "light"), (PHONE, "dark")], [(DESKTOP, "dark"), (PHONE, "light")]


@dataclass(frozen=True)
class Way:
    """How a reader comes to a page: an address, links to follow from there, and a form to send empty."""

    address: str
    links: tuple[str, ...] = ()
    send_empty: bool = False


def way(address: str, *links: str, send_empty: bool = False) -> Way:
    return Way(address, links, send_empty)


READERS = {
    "andi.saputra": [
        way("/"),
        way("/usulan/baru/"),
        way("/usulan/?tahap=draft", CASE),
        *(
            way("/usulan/?tahap=draft", CASE, "a[href*='/tulis/']", f".steps a[href$='/{step}/']")
            for step in ("jenis", "tujuan", "waktu", "biaya", "dokumen", "periksa")
        ),
        way("/usulan/?tahap=returned", CASE),
        way("/usulan/?tahap=in_progress", CASE, "a[href$='/report/']", send_empty=True),
    ],
    "rahmawati.siregar": [
        way("/"),
        way("/kotak-masuk/"),
        way("/wilayah/"),
        way("/usulan/"),
        way("/usulan/?tahap=in_verification&tampilan=giliran", CASE),
        way("/usulan/?tahap=in_verification&tampilan=giliran", CASE, "a[href$='/verifikasi/']"),
        way("/usulan/?tahap=in_verification&tampilan=giliran", CASE, "a[href$='/return/']", send_empty=True),
        way("/usulan/?tahap=closed", CASE),
        way("/usulan/?q=tidak-ada-yang-begini"),
    ],
    "ratna.kusuma": [
        way("/tawaran/"),
        way("/tawaran/", CASE),
        way("/tawaran/baru/", send_empty=True),
        way("/usulan/?tahap=in_review&tampilan=giliran", CASE),
        way("/usulan/?tahap=in_review&tampilan=giliran", CASE, "a[href$='/penelaah/']"),
    ],
    "budi.hidayat": [way("/usulan/?tahap=in_review&tampilan=giliran", CASE, "a[href$='/telaah/']")],
    "budi.santosa": [
        way("/usulan/?tahap=awaiting_decision", CASE, "a[href$='/keputusan/']"),
        way("/usulan/?tahap=awaiting_decision", CASE, "a[href$='/keputusan/']", "a[href$='/defer/']", send_empty=True),
    ],
    "agus.santosa": [
        way("/naskah/"),
        way("/naskah/baru/", send_empty=True),
        way("/naskah/?tahap=draft", CASE),
        way("/naskah/?tahap=party_review", CASE),
        way("/naskah/?tahap=in_force", CASE),
        way("/naskah/?tahap=ready", CASE, "a[href$='/sign/']"),
    ],
    "rizky.lestari": [
        way("/"),
        way("/kotak-masuk/"),
        way("/akun/password/change/", send_empty=True),
        way("/akun/saya/"),
        way("/akun/faktor-kedua/"),
        way("/akun/faktor-kedua/totp/activate/", send_empty=True),
        way("/akun/faktor-kedua/webauthn/add/"),
        way("/usulan/0/"),
    ],
    "siti.aminah": [way("/", TASK)],
    "ketut.wenda": [way("/", TASK), way("/", TASK, "a[href$='/pendapat-hukum/']", send_empty=True)],
    "nyoman.wijaya": [way("/")],
    "lestari.handayani": [way("/"), way("/usulan/?tahap=reporting", CASE)],
    "hendra.wijaya": [way("/naskah/?tahap=party_review", CASE), way("/", TASK)],
    "yusuf.maulana": [way("/", TASK), way("/", TASK, ".turn a.btn-primary")],
    "siti.hidayah": [way("/")],
    "yusuf.susanto": [
        way("/"),
        way("/admin/"),
        way("/admin/casework/ladderstep/"),
        way("/admin/accounts/position/add/"),
    ],
}
IN_ENGLISH = {"rahmawati.siregar": READERS["rahmawati.siregar"][:3], "agus.santosa": READERS["agus.santosa"][:2]}


def test_what_everybody_sees(visit):
    page = visit()
    look_at(page, [way("/akun/login/", send_empty=True), way("/akun/password/reset/"), way("/tidak/ada/")])
    look_at(page, [way("/"), way("/peran/")])


@pytest.mark.parametrize("username", READERS)
def test_in_indonesian(signed_in, username):
    look_at(signed_in(username), READERS[username])


@pytest.mark.parametrize("username", IN_ENGLISH)
def test_in_english(portal, signed_in, username):
    page = signed_in(username)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": portal.url}])
    look_at(page, IN_ENGLISH[username], views=OTHER_VIEWS)
    assert spoken_english(page), "this check would not see English on an Indonesian page"


def test_the_theme_that_was_chosen_is_there_from_the_first_byte(portal, visit):
    page = visit()
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": portal.url}])
    assert 'data-bs-theme="dark"' in page.request.get("/akun/login/").text()


def test_the_checks_see_what_they_look_for(visit):
    page = visit(viewport=PHONE)
    page.goto("/akun/login/")
    assert found_by_axe(page) + sideways(page) + left_in_english(page) == []
    page.evaluate(
        """() => { const wide = document.createElement("p"); wide.className = "nowrap small"; wide.style.color = "#999";
        wide.textContent = "Choose the day from which you want to be reminded again. ".repeat(9);
        document.querySelector("main").append(wide) }"""
    )
    assert [fault.split(":")[0] for fault in found_by_axe(page)] == ["color-contrast"]
    assert sideways(page) and left_in_english(page)


def look_at(page: Page, ways: list[Way], views=VIEWS) -> None:
    """All faults of all pages at once, so that one run tells everything that is to be mended."""
    faults = []
    for each in ways:
        go(page, each)
        where = page.url.split("/", 3)[3]
        faults += [f"/{where}: {fault}" for fault in left_in_english(page)]
        for size, theme in views:
            show(page, size, theme)
            faults += [
                f"/{where} at {size['width']}, {theme}: {fault}" for fault in found_by_axe(page) + sideways(page)
            ]
    assert not faults, "\n".join(faults)


def go(page: Page, each: Way) -> None:
    page.goto(each.address)
    for link in each.links:
        page.goto(page.locator(link).first.get_attribute("href"))
    if each.send_empty:
        with page.expect_navigation():
            page.locator("main form:not([method=get]) button[type=submit]:visible").last.click()
    page.wait_for_load_state("networkidle")


def show(page: Page, size: dict, theme: str) -> None:
    """The look is one attribute, and the size is the window's: no need to fetch the page again."""
    page.set_viewport_size(size)
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # there the foot that stays covers nothing


def found_by_axe(page: Page) -> list[str]:
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in violations for node in rule["nodes"]]


def sideways(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"scrolls sideways by {over} px"] if over > 0 else []


def left_in_english(page: Page) -> list[str]:
    if page.locator("html").get_attribute("lang") != "id":
        return []
    return [f"in English: {sentence}" for sentence in spoken_english(page)]


def spoken_english(page: Page) -> list[str]:
    text = page.locator("body").inner_text()
    return [sentence for sentence in english() if sentence in text]


@cache
def english() -> list[str]:
    """The longest plain stretch of every sentence whose Indonesian is another, if it cannot be there by chance."""
    found = set()
    for message in stored():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = "".join(message.string)
        for text in ids:
            plain = max(re.split(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>", text), key=len).strip()
            if len(plain) > 12 and plain not in said:
                found.add(plain)
    return sorted(found)
