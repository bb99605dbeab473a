"""People come and go: invited by mail and at work, a leaving officer hands over, a province changes its UPT."""

import re
import time
from datetime import UTC, datetime, timedelta

from tests.browser import acts
from tests.browser.conftest import PHONE

PASSWORD = "Hujan-turun-di-Samarinda-26"
LEAVER = """
from accounts.models import Holding
from casework.models import Turn
held = Holding.objects.filter(position__in=Turn.objects.open().filter(position__roles__contains=['proposer'],
  position__institution__province='35').values('position'), ends_on=None, kind='definitive').first()
other = Holding.objects.filter(position__institution=held.position.institution, ends_on=None).exclude(pk=held.pk)
successor = other.filter(position__roles__contains=['proposer']).first().user
print(held.pk, held.position_id, held.position.institution_id, successor.pk, successor.username)
"""
MOVING = """
from casework.models import Case
from accounts.models import User
rows = Case.objects.open().filter(province='34', upt='YOG', kind='proposal')
print(rows.first().proposal.pk, rows.count(), User.objects.filter(holdings__position__institution__upt='SBY',
  holdings__position__roles__contains=['verifier'], holdings__ends_on=None).first().username)
"""


def test_invited_by_mail_signed_in_with_a_second_factor_at_the_first_task(portal, signed_in, visit):
    admin = signed_in(portal.acting("institution_admin")["username"])
    admin.goto("/instansi/")
    admin.locator("a", has_text="Undang…").first.click()
    acts.fill(admin, full_name="Sri Contoh", email="undangan.untuk.sri@contoh.test", decree="800/9/BKD/2026")
    acts.send(admin)
    assert "undangan.untuk.sri@contoh.test" in admin.locator("main").inner_text()

    letter = portal.wait_mail(lambda mail: "undangan.untuk.sri@contoh.test" in mail["To"])
    address = re.search(r"/undangan/\S+/", letter.get_body(("plain",)).get_content()).group(0)
    guest = visit(viewport=PHONE)
    guest.goto(address)
    acts.fill(guest, username="sri.contoh", password1=PASSWORD, password2=PASSWORD)
    with guest.expect_navigation():
        guest.locator("main form button[type=submit]").click()
    acts.sign_in(guest, "sri.contoh", PASSWORD)
    acts.set_up_second_factor(guest)
    guest.goto("/")
    with guest.expect_navigation():
        guest.locator("main a[href^='/usulan/baru/']").first.click()
    assert "/usulan/baru/" in guest.url, "the desk of a new proposer leads to the first task"
    again = visit()
    again.goto(address)
    assert "Tautan ini tidak berlaku lagi" in again.locator("h1").inner_text()


def test_a_leaving_officer_hands_over(portal, visit):
    held, chair, office, successor, username = portal.shell(LEAVER).split()
    password = portal.accounts[0]["password"]
    page = visit()
    acts.sign_in(page, portal.acting("administrator")["username"], password)
    page.goto(f"/instansi/?instansi={office}")
    page.locator(f"a[href='/pemangku/{held}/akhiri/']").click()
    day = (datetime.now(UTC) + portal.offset() + timedelta(hours=7)).date()
    acts.fill(page, ends_on=(day - timedelta(days=1)).isoformat(), reason="Pindah tugas")
    acts.send(page)
    assert f"/serah-terima/orang/{held}/" in page.url
    turns = page.locator("section", has_text="Giliran yang tetap pada jabatan").locator("li").count()
    assert turns > 0
    page.goto("/kursi-kosong/")
    waiting = page.locator("section.sheet").first
    assert waiting.locator(f"a[href='/jabatan/{chair}/pelaksana/']").count() == turns
    page.goto(f"/jabatan/{chair}/pelaksana/")
    acts.fill(page, kind="plt", person=successor, ends_on=(day + timedelta(days=60)).isoformat(), decree="800/Plt/1")
    acts.send(page)
    page.goto(f"/serah-terima/orang/{held}/")
    acts.fill(page, text="Berkas asli ada di lemari B.", successor=successor)
    acts.send(page, "main form:has(textarea)")
    assert "Diserahkan" in page.locator("main").inner_text()

    other = visit()
    acts.sign_in(other, username, password)
    other.goto("/kotak-masuk/")
    other.locator("a", has_text="menyerahkan tugas").first.click()
    assert "Berkas asli ada di lemari B." in other.locator("textarea").input_value()


def test_a_province_goes_to_another_upt_with_its_open_cases(portal, signed_in, visit):
    case, count, username = portal.shell(MOVING).split()
    coordinator = signed_in(portal.acting("coordinator")["username"])
    tomorrow = (datetime.now(UTC) + portal.offset() + timedelta(hours=7, days=1)).date()
    coordinator.goto("/serah-terima/provinsi/")
    coordinator.locator(".headline a.btn-primary").click()
    acts.fill(coordinator, province="34", upt="SBY", on=tomorrow.isoformat())
    with coordinator.expect_navigation():
        coordinator.locator("form[method=get] button").click()
    assert coordinator.locator("h2", has_text="Yang pindah ke Balai Surabaya").count()
    acts.fill(coordinator, decree="KEP 77/2026", reason="Beban kerja")
    acts.send(coordinator, "main form[method=post]")
    assert "direncanakan" in coordinator.locator("main").inner_text()
    coordinator.goto(f"/wilayah/?pada={tomorrow}")
    assert "Balai Surabaya" in coordinator.locator("#provinsi-34").inner_text()

    verifier = visit()
    acts.sign_in(verifier, username, portal.accounts[0]["password"])
    assert verifier.goto(f"/usulan/{case}/").status == 404
    portal.advance(timedelta(days=1))
    portal.ring("portal.tasks.sweep")
    end = time.monotonic() + 60
    verifier = visit()
    acts.sign_in(verifier, username, portal.accounts[0]["password"])
    while verifier.goto(f"/usulan/{case}/").status == 404:
        assert time.monotonic() < end, "the day came, and the case did not pass"
        time.sleep(1)
    assert "beralih ke UPT lain" in verifier.locator("main").inner_text()
    left = portal.shell(
        "from casework.models import Case; print(Case.objects.open().filter(province='34', upt='SBY').count())"
    )
    assert int(left) >= int(count) > 0
