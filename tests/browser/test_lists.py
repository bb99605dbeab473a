"""Lists as people work with them: a saved view reminded at once by keyboard; a long file made with progress."""

import io
import re

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

MANY = 20_000

# Rows written straight into the tables: the list does not mind how they came, and the test has no hour.
BULK = f"""
from casework.models import Case
from programs.models import Proposal
first = Case.objects.filter(kind="proposal", shared_at__isnull=False).order_by("pk").first()
old = first.proposal
cases = Case.objects.bulk_create([
    Case(kind="proposal", number=f"USL/1999/{{n:05d}}", title=f"Salinan {{n}}", status="closed", owner=first.owner,
         province=first.province, upt=first.upt, opened_at=first.opened_at, shared_at=first.shared_at,
         closed_at=first.opened_at)
    for n in range({MANY})
], batch_size=2000)
Proposal.objects.bulk_create(
    [Proposal(case=case, body=old.body, author=old.author, kind=old.kind, total=1000) for case in cases],
    batch_size=2000,
)
from django.db import connection
connection.cursor().execute("ANALYZE casework_case, programs_proposal")
"""
AWAY = """
from casework.models import Case
from programs.models import Proposal
rows = Case.objects.filter(number__startswith="USL/1999/")
Proposal.objects.filter(case__in=rows)._raw_delete("default")
rows._raw_delete("default")
"""


def test_a_saved_view_and_its_rows_reminded_at_once(portal, signed_in):
    page = signed_in("rahmawati.siregar")
    page.goto("/usulan/?tampilan=daerah&urut=judul")
    page.get_by_role("link", name="Simpan tampilan").click()
    page.locator("[name=name]").fill("Tunggu jawaban daerah")
    page.locator("[name=audience][value=position]").check()
    page.get_by_role("button", name="Simpan tampilan ini").click()
    own = page.get_by_role("navigation", name="Tampilan tersimpan")
    expect(own.get_by_role("link", name="Tunggu jawaban daerah")).to_have_attribute("aria-current", "true")
    page.goto("/")
    with page.expect_navigation():  # the address is new before the rows are there
        page.locator(".saved-tiles").get_by_role("link", name="Tunggu jawaban daerah").click()
    assert "tampilan=daerah" in page.url
    titles = page.locator("[data-list] tbody .title a")
    assert titles.count() >= 3
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("2 dipilih")
    assert titles.nth(1).evaluate("link => link === document.activeElement")
    page.keyboard.press("?")
    expect(page.locator("#tombol")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ingatkan…").click()
    page.get_by_role("heading", name="Yang akan terjadi").wait_for()
    expect(page.locator(".check > li")).to_have_count(2)
    page.get_by_role("button", name="Ingatkan sekarang").click()
    page.get_by_role("heading", name="Hasil").wait_for()
    expect(page.locator(".check > li")).to_have_text([re.compile("Berhasil.*sudah diingatkan sekarang", re.DOTALL)] * 2)
    page.go_back()
    page.get_by_role("button", name="Ingatkan sekarang").click()  # the same form once more
    page.get_by_role("heading", name="Hasil").wait_for()
    assert portal.shell("from casework.models import BulkRun; print(BulkRun.objects.count())").strip() == "1"


def test_a_file_of_twenty_thousand_rows_is_made_with_progress(portal, signed_in):
    portal.shell(BULK)
    try:
        page = signed_in("ratna.kusuma")
        page.goto("/usulan/?tahap=closed")
        assert re.search(r"sekitar\s+2\d\.000", page.locator("main header [role=status]").inner_text())
        page.get_by_role("link", name="Unduh XLSX").click()
        page.get_by_role("button", name="Buat berkasnya").click()
        page.locator("#keadaan progress").wait_for()
        fetch = page.get_by_role("link", name="Unduh berkas")
        fetch.wait_for(timeout=150_000)  # the worker stands back behind everything else the machine does
        with page.expect_download() as coming:
            fetch.click()
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(coming.value.path().read_bytes())).get_sheet_by_index(0)
        assert sheet.height > MANY
        page.goto("/kotak-masuk/")
        assert "Berkas Anda siap" in page.locator("main").inner_text()
    finally:
        portal.shell(AWAY)
