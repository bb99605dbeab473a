"""Two colleagues of one body on one draft: each sees the other, lines come together, and a stale save loses no text."""

import re

import pytest
from playwright.sync_api import Page, expect

COLLEAGUE = """
from accounts.models import Holding
mine = Holding.objects.filter(user__username={username!r}).select_related("position").first().position
others = Holding.objects.filter(position__institution=mine.institution, position__roles__contains=["proposer"])
print(others.exclude(position=mine).exclude(user__username="sri.contoh").earliest("pk").user.username)
"""


@pytest.fixture
def officers(portal, signed_in) -> tuple[Page, Page]:
    """Two people of one body, each in a window of his own; all accounts of a demonstration share one password."""
    officer = portal.account("Pengusul")
    colleague = portal.shell(COLLEAGUE.format(username=officer["username"])).split()[-1]
    portal.accounts.append(officer | {"username": colleague})
    return signed_in(officer["username"]), signed_in(colleague)


def begin(page: Page) -> str:
    page.goto("/usulan/baru/")
    page.get_by_label("Jenis program").select_option("pelatihan_asn")
    page.get_by_label("Judul").fill("Pelatihan dua penulis")
    page.get_by_role("button", name=re.compile("Usulan sendiri")).click()
    page.wait_for_url("**/tulis/jenis/")
    return page.url.replace("/jenis/", "/tujuan/")


def write(page: Page, text: str) -> None:
    """Typed and answered by the portal: the words "saved" may still stand there from before."""
    with page.expect_response(lambda answer: "/tulis/" in answer.url and answer.request.method == "POST"):
        page.locator("[name=aim]").fill(text)


def saved(page: Page) -> None:
    expect(page.locator("#tersimpan")).to_contain_text(re.compile(r"✓ Tersimpan \d\d\.\d\d"))


def test_two_colleagues_write_on_one_draft(officers):
    first, second = officers
    step = begin(first)
    first.goto(step)
    write(first, "ASN siaga")
    saved(first)
    second.goto(step)
    expect(second.locator("#penulis")).to_contain_text("sedang menulis di langkah “Tujuan dan peserta”")
    write(first, "ASN siaga siber di provinsi")
    saved(first)
    second.locator("[name=aim]").fill("ASN siaga data di provinsi")
    box = second.locator("#lain-aim")
    expect(box.locator("del")).to_contain_text("siber")
    expect(box.locator("ins")).to_contain_text("data")
    box.get_by_role("button", name=re.compile("Pakai keduanya")).click()
    expect(second.locator("[name=aim]")).to_have_value("ASN siaga siber di provinsi\n\nASN siaga data di provinsi")
    write(second, "ASN siaga siber dan data di provinsi")
    saved(second)
    first.reload()
    expect(first.locator("[name=aim]")).to_have_value("ASN siaga siber dan data di provinsi")


def test_cost_lines_of_two_come_together_and_sums_move_at_each_key(officers):
    first, second = officers
    costs = begin(first).replace("/tujuan/", "/biaya/")
    for page in officers:
        page.goto(costs)
    first.locator("[name=lines-0-item]").fill("Sewa ruang")
    first.locator("[name=lines-0-volume]").fill("20 hari")
    first.locator("[name=lines-0-unit_price]").fill("1.000")
    expect(first.locator("#jumlah")).to_have_text("20.000", timeout=900)
    saved(first)
    second.locator("[name=lines-0-item]").fill("Honor pengajar")
    saved(second)
    expect(second.locator("[name=lines-1-item]")).to_have_value("Honor pengajar")
    expect(second.locator("[name=lines-0-item]")).to_have_value("Sewa ruang")
    expect(second.locator("[name=lines-1-item]")).to_be_focused()
