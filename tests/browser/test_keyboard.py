"""A verifier's task without a mouse: take, fill in the checklist, pass on; where one is can always be seen."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from tests.browser.acts import state

FAR = 150  # presses of Tab after which a control counts as out of reach
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: at.tagName + " " + (at.innerText || at.name || "").trim().slice(0, 60),
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: [at, ...(at.labels || [])].some((own) => own.contains(top)) || Boolean(top?.contains(at)),
  };
}"""


def test_a_verifier_works_by_keyboard_alone(signed_in):
    page = signed_in("rahmawati.siregar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#isi", "the first stop leads past the bar and the tabs"
    follow(page, page.get_by_role("link", name="Ambil").first)
    follow(page, page.get_by_role("button", name="Ambil"))
    follow(page, page.get_by_role("link", name="Isi daftar periksa"))
    fill_in_the_checklist(page)
    follow(page, page.get_by_role("link", name="Teruskan ke telaah pusat"))
    reach(page, page.get_by_label("Rekomendasi untuk pusat"))
    page.keyboard.type("Lengkap dan wajar; tempat sudah dipastikan dengan daerah.")
    follow(page, page.get_by_role("button", name="Teruskan ke telaah pusat"))
    assert state(page) == "Telaah teknis"


def fill_in_the_checklist(page: Page) -> None:
    """Space chooses the first answer of each item; the last stop is the button that saves."""
    save = page.get_by_role("button", name="Simpan", exact=True)
    for _stop in stops(page):
        if page.evaluate("document.activeElement.matches('[type=radio]:not(:checked)')"):
            page.keyboard.press("Space")
        if has_focus(save):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page: Page, control: Locator) -> None:
    reach(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, control: Locator) -> None:
    for _stop in stops(page):
        if has_focus(control):
            return


def stops(page: Page) -> Iterator[None]:
    """Each stop of the Tab key: its focus is drawn, and nothing covers it."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["shown"] and at["uncovered"], f"on {page.url} one does not see where one is: {at}"
        yield
    raise AssertionError(f"not reached by {FAR} presses of Tab on {page.url}")


def has_focus(control: Locator) -> bool:
    return control.evaluate("element => element === document.activeElement")
