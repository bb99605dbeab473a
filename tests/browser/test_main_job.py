"""The main job by keyboard alone: from an offer of the centre to a programme under an agreement in force."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.acts import attach, choose, fill, follow, move, number_of, pdf, reach, send, tick, xlsx

TITLE = "Pelatihan ketahanan siber perangkat daerah"
AIM = "Sembilan puluh ASN pengelola sistem mampu menerapkan kendali keamanan dasar dan lulus uji akhir."
LATER = " Kalimat ini ditulis setelah sesi berakhir, dan tidak boleh hilang."


# Past the allowance of a repeated check, at ten in Banjarmasin: mail goes out on working days from eight.
SIX_WORKING_DAYS_LATER = """
from datetime import timedelta
from regions import clock, working_days
day = working_days.add_working_days(clock.today("Asia/Makassar"), 6)
print((working_days.opening(day, "Asia/Makassar") + timedelta(hours=2)).isoformat())
"""


class Crew:
    """Everybody of the story by what they do; each has a window of their own and stays signed in."""

    def __init__(self, portal, signed_in):
        self.portal, self.signed_in, self.windows = portal, signed_in, {}

    def __getitem__(self, username: str):
        if username not in self.windows:
            self.windows[username] = self.signed_in(username)
        return self.windows[username]

    def of(self, role: str, institution: str, nth: int = 0):
        """The window of the nth account whose role and institution hold these words."""
        found = [row for row in self.portal.accounts if role in row["role"] and institution in row["institution"]]
        return self[found[nth]["username"]]


@pytest.fixture
def crew(portal, signed_in):
    expect.set_options(timeout=20_000)
    return Crew(portal, signed_in)


def test_from_an_offer_to_a_programme_under_an_agreement_in_force(portal, crew):
    now = datetime.now(UTC) + portal.offset()
    year = now.year + 1
    proposer = crew.of("Pengusul", "Kalimantan Timur")
    offer = publish_an_offer(crew.of("Koordinator", "Badan"), now)
    case = write_it_and_lose_the_session(portal, proposer, offer, year)
    submit(proposer, case)
    verifier = crew.of("Verifikator", "Banjarmasin")
    take_and_return(verifier, case)
    answer_and_resubmit(proposer, case)
    a_reminder_opens_the_exact_page(portal, verifier, case)
    pass_on(verifier, case)
    review_twice(crew, case)
    approve(crew.of("Pengambil keputusan", "Badan"), case)
    pact = open_the_agreement(crew.of("Petugas kerja sama", "Banjarmasin"), case, year)
    two_rounds(crew, pact)
    legal_review(crew, pact)
    sign_in_parts(crew, pact, now)
    start(proposer, case, year)


def publish_an_offer(page, now) -> int:
    page.goto("/tawaran/baru/")
    fill(
        page,
        title=f"Penawaran pelatihan ASN {now.year + 1}",
        kind="pelatihan_asn",
        fiscal_year=str(now.year + 1),
        seats="240",
        opens_on=now.date().isoformat(),
        closes_on=(now + timedelta(days=60)).date().isoformat(),
        conditions="Terbuka bagi seluruh provinsi; ruang dan konsumsi disediakan daerah.",
    )
    send(page)
    offer = int(re.search(r"/tawaran/(\d+)/", page.url).group(1))
    page.goto(f"/tawaran/{offer}/terbitkan/")
    send(page)
    expect(page.locator(".line .status").first).to_have_text("Dibuka")
    return offer


def write_it_and_lose_the_session(portal, page, offer: int, year: int) -> int:
    page.goto("/usulan/baru/")
    follow(page, page.locator(f"form:has([name=offer][value='{offer}']) button"))
    case = number_of(page)
    fill(page, title=TITLE)
    send(page, "#draft")
    expect(page).to_have_url(re.compile("/tulis/tujuan/"))
    fill(page, aim=AIM)
    expect(page.locator(".saved")).to_contain_text("Tersimpan")
    page.context.clear_cookies()
    page.locator("[name=aim]").press("End")
    page.locator("[name=aim]").press_sequentially(LATER)
    door = page.locator(".saved a, .alert a, [data-sign-in-link]").filter(has_text="Masuk").first
    expect(door).to_be_visible()
    follow(page, door)
    account = next(row for row in portal.accounts if "Pengusul" in row["role"])
    page.locator("input[name=login]").fill(account["username"])
    page.locator("input[name=password]").fill(account["password"])
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(re.compile(f"/usulan/{case}/tulis/tujuan/"))
    expect(page.locator("[name=aim]")).to_have_value(AIM + LATER)
    expect(page.locator(".saved")).to_contain_text("Tersimpan")
    finish_the_steps(page, case, year)
    return case


def finish_the_steps(page, case: int, year: int) -> None:
    fill(
        page,
        target_group="PNS dan PPPK pengelola sistem",
        participants="90",
        outputs="90 orang dilatih, paling sedikit 80 lulus.",
        outcomes="Tiap perangkat daerah menjalankan kendali dasar.",
        training_kind="teknis",
        hours="40",
        pass_mark="65",
        max_absence="10",
    )
    send(page, "#draft")
    expect(page).to_have_url(re.compile("/tulis/waktu/"))
    fill(
        page,
        starts_on=f"{year}-02-01",
        ends_on=f"{year}-02-26",
        method="luring",
        location="Kampus BPSDMD, Samarinda",
        contact_name="Andi Saputra",
        contact_phone="0541-731234",
        batches="3",
        seats_per_batch="30",
    )
    send(page, "#draft")
    expect(page).to_have_url(re.compile("/tulis/biaya/"))
    costs = [("Honor pengajar", "90 orang", "1.250.000", "apbn_upt"), ("Akomodasi", "90 orang", "3.200.000", "apbd")]
    for row, (item, volume, price, source) in enumerate(costs):
        if not page.locator(f"[name='lines-{row}-item']").count():
            reach(page, page.locator("button[name=add]"))
            page.keyboard.press("Enter")
            page.locator(f"[name='lines-{row}-item']").wait_for()
        values = {"item": item, "volume": volume, "unit_price": price, "source": source}
        fill(page, **{f"lines-{row}-{name}": value for name, value in values.items()})
    send(page, "#draft")
    expect(page).to_have_url(re.compile("/tulis/dokumen/"))
    for kind, file in [("kak", pdf("KAK.pdf")), ("rab", xlsx("RAB.xlsx")), ("letter", pdf("Surat pengantar.pdf"))]:
        form = page.locator(f"form:has(input[name=kind][value={kind}])")
        attach(page, form.locator("input[type=file]"), file)
        if form.locator("button[type=submit]").is_visible():
            reach(page, form.locator("button[type=submit]"))
            page.keyboard.press("Enter")
        expect(page.get_by_text(file["name"]).first).to_be_visible()


def submit(page, case: int) -> None:
    page.goto(f"/usulan/{case}/tulis/periksa/")
    expect(page.get_by_text("biaya").first).to_be_visible()
    move(page, "usulan", case, "submit")
    expect(page.locator(".line .status").first).to_have_text("Diajukan")
    expect(page.get_by_text(re.compile(r"USL/\d{4}/\d{4}")).first).to_be_visible()


def take_and_return(page, case: int) -> None:
    page.goto(f"/usulan/{case}/")
    follow(page, page.get_by_role("button", name="Ambil").first)
    fill_the_checklist(page, case)
    move(page, "usulan", case, "return", step_0="biaya", text_0="Pisahkan honor dan sewa ruang.")
    expect(page.locator(".line .status").first).to_have_text("Perlu perbaikan")


def fill_the_checklist(page, case: int) -> None:
    page.goto(f"/usulan/{case}/verifikasi/")
    for item in page.locator("fieldset.item").all():
        choose(page, item.locator("input[type=radio][value=met]"))
    send(page)


def answer_and_resubmit(page, case: int) -> None:
    page.goto(f"/usulan/{case}/tulis/biaya/")
    answer = page.locator("div:has(> blockquote) textarea").first
    reach(page, answer)
    answer.fill("Sudah dipisahkan; lihat baris pertama.")
    send(page, "#draft")
    move(page, "usulan", case, "resubmit")
    expect(page.locator(".line .status").first).to_have_text("Verifikasi administrasi")


def a_reminder_opens_the_exact_page(portal, page, case: int) -> None:
    """The clock passes the allowance; the mail that follows says why and leads to the case."""
    page.goto(f"/usulan/{case}/")
    number = re.search(r"USL/\d{4}/\d{4}", page.inner_text("main")).group()
    portal.advance_to(portal.shell(SIX_WORKING_DAYS_LATER))
    portal.ring("casework.tasks.sweep", "casework.tasks.deliver")
    mail = portal.wait_mail(lambda mail: number in mail["Subject"] and "lewat" in mail["Subject"])
    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"https?://[^\s]+", text).group()
    page.goto(link[link.index("/", 8) :])
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def pass_on(page, case: int) -> None:
    page.goto(f"/usulan/{case}/")
    follow(page, page.get_by_role("button", name=re.compile("^Sesuai")).first)
    fill_the_checklist(page, case)
    move(page, "usulan", case, "pass_on", recommendation="Lengkap; kebutuhan daerah nyata dan tempatnya memadai.")
    expect(page.locator(".line .status").first).to_have_text("Telaah teknis")


def review_twice(crew, case: int) -> None:
    coordinator = crew.of("Koordinator", "Badan")
    coordinator.goto(f"/usulan/{case}/penelaah/")
    names = [row["name"] for row in crew.portal.accounts if row["role"] == "Penelaah"]
    for name in names[:2]:
        tick(coordinator, coordinator.locator("li", has_text=name).locator("input[type=checkbox]"))
    send(coordinator)
    for nth in (0, 1):
        page = crew.of("Penelaah", "Badan", nth)
        page.goto(f"/usulan/{case}/telaah/")
        for points in page.locator("input[name^=points]").all():
            reach(page, points)
            points.fill("82")
        fill(page, opinion="support", text="Sejalan dengan kebutuhan, biayanya wajar.")
        send(page)
    coordinator.goto(f"/usulan/{case}/")
    follow(coordinator, coordinator.get_by_role("button", name="Ajukan ke pengambil keputusan").first)
    expect(coordinator.locator(".line .status").first).to_have_text("Menunggu keputusan")


def approve(page, case: int) -> None:
    page.goto(f"/usulan/{case}/keputusan/")
    expect(page.get_by_text("82").first).to_be_visible()
    move(page, "usulan", case, "approve")
    expect(page.locator(".line .status").first).to_have_text("Disetujui")


def open_the_agreement(page, case: int, year: int) -> int:
    page.goto("/naskah/baru/")
    tick(page, page.locator(f"[name=proposals][value='{case}']"))
    fill(page, kind="pks", starts_on=f"{year - 1}-01-01", ends_on=f"{year + 1}-12-31", place="Samarinda")
    send(page)
    pact = number_of(page)
    page.goto(f"/naskah/{pact}/berkas/naskah/")
    fill(page, file=pdf("Rancangan PKS versi 1.pdf"))
    send(page)
    move(page, "naskah", pact, "send_for_review")
    expect(page.locator(".line .status").first).to_contain_text("Pembahasan para pihak")
    return pact


def two_rounds(crew, pact: int) -> None:
    province, centre = crew.of("Pengusul", "Kalimantan Timur"), crew.of("Petugas kerja sama", "Banjarmasin")
    move(province, "naskah", pact, "answer", text=pdf("Rancangan PKS versi 2.pdf"), note="Pasal 7 dan 9 diubah.")
    expect(province.locator(".line .status").first).to_contain_text("ke-2")
    move(centre, "naskah", pact, "answer", accepts=True)
    move(province, "naskah", pact, "accept")
    expect(province.locator(".line .status").first).to_have_text("Telaah hukum")


def legal_review(crew, pact: int) -> None:
    for page in (crew.of("Analis hukum", "Badan"), crew.of("Biro hukum", "Kalimantan Timur")):
        page.goto(f"/naskah/{pact}/pendapat-hukum/")
        fill(page, opinion="Tidak ada keberatan.")
        for name, value in {"council": "not_required", "council_reason": "Tidak membebani APBD di luar DPA."}.items():
            if page.locator(f"[name={name}]").count():
                fill(page, **{name: value})
        send(page)
    move(crew.of("Analis hukum", "Badan"), "naskah", pact, "clear")
    expect(crew.of("Analis hukum", "Badan").locator(".line .status").first).to_have_text("Siap ditandatangani")


def sign_in_parts(crew, pact: int, now) -> None:
    officer = crew.of("Petugas kerja sama", "Banjarmasin")
    officer.goto(f"/naskah/{pact}/")
    parties = sorted({int(n) for n in re.findall(rf"/naskah/{pact}/pihak/(\d+)/", officer.content())})
    for number, party in enumerate(parties, 1):
        officer.goto(f"/naskah/{pact}/pihak/{party}/kewenangan/")
        if officer.locator("[name=authority][value=surat_kuasa]").is_checked():
            day = now.date() - timedelta(days=30)
            fill(
                officer,
                authority_number="SK.Gub/119/2026",
                authority_from=day.isoformat(),
                authority_until=(day + timedelta(days=400)).isoformat(),
                authority_file=pdf("Surat kuasa.pdf"),
            )
        send(officer)
        officer.goto(f"/naskah/{pact}/pihak/{party}/nomor/")
        fill(officer, document_number=f"{pact}.{number}/KS.01/{now.year}")
        send(officer)
    for party in parties:
        officer.goto(f"/naskah/{pact}/langkah/sign/")
        fill(officer, party=str(party), place="Samarinda", scan=pdf("Halaman tanda tangan.pdf"))
        send(officer)
        expect(officer.locator(".line .status").first).to_have_text("Ditandatangani sebagian")
    officer.goto(f"/naskah/{pact}/berkas/final/")
    fill(officer, file=pdf("PKS final.pdf"))
    send(officer)
    officer.goto(f"/naskah/{pact}/langkah/bring_into_force/")
    if officer.locator("main form .foot button[type=submit]").count():  # unless the clock was first
        send(officer)
    officer.goto(f"/naskah/{pact}/")
    expect(officer.locator(".line .status").first).to_have_text("Berlaku")


def start(page, case: int, year: int) -> None:
    page.goto(f"/usulan/{case}/dokumen-anggaran/")
    for field in page.locator("main form input[type=text]").all():
        reach(page, field)
        field.fill(f"DPA/A.1/5.04/{year}")
    send(page)
    page.goto(f"/usulan/{case}/")
    follow(page, page.get_by_role("button", name="Mulai pelaksanaan").first)
    expect(page.locator(".line .status").first).to_have_text("Pelaksanaan")


def test_nobody_sees_what_is_not_theirs(portal, crew):
    """A draft of Kalimantan Timur exists for its body alone; the verifier sees it only after it is submitted."""
    proposer = crew.of("Pengusul", "Kalimantan Timur")
    proposer.goto("/usulan/baru/")
    proposer.locator("[name=title]").fill("Hanya untuk kami")
    with proposer.expect_navigation():
        proposer.locator("form:has([name=title]) button").click()
    case = number_of(proposer)
    for role, office in [("Verifikator", "Banjarmasin"), ("Kepala perangkat", "Kalimantan Selatan"), ("Auditor", "")]:
        page = crew.of(role, office)
        assert page.goto(f"/usulan/{case}/").status == 404
