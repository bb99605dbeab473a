"""A person takes the calendar home: makes the secret address, another library reads it, and it is taken back."""

import urllib.error
import urllib.request

import pytest
import vobject
from playwright.sync_api import expect


def test_an_address_is_made_read_and_taken_back(portal, signed_in):
    page = signed_in(portal.acting("verifier")["username"])
    page.get_by_role("link", name="Kalender").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kalender")
    page.get_by_role("link", name="Di aplikasi kalender saya").click()
    page.get_by_role("button", name="Buat alamat").click()
    url = page.locator("#alamat-kalender").input_value()
    with urllib.request.urlopen(url) as answer:
        calendar = vobject.readOne(answer.read().decode())
    assert calendar.contents["vevent"], "a verifier of the demonstration has days to keep"

    page.get_by_role("button", name="Cabut alamat").click()
    page.locator("dialog[open]").get_by_role("button").last.click()
    expect(page.get_by_text("Belum ada alamat")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url)
    refused.value.close()
    assert refused.value.code == 404
