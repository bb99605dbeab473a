"""Files of a message: how far they are is said, what was cut goes on by itself, and what is refused loses nothing."""

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import pdf
from tests.browser.test_conversation import OWN_CASE, WRITER, box

TALKS = re.compile(r"/perkara/\d+/percakapan/")
FAILING = {"name": "rencana.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}


def begun(portal, page: Page, words: str):
    """The box of a new message inside one's office, with these words in it."""
    form = box(page, f"/perkara/{portal.shell(OWN_CASE).strip()}/percakapan/")
    form.get_by_label(re.compile("^Internal")).check()
    form.get_by_label("Pesan").fill(words)
    return form


def test_a_message_with_a_file_goes_on_after_a_cut_and_a_full_portal_and_arrives_once(portal, signed_in):
    page = signed_in(WRITER)
    form = begun(portal, page, "Rincian terlampir.")
    form.locator("[type=file]").set_input_files(pdf("rincian.pdf"))
    ways = [lambda route: route.abort(), lambda route: route.fulfill(status=503, headers={"Retry-After": "1"})]
    page.route(
        TALKS, lambda route: ways.pop(0)(route) if ways and route.request.method == "POST" else route.continue_()
    )
    form.get_by_role("button", name="Kirim pesan").click()
    expect(form.locator("[data-told]")).to_contain_text("Sambungan terputus")
    expect(form.locator("[data-told]")).to_contain_text("Portal sedang penuh", timeout=10_000)
    page.wait_for_url(re.compile(r"/percakapan/\d+/"))
    expect(page.locator("#kabar")).to_contain_text("Pesan Anda terkirim")
    assert page.locator(".posts > li", has_text="rincian.pdf").count() == 1


def test_what_arrived_although_its_answer_was_lost_is_sent_once_and_leaves_no_unsent_words(portal, signed_in):
    page = signed_in(WRITER)
    form = begun(portal, page, "Sekali saja, meskipun jawabannya hilang.")
    form.locator("[type=file]").set_input_files(pdf("sekali.pdf"))
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0))
            return route.abort()
        return route.continue_()

    page.route(TALKS, lose_the_answer)
    form.get_by_role("button", name="Kirim pesan").click()
    expect(form.locator("[data-told]")).to_contain_text("Sambungan terputus")
    expect(form.get_by_label("Pesan")).not_to_be_editable()  # what is typed now would not be sent
    expect(page.locator("#kabar")).to_contain_text("sudah", timeout=15_000)
    expect(page.locator("main")).to_contain_text("Sekali saja")
    assert lost[0].status == 204
    expect(form.get_by_label("Pesan")).to_have_value("")
    count = "from casework.models import Post; print(Post.objects.filter(body__startswith='Sekali saja').count())"
    assert portal.shell(count).strip() == "1"


def test_a_file_that_was_taken_away_after_it_was_chosen_is_told_and_can_be_chosen_again(portal, signed_in, tmp_path):
    page = signed_in(WRITER)
    form = begun(portal, page, "Berubah.")
    path = tmp_path / "berubah.pdf"
    path.write_bytes(pdf("berubah.pdf")["buffer"])
    form.locator("[type=file]").set_input_files(path)
    path.unlink()
    form.get_by_role("button", name="Kirim pesan").click()
    expect(form.locator("[data-told]")).to_contain_text("sudah diubah atau dipindahkan")
    expect(form.get_by_label("Pesan")).to_be_editable()
    form.locator("[type=file]").set_input_files(pdf("berubah.pdf"))
    form.get_by_role("button", name="Kirim pesan").click()
    page.wait_for_url(re.compile(r"/percakapan/\d+/"))


def test_coming_back_the_form_can_be_sent_again(portal, signed_in):
    page = signed_in(WRITER)
    form = begun(portal, page, "Satu.")
    form.locator("[type=file]").set_input_files(pdf("satu.pdf"))
    form.get_by_role("button", name="Kirim pesan").click()
    page.wait_for_url(re.compile(r"/percakapan/\d+/"))
    page.go_back()
    expect(form.get_by_label("Pesan")).to_be_editable()
    assert page.locator("form[data-busy], .btn.busy").count() == 0


def test_where_another_page_answers_its_words_are_said_and_everything_typed_stays(portal, signed_in):
    page = signed_in(WRITER)
    form = begun(portal, page, "Rincian terlampir.")
    form.locator("[type=file]").set_input_files(pdf("rincian.pdf"))
    form.locator("[name=csrfmiddlewaretoken]").evaluate("field => field.value = 'x'.repeat(64)")
    form.get_by_role("button", name="Kirim pesan").click()
    expect(form.locator("[data-told]")).not_to_be_empty()
    told = form.locator("[data-told]").inner_text()
    assert "Tidak terkirim: tidak ada sambungan" not in told and len(told) > 20, told
    expect(form.get_by_label("Pesan")).to_have_value("Rincian terlampir.")
    assert form.locator("[type=file]").evaluate("field => field.files.length") == 1


def test_what_is_refused_keeps_the_words_and_the_file(portal, signed_in):
    page = signed_in(WRITER)
    form = begun(portal, page, "Rencana terlampir.")
    form.locator("[type=file]").set_input_files([FAILING, pdf("lain.pdf")])
    form.get_by_role("button", name="Kirim pesan").click()
    expect(form.locator(".error[id$=files_error]")).to_contain_text("rencana.pdf")
    expect(form.get_by_label("Pesan")).to_have_value("Rencana terlampir.")
    assert form.locator("[type=file]").evaluate("field => [...field.files].map((file) => file.name)") == [
        "rencana.pdf",
        "lain.pdf",
    ]
    expect(form).not_to_contain_text("peramban tidak mengingatnya")
    form.get_by_label("Pesan").press_sequentially(" @andi s")
    expect(form.locator("[data-insert]").first).to_contain_text("Andi Saputra")  # its scripts are at work again
    form.get_by_label("Pesan").press("Escape")
    form.get_by_label("Pesan").fill("Rencana terlampir.")
    form.locator("[type=file]").set_input_files(pdf("rencana.pdf"))
    with page.expect_navigation():
        form.get_by_role("button", name="Kirim pesan").click()
    assert page.locator(".posts > li", has_text="rencana.pdf").count() == 1
