"""A conversation as people hold it: inside one office, between the parties, and naming each other."""

import re

from playwright.sync_api import Page, expect

OWN_CASE = (
    "from casework.models import Case; print(Case.objects.filter(kind='proposal', status='in_verification', "
    "owner__kind='bpsdm', owner__province='64').earliest('pk').pk)"
)
WRITER, READER = "andi.saputra", "rahmawati.siregar"
INSIDE, NAMING = "Hitungan honor kami masih kasar.", "Mohon dilihat "


def box(page: Page, talk: str):
    """The box for a new message, opened."""
    page.goto(f"{talk}#baru")
    return page.locator("#baru")


def send(page: Page, form) -> None:
    with page.expect_navigation():
        form.get_by_role("button", name="Kirim pesan").click()


def test_mention_and_visibility(portal, signed_in):
    talk = f"/perkara/{portal.shell(OWN_CASE).strip()}/percakapan/"
    writer, reader = signed_in(WRITER), signed_in(READER)

    # Inside the office: the UPT does not learn of it.
    form = box(writer, talk)
    form.get_by_label(re.compile("^Internal")).check()
    form.get_by_label("Pesan").fill(INSIDE)
    send(writer, form)
    expect(writer.locator(".posts > li:target")).to_contain_text(INSIDE)
    expect(writer.locator(".posts > li:target .reach")).to_contain_text("Internal")
    reader.goto(talk)
    expect(reader.locator("h1")).to_have_text("Percakapan")
    expect(reader.locator("main")).not_to_contain_text(INSIDE)
    inside = re.sub(r"\?.*", "", writer.url)
    assert reader.goto(inside).status == 404

    # Whoever does not read it cannot be named, and what was typed stays.
    form = box(writer, talk)
    form.get_by_label(re.compile("^Internal")).check()
    form.get_by_label("Pesan").fill(f"{NAMING}@{READER}")
    send(writer, form)
    expect(form.locator(".error[id]")).to_contain_text(f"“{READER}” tidak dapat disebut")
    expect(form.get_by_label("Pesan")).to_have_value(f"{NAMING}@{READER}")

    # Between the parties the name is offered, chosen by keyboard, and reaches the inbox, which opens the message.
    form.get_by_label(re.compile("^Antarpihak")).check()
    form.get_by_label("Pesan").fill("")
    form.get_by_label("Pesan").press_sequentially(f"{NAMING}@rahmawati s")
    expect(form.locator("[data-insert]").first).to_contain_text("Rahmawati Siregar")
    writer.keyboard.press("ArrowDown")
    writer.keyboard.press("Enter")
    expect(form.get_by_label("Pesan")).to_have_value(f"{NAMING}@[Rahmawati Siregar] ")
    send(writer, form)
    reader.goto("/kotak-masuk/")
    reader.get_by_role("link", name=re.compile("Andi Saputra menyebut Anda")).first.click()
    reader.wait_for_url(re.compile(r"/percakapan/\d+/\?halaman=1#pesan-\d+$"))
    named = reader.locator(".posts > li:target")
    expect(named.locator(".named")).to_have_text("@Rahmawati Siregar")
    expect(named.locator(".reach")).to_have_text("Antarpihak")


def test_unsent_words_are_back_and_are_gone_once_sent(portal, signed_in):
    talk = f"/perkara/{portal.shell(OWN_CASE).strip()}/percakapan/"
    page = signed_in(WRITER)
    form = box(page, talk)
    form.get_by_label(re.compile("^Internal")).check()
    form.get_by_label("Pesan").fill("Belum selesai ditulis")
    page.context.clear_cookies()
    page.reload()
    page.locator("input[name=login]").fill(WRITER)
    page.locator("input[name=password]").fill(portal.named(WRITER)["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**{talk}")
    expect(form.get_by_label("Pesan")).to_have_value("Belum selesai ditulis")
    form.get_by_label(re.compile("^Internal")).check()
    send(page, form)
    page.goto(talk)
    expect(form.get_by_label("Pesan")).to_have_value("")
