"""Nothing typed is lost: autosave, a lost session, a lost connection, two windows on one step."""

import re

import pytest
from playwright.sync_api import Page, expect

END_ALL_SESSIONS = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"


@pytest.fixture
def officer(portal) -> dict:
    return portal.account("Pengusul")


def begin(page: Page, title: str) -> str:
    """A free draft of a training; the address of its second step."""
    page.goto("/usulan/baru/")
    page.get_by_label("Jenis program").select_option("pelatihan_asn")
    page.get_by_label("Judul").fill(title)
    page.get_by_role("button", name=re.compile("Usulan sendiri")).click()
    page.wait_for_url("**/tulis/jenis/")
    return page.url.replace("/jenis/", "/tujuan/")


def saved(page: Page) -> None:
    expect(page.locator("#tersimpan")).to_contain_text(re.compile(r"✓ Tersimpan \d\d\.\d\d"))


def test_what_is_typed_is_saved_while_typing(officer, signed_in):
    page = signed_in(officer["username"])
    page.goto(begin(page, "Pelatihan siaga siber"))
    page.locator("[name=aim]").fill("ASN mampu menangani insiden")
    saved(page)
    expect(page.locator(".steps [aria-current]")).not_to_contain_text("belum diisi")
    page.locator("[name=participants]").fill("seratus")
    expect(page.locator("#id_participants_error")).to_be_visible()
    expect(page.locator("[name=participants]")).to_have_attribute("aria-describedby", re.compile("helptext .*_error"))
    page.locator("[name=participants]").press("Enter")
    expect(page.locator(".say.late")).to_be_focused()
    page.locator("[name=participants]").fill("1.200")
    saved(page)
    expect(page.locator("#id_participants_error")).to_have_count(0)
    expect(page.locator(".say.late")).to_have_count(0)
    page.reload()
    expect(page.locator("[name=aim]")).to_have_value("ASN mampu menangani insiden")
    expect(page.locator("[name=participants]")).to_have_value("1.200")


def test_enter_in_a_line_of_costs_saves_and_takes_no_line_away(officer, signed_in):
    page = signed_in(officer["username"])
    page.goto(begin(page, "Pelatihan pengelola data").replace("/tujuan/", "/biaya/"))
    item = page.locator("[name=lines-0-item]")
    item.fill("Honor pengajar")
    item.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("[name=lines-0-item]")).to_have_value("Honor pengajar")
    page.reload()
    expect(page.locator("[name=lines-0-item]")).to_have_value("Honor pengajar")


def test_an_ended_session_loses_no_word(portal, officer, signed_in):
    page = signed_in(officer["username"])
    step = begin(page, "Pelatihan analisis data")
    page.goto(step)
    page.locator("[name=aim]").fill("Tersimpan sebelum sesi berakhir")
    saved(page)
    portal.shell(END_ALL_SESSIONS)
    page.locator("[name=aim]").fill("Diketik sesudah sesi berakhir")
    page.locator("[name=risks]").fill("Risiko yang tidak boleh hilang")
    expect(page.locator("#tersimpan")).to_contain_text("sesi Anda berakhir")
    page.get_by_role("link", name="Masuk dan lanjutkan di sini").click()
    page.locator("input[name=login]").fill(officer["username"])
    page.locator("input[name=password]").fill(officer["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(step)
    expect(page.locator("[name=aim]")).to_have_value("Diketik sesudah sesi berakhir")
    expect(page.locator("[name=risks]")).to_have_value("Risiko yang tidak boleh hilang")
    saved(page)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("[name=risks]")).to_have_value("Risiko yang tidak boleh hilang")


def test_a_lost_connection_is_said_and_made_good(officer, signed_in):
    page = signed_in(officer["username"])
    page.goto(begin(page, "Pelatihan jaringan").replace("/tujuan/", "/biaya/"))
    page.context.set_offline(True)
    page.locator("[name=lines-0-item]").fill("Sewa ruang")
    page.locator("[name=lines-0-volume]").fill("20 hari")
    expect(page.locator("#tersimpan")).to_contain_text("tidak ada sambungan")
    page.get_by_role("button", name="Tambah baris").click()
    page.locator("[name=lines-1-item]").fill("Honor pengajar")
    page.context.set_offline(False)
    saved(page)
    page.locator("[name=lines-0-unit_price]").fill("7.440.000")
    expect(page.locator("[data-amount]").first).to_have_text("148.800.000")
    expect(page.locator("#jumlah")).to_have_text("148.800.000")
    page.get_by_role("button", name=re.compile("Hapus")).first.click()
    saved(page)
    page.reload()
    expect(page.locator("[name=lines-0-item]")).to_have_value("Honor pengajar")


def test_two_windows_on_one_field_show_both_texts(officer, signed_in):
    page = signed_in(officer["username"])
    step = begin(page, "Pelatihan dua jendela")
    other = page.context.new_page()
    for window in (page, other):
        window.goto(step)
    page.locator("[name=aim]").fill("dari jendela satu")
    saved(page)
    page.evaluate("localStorage.clear()")
    other.locator("[name=aim]").fill("dari jendela dua")
    expect(other.locator("#lain-aim")).to_contain_text("dari jendela satu")
    expect(other.locator("[name=aim]")).to_have_value("dari jendela dua")
    other.get_by_role("button", name="Pakai tulisan saya: Tujuan").click()
    saved(other)
    page.reload()
    expect(page.locator("[name=aim]")).to_have_value("dari jendela dua")


def test_buttons_save_without_scripts(officer, signed_in):
    page = signed_in(officer["username"], java_script_enabled=False)
    step = begin(page, "Pelatihan tanpa skrip")
    page.goto(step)
    page.locator("[name=aim]").fill("Disimpan dengan tombol")
    page.get_by_role("button", name="Simpan dan lanjut: Waktu dan tempat").click()
    page.wait_for_url("**/waktu/**")
    page.goto(step)
    expect(page.locator("[name=aim]")).to_have_value("Disimpan dengan tombol")


def test_a_document_is_sent_as_soon_as_it_is_chosen(officer, signed_in):
    page = signed_in(officer["username"])
    page.goto(begin(page, "Pelatihan berdokumen").replace("/tujuan/", "/dokumen/"))
    picture = {
        "name": "surat.png",
        "mimeType": "image/png",
        "buffer": b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82",
    }
    page.locator("#id_letter [type=file]").set_input_files(picture)
    expect(page.locator("#id_letter")).to_contain_text("surat.png")
    page.locator("#id_kak [type=file]").set_input_files({**picture, "buffer": b"<html>"})
    expect(page.locator("#id_kak .error[id]")).to_contain_text("PDF")
