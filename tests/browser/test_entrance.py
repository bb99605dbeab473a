"""The front door opens for everybody, and health answers behind it."""


def test_the_front_door_leads_to_the_sign_in_page(portal, visit):
    page = visit()
    page.goto("/")
    assert page.locator(".tiles a").count() == 38
    page.locator(".bar").get_by_role("link", name="Masuk").click()
    page.wait_for_url("**/akun/login/**")
    assert "/akun/login/" in page.url
    assert page.locator("html").get_attribute("lang") == "id"
    page.locator("input[name=login]").fill("bukan-siapa-siapa")
    page.locator("input[name=password]").fill("salah-sama-sekali")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()
    assert "/akun/login/" in page.url
    assert page.locator("[role=alert], .alert, .invalid-feedback").count() > 0


def test_the_portal_runs_with_every_part(portal):
    status, body = portal.run.answer("/readyz")
    assert status == 200, body
    assert portal.shell("print('di dalam')") == "di dalam\n"
