"""The front door opens for everybody, and health answers behind it."""

from playwright.sync_api import expect


def test_the_front_door_leads_to_the_sign_in_page(portal, visit):
    page = visit()
    page.goto("/")
    expect(page.locator(".tiles a")).to_have_count(38)
    page.locator(".bar").get_by_role("link", name="Masuk").click()
    page.wait_for_url("**/akun/login/**")
    assert page.locator("html").get_attribute("lang") == "id"
    page.locator("input[name=login]").fill("bukan-siapa-siapa")
    page.locator("input[name=password]").fill("salah-sama-sekali")
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    assert "/akun/login/" in page.url
    expect(page.locator("[role=alert], .alert, .invalid-feedback")).not_to_have_count(0)


def test_the_portal_runs_with_every_part(portal):
    status, body = portal.run.answer("/readyz")
    assert status == 200, body
    assert portal.shell("print('di dalam')") == "di dalam\n"
