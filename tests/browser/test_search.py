"""The search box by keyboard: "/" goes into it, a mistyped word suggests the case, arrow and Enter open it."""

from playwright.sync_api import expect


def test_a_case_is_reached_by_keyboard_though_it_is_mistyped(signed_in):
    page = signed_in("rahmawati.siregar")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Cari di portal")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.type("pelathian analsi", delay=20)
    first = page.locator(".suggested a").first
    first.wait_for()
    assert first.locator("mark").all_inner_texts() == ["Pelatihan", "analisis"]
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(box).to_have_value("pelathian analsi")
    page.keyboard.type(" ")
    first.wait_for()
    wanted = first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_a_number_leads_to_its_case_and_what_is_not_there_says_what_to_try(signed_in, visit):
    page = signed_in("rahmawati.siregar", viewport={"width": 360, "height": 740})
    page.get_by_role("link", name="Cari", exact=True).click()
    page.wait_for_url("**/cari/")
    box = page.get_by_label("Apa yang Anda cari?")
    box.fill("qqqqq")
    box.press("Enter")
    page.get_by_role("heading", name="Tidak ada yang ditemukan").wait_for()
    box = page.get_by_label("Apa yang Anda cari?")
    box.fill("pelatihan")
    box.press("Enter")
    number = page.locator(".rows .num").first.inner_text()
    box = page.get_by_label("Apa yang Anda cari?")
    box.fill(number.replace("/", " ").lower())
    box.press("Enter")
    page.wait_for_url(lambda url: "/usulan/" in url or "/naskah/" in url)
    page.get_by_text(number).first.wait_for()
