"""A verifier's task without a mouse: take, fill in the checklist, pass on; where one is can always be seen."""

from playwright.sync_api import Page, expect

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


def test_enter_in_the_name_of_a_passkey_asks_the_device(signed_in):
    page = signed_in("andi.saputra")
    page.goto("/akun/faktor-kedua/webauthn/add/")
    page.get_by_label("Nama passkey").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Perangkat tidak membuat passkey")


def test_an_act_in_place_that_cannot_be_done_shows_why(signed_in):
    page = signed_in("lestari.handayani")
    page.locator("a[hx-get*=beban]").first.click()
    form = page.locator("form.give:has([name=comment])").first
    form.locator("select").select_option(index=1)
    form.locator("[name=comment]").fill("   ")
    form.locator("[name=comment]").press("Enter")
    expect(page.locator(".say.late")).to_contain_text("Tulis alasannya")


def test_nobody_chosen_in_place_is_said_at_the_field_with_the_reason_kept(signed_in):
    page = signed_in("lestari.handayani")
    page.locator("a[hx-get*=beban]").first.click()
    reason = page.locator("form.give:has([name=comment])").first.locator("[name=comment]")
    reason.fill("Cuti")
    reason.press("Enter")
    expect(page.locator("#id_position_error")).to_contain_text("Pilih kepada siapa")
    expect(page.locator("[name=comment]")).to_have_value("Cuti")


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
