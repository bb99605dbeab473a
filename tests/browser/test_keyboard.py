"""A verifier's task without a mouse: take, fill in the checklist, pass on; where one is can always be seen."""

from playwright.sync_api import Page

from tests.browser.acts import follow, has_focus, reach, state, stops


def test_a_verifier_works_by_keyboard_alone(signed_in):
    page = signed_in("rahmawati.siregar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#isi", "the first stop leads past the bar and the tabs"
    follow(page, page.locator("li.task:has(button:has-text('Ambil')) .title a").first)
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
