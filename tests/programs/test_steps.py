"""Writing a proposal in steps: everything typed is kept, what is wrong is said at its field, nobody is overwritten."""

import io
import uuid
from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from casework import documents
from casework.models import Case, Document
from casework.turns import touch
from programs.kinds import Kind, Step
from programs.models import CostLine, Offer, Proposal, ReturnNote
from programs.services.costs import replace_cost_lines
from programs.services.drafts import save_step, start_draft
from regions import clock
from regions.models import Coverage
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = clock.today().year + 1


@pytest.fixture
def officer():
    return factories.actor(factories.body(), Role.PROPOSER)


@pytest.fixture
def proposal(officer):
    return start_draft(actor=officer, kind=Kind.ASN_TRAINING, title="Pelatihan keamanan informasi")


@pytest.fixture
def officers_client(client, officer):
    return factories.sign_in(client, officer)


def address(proposal, step) -> str:
    return reverse("programs:step", args=[proposal.pk, step])


def fresh(proposal) -> Proposal:
    return Proposal.objects.select_related("case").get(pk=proposal.pk)


def seen_on(client, proposal, step) -> str:
    return client.get(address(proposal, step)).context["seen"]


def post(client, proposal, step, data, **more):
    return client.post(address(proposal, step), {"for_kind": proposal.kind} | data, **more)


def autosave(client, proposal, step, data):
    return post(client, proposal, step, data, headers={"X-Autosave": "1"})


def row(number: int, **values) -> dict:
    return {f"lines-{number}-{name}": value for name, value in values.items()}


def rows(*lines: dict) -> dict:
    data = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        data |= row(number, **{"form": "cash", "fiscal_year": YEAR} | line)
    return data


HALL = {"item": "Sewa ruang", "volume": "20 hari", "unit_price": "7.440.000", "source": "apbd"}
TRAINER = {"item": "Honor pengajar", "volume": "128 JP", "unit_price": "Rp 300.000", "source": "apbn_upt"}


def pdf(name="kak.pdf") -> SimpleUploadedFile:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


# --- who may write, and when ---------------------------------------------------------------


def test_every_step_has_its_page(officers_client, proposal):
    for step in Step.values:
        assert officers_client.get(address(proposal, step)).status_code == 200, step
    assert officers_client.get(address(proposal, "entah")).status_code == 404


@pytest.mark.parametrize("kind", ["", *Kind.values])
def test_each_kind_shows_its_own_questions_with_help(client, officer, kind):
    proposal = start_draft(actor=officer, kind=kind)
    factories.sign_in(client, officer)
    for step in (Step.AIM, Step.PLACE):
        for title, fields in client.get(address(proposal, step)).context["form"].groups():
            assert title in ("", Kind(kind).label if kind else "")
            silent = [field.name for field in fields if not field.help_text and not hasattr(field.field, "choices")]
            assert silent == []


def test_strangers_get_404_and_readers_403_with_a_reason(client, proposal, officer):
    neighbour = factories.actor(factories.body(kind="diskominfo"), Role.PROPOSER)
    assert factories.sign_in(client, neighbour).get(address(proposal, "tujuan")).status_code == 404
    head = factories.actor(officer.institution, Role.BODY_HEAD)
    refused = factories.sign_in(client, head).get(address(proposal, "tujuan"))
    assert refused.status_code == 403
    Case.objects.filter(pk=proposal.case_id).update(status="withdrawn")
    factories.sign_in(client, officer)
    assert client.get(address(proposal, "tujuan")).status_code == 403
    told = autosave(client, proposal, "tujuan", {"aim": "x"})
    assert told.status_code == 403 and told.json()["reason"]


def test_autosave_after_the_session_ended_leads_to_sign_in_and_saves_nothing(client, proposal):
    answer = autosave(client, proposal, "tujuan", {"aim": "Hilang?"})
    assert answer.status_code == 302 and reverse("account_login") in answer["Location"]
    assert fresh(proposal).aim == ""


# --- saving --------------------------------------------------------------------------------


def test_a_step_may_be_incomplete_and_leads_to_the_next(officers_client, proposal):
    answer = post(officers_client, proposal, "tujuan", {"aim": "ASN siaga siber", "hours": "40", "then": "next"})
    assert answer.status_code == 302
    assert answer["Location"] == address(proposal, "waktu") + "?dari=tujuan"
    saved = fresh(proposal)
    assert (saved.aim, saved.detail.hours, saved.participants) == ("ASN siaga siber", 40, None)
    stays = post(officers_client, proposal, "tujuan", {"aim": "ASN siaga siber", "then": "stay"})
    assert stays["Location"].startswith(address(proposal, "tujuan"))


WRONG = [
    ("tujuan", "participants", "dua puluh"),
    ("tujuan", "participants", "99999999999999999999999"),
    ("tujuan", "hours", "-3"),
    ("tujuan", "hours", "40000"),
    ("tujuan", "training_kind", "entah"),
    ("tujuan", "academy", "A" * 21),
    ("tujuan", "target_group", "nol\x00byte"),
    ("waktu", "starts_on", "01/02/2027"),
    ("waktu", "starts_on", "0001-01-01"),
    ("waktu", "method", "terbang"),
    ("waktu", "regencies", "99.99"),
    ("waktu", "regencies", "32.01"),
    ("jenis", "fiscal_year", "1899"),
    ("jenis", "kind", "entah"),
    ("jenis", "title", "J" * 201),
]


@pytest.mark.parametrize(("step", "field", "typed"), WRONG)
def test_what_cannot_be_read_is_said_at_its_field_and_the_rest_is_saved(officers_client, proposal, step, field, typed):
    good = {"tujuan": {"aim": "Tetap"}, "waktu": {"location": "Tetap"}, "jenis": {"title": "Tetap"}}[step]
    good.pop(field, None)
    page = post(officers_client, proposal, step, good | {field: typed})
    assert page.status_code == 200
    form = page.context["form"]
    assert form.errors[field]
    assert str(form[field].value()) in (typed, f"['{typed}']")
    saved = fresh(proposal)
    for name, value in good.items():
        assert (saved.case.title if name == "title" else getattr(saved, name)) == value
    told = autosave(officers_client, proposal, step, good | {field: typed})
    assert told.status_code == 200 and told.json()["errors"][field]


def test_npsn_and_days_in_the_wrong_order(client, officer):
    proposal = start_draft(actor=officer, kind=Kind.SMK_LSP)
    factories.sign_in(client, officer)
    assert post(client, proposal, "tujuan", {"npsn": "123"}).context["form"].errors["npsn"]
    page = post(client, proposal, "waktu", {"starts_on": f"{YEAR}-05-02", "ends_on": f"{YEAR}-05-01"})
    assert page.context["form"].errors["ends_on"]
    assert (fresh(proposal).starts_on, fresh(proposal).ends_on) == (date(YEAR, 5, 2), None)


def test_an_offer_fixes_kind_and_year(client, officer):
    centre = factories.actor(factories.agency(), Role.COORDINATOR)
    offer = an_offer(centre)
    factories.sign_in(client, officer)
    answer = client.post(reverse("programs:new"), {"offer": offer.pk, "key": uuid.uuid4()})
    proposal = Proposal.objects.get(offer=offer)
    assert answer["Location"] == address(proposal, "jenis")
    post(client, proposal, "jenis", {"title": "Baru", "kind": "skkni", "fiscal_year": YEAR + 1})
    saved = fresh(proposal)
    assert (saved.case.title, saved.kind, saved.fiscal_year) == ("Baru", offer.kind, offer.fiscal_year)


def an_offer(centre, **fields) -> Offer:
    today = clock.today()
    values = {
        "kind": Kind.CERTIFICATION,
        "title": "Sertifikasi administrator jaringan",
        "fiscal_year": YEAR,
        "seats": 240,
        "conditions": "Provinsi menyediakan tempat.",
        "opens_on": today,
        "closes_on": today,
        "published_at": clock.now(),
        "author": centre.position,
    }
    return Offer.objects.create(**values | fields)


# --- autosave ------------------------------------------------------------------------------


def test_autosave_answers_with_time_gaps_and_parts(officers_client, proposal):
    answer = autosave(officers_client, proposal, "tujuan", {"aim": "ASN siaga siber"})
    told = answer.json()
    assert answer.status_code == 200 and told["errors"] == {} and told["conflicts"] == []
    assert told["version"] == fresh(proposal).case.version
    assert told["missing"] == len(answer.context["progress"].here) > 0
    assert 'aria-current="step"' in told["parts"]["langkah"] and "#id_target_group" in told["parts"]["kurang"]


def test_saving_what_is_stored_already_changes_nothing(officers_client, proposal):
    autosave(officers_client, proposal, "tujuan", {"aim": "satu\r\ndua"})
    before = fresh(proposal).case.version
    autosave(officers_client, proposal, "tujuan", {"aim": "satu\r\ndua"})
    assert fresh(proposal).case.version == before


def test_two_windows_on_different_fields_do_not_disturb_each_other(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    autosave(officers_client, proposal, "tujuan", {"aim": "dari jendela satu", "seen": seen})
    told = autosave(officers_client, proposal, "tujuan", {"aim": "", "risks": "dari jendela dua", "seen": seen}).json()
    saved = fresh(proposal)
    assert (saved.aim, saved.risks) == ("dari jendela satu", "dari jendela dua")
    assert [(other["name"], other["values"]) for other in told["theirs"]] == [("aim", ["dari jendela satu"])]
    again = autosave(officers_client, proposal, "tujuan", {"aim": "", "risks": "dua", "seen": told["seen"]})
    assert again.status_code == 200 and fresh(proposal).aim == "dari jendela satu"


def test_both_texts_are_shown_when_two_wrote_in_one_field(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    autosave(officers_client, proposal, "tujuan", {"aim": "milik rekan", "seen": seen})
    mine = {"aim": "milik saya", "risks": "tetap tersimpan", "seen": seen}
    told = autosave(officers_client, proposal, "tujuan", mine)
    assert told.status_code == 409
    [conflict] = told.json()["conflicts"]
    assert (conflict["name"], conflict["shown"]) == ("aim", "milik rekan")
    assert (fresh(proposal).aim, fresh(proposal).risks) == ("milik rekan", "tetap tersimpan")
    stubborn = autosave(officers_client, proposal, "tujuan", mine | {"seen": told.json()["seen"]})
    assert stubborn.status_code == 409, "a conflict stands until the reader has decided"
    page = post(officers_client, proposal, "tujuan", mine | {"then": "next"})
    assert page.status_code == 200 and b"milik rekan" in page.content and b"milik saya" in page.content
    kept = post(officers_client, proposal, "tujuan", mine | {"seen": page.context["seen"], "then": "stay"})
    assert kept.status_code == 302 and fresh(proposal).aim == "milik saya"


def test_a_colleague_on_another_step_is_no_conflict(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "tujuan")
    touch(proposal.case)
    assert autosave(officers_client, proposal, "tujuan", {"aim": "x", "seen": seen}).status_code == 200


def test_a_page_made_for_another_kind_overwrites_nothing(officers_client, officer, proposal):
    page = {"for_kind": Kind.ASN_TRAINING, "aim": "tersimpan", "hours": "40"}
    save_step(proposal, Step.SUBJECT, {"kind": Kind.RESEARCH}, actor=officer, version=proposal.case.version)
    told = officers_client.post(address(proposal, "tujuan"), page)
    assert told.status_code == 200 and told.context["form"].non_field_errors()
    assert b'value="40"' in told.content and fresh(proposal).aim == "tersimpan"


# --- costs ---------------------------------------------------------------------------------


def test_lines_are_saved_with_sum_and_shares(officers_client, proposal):
    told = autosave(officers_client, proposal, "biaya", rows(TRAINER, HALL)).json()
    assert told["amounts"] == ["38.400.000", "148.800.000"] and told["total"] == "187.200.000"
    assert "APBD" in told["parts"]["bagian"] and "79,5 %" in told["parts"]["bagian"]
    lines = list(CostLine.objects.filter(proposal=proposal).values_list("item", "quantity", "unit", "amount"))
    assert lines == [("Honor pengajar", 128, "JP", 38_400_000), ("Sewa ruang", 20, "hari", 148_800_000)]


BAD_CELLS = [
    ("volume", "banyak"),
    ("volume", "0 orang"),
    ("volume", "1,5 hari"),
    ("unit_price", "seribu"),
    ("unit_price", "-5"),
    ("unit_price", "1.500,50"),
    ("source", "kantong"),
    ("form", "janji"),
    ("fiscal_year", "1800"),
    ("item", "i" * 201),
    ("unit_price", "1000000000000000"),
]


@pytest.mark.parametrize(("field", "typed"), BAD_CELLS)
def test_a_bad_cell_is_marked_and_its_row_is_kept(officers_client, proposal, field, typed):
    data = rows(TRAINER, HALL | {field: typed})
    page = post(officers_client, proposal, "biaya", data)
    assert page.status_code == 200
    assert page.context["form"].forms[1].errors[field]
    assert page.context["form"].forms[1][field].value() == typed
    assert autosave(officers_client, proposal, "biaya", data).json()["errors"][f"lines-1-{field}"]
    kept = proposal.cost_lines.all()
    assert kept[0].amount == 38_400_000 and len(kept) == 2


def test_a_typed_thousand_is_a_thousand(officers_client, proposal):
    autosave(officers_client, proposal, "biaya", rows(HALL | {"unit_price": "1.500", "volume": "1.200 orang"}))
    line = proposal.cost_lines.get()
    assert (line.unit_price, line.quantity, line.amount) == (1_500, 1_200, 1_800_000)


def test_rows_come_and_go_without_scripts(officers_client, proposal):
    added = post(officers_client, proposal, "biaya", rows(TRAINER) | {"add": "1"})
    assert [form["item"].value() or "" for form in added.context["form"].forms] == ["Honor pengajar", ""]
    removed = post(officers_client, proposal, "biaya", rows(TRAINER, HALL) | {"remove": "0"})
    assert [form["item"].value() for form in removed.context["form"].forms] == ["Sewa ruang"]
    assert proposal.cost_lines.get().item == "Sewa ruang"


def test_rows_pasted_from_a_spreadsheet(officers_client, proposal):
    sheet = "Uraian\tVolume\tSatuan\tHarga\tSumber\nModul\t120\torang\t450.000\tAPBN UPT\nUji akhir\t4 kelas\t1500000\n"
    page = post(officers_client, proposal, "biaya", rows(HALL) | {"insert": "1", "paste": sheet})
    assert page.status_code == 200
    lines = list(proposal.cost_lines.values_list("item", "quantity", "unit", "unit_price", "source"))
    assert lines == [
        ("Sewa ruang", 20, "hari", 7_440_000, "apbd"),
        ("Modul", 120, "orang", 450_000, "apbn_upt"),
        ("Uji akhir", 4, "kelas", 1_500_000, ""),
    ]


@pytest.mark.parametrize("total", ["", "abc", "-1", "9" * 5000, "100000"])
def test_a_strange_number_of_rows_breaks_nothing(officers_client, proposal, total):
    assert post(officers_client, proposal, "biaya", {"lines-TOTAL_FORMS": total}).status_code in (200, 302)


def test_lines_that_two_changed_are_shown_side_by_side(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "biaya")
    autosave(officers_client, proposal, "biaya", rows(HALL) | {"seen": seen})
    told = autosave(officers_client, proposal, "biaya", rows(TRAINER) | {"seen": seen})
    assert told.status_code == 409 and "Sewa ruang" in told.json()["conflicts"][0]["shown"]
    assert proposal.cost_lines.get().item == "Sewa ruang"


# --- documents -----------------------------------------------------------------------------


def send(client, proposal, kind="kak", file=None, key=None):
    data = {"kind": kind, "file": file or pdf(), "key": key or uuid.uuid4()}
    return client.post(address(proposal, "dokumen"), data)


def test_documents_are_attached_replaced_and_taken_out(officers_client, proposal):
    assert send(officers_client, proposal).status_code == 302
    send(officers_client, proposal, file=pdf("kak baru.pdf"))
    document = documents.current(proposal.case).get()
    assert (document.name, document.version) == ("kak baru.pdf", 2)
    officers_client.post(address(proposal, "dokumen"), {"remove": document.pk})
    assert not documents.current(proposal.case).exists() and Document.objects.count() == 2


def test_a_file_sent_twice_is_attached_once(officers_client, proposal):
    key = uuid.uuid4()
    for _time in range(2):
        send(officers_client, proposal, "other", key=key)
    assert Document.objects.count() == 1


def test_a_refused_file_is_named_at_its_place(officers_client, proposal):
    page = send(officers_client, proposal, file=SimpleUploadedFile("a.pdf", b"<html>"))
    assert page.status_code == 200 and not Document.objects.exists()
    place = next(place for place in page.context["places"] if place["kind"] == "kak")
    assert place["form"].errors["file"]
    assert send(officers_client, proposal, kind="entah").status_code == 200
    assert officers_client.post(address(proposal, "dokumen"), {"remove": "9" * 40}).status_code == 404


# --- notes, check, start -------------------------------------------------------------------


def test_notes_of_a_return_are_answered_on_their_step(officers_client, proposal):
    Case.objects.filter(pk=proposal.case_id).update(status="returned")
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    common = {"proposal": proposal, "returned": 1, "author": verifier.position, "written_at": clock.now()}
    note = ReturnNote.objects.create(step="tujuan", text="Sebutkan indikator.", **common)
    ReturnNote.objects.create(step="biaya", text="Lain.", **common)
    page = officers_client.get(address(proposal, "tujuan"))
    assert b"Sebutkan indikator." in page.content and b"Lain." not in page.content
    assert page.context["progress"].unanswered == {"tujuan": 1, "biaya": 1}
    post(officers_client, proposal, "tujuan", {"aim": "x", f"note_{note.pk}": "Sudah ditambahkan."})
    note.refresh_from_db()
    assert note.answer == "Sudah ditambahkan." and note.answered_at


def test_the_last_step_names_every_gap_with_its_way(officers_client, proposal):
    page = officers_client.get(address(proposal, "periksa"))
    assert {part["url"] for part in page.context["progress"].lacking} == {
        address(proposal, step) for step in ("jenis", "tujuan", "waktu", "biaya", "dokumen")
    }
    assert page.context["reasons"] and page.context["other_reasons"] == []


def test_a_province_without_upt_is_told_so_and_tells_the_centre(client, officer, proposal):
    factories.sign_in(client, officer)
    Coverage.objects.filter(province=officer.institution.province).delete()
    complete(proposal, officer)
    page = client.get(address(proposal, "periksa"))
    assert page.context["without_upt"] and len(page.context["other_reasons"]) == 1
    client.post(address(proposal, "periksa"), {"alarm": "1"})
    assert proposal.case.trail.filter(action="proposal.wait_for_upt").count() == 1


def complete(proposal, officer):
    values = {
        Step.SUBJECT: {"fiscal_year": YEAR},
        Step.AIM: {
            "aim": "a", "target_group": "b", "participants": 100, "outputs": "c", "outcomes": "d",
            "training_kind": "teknis", "hours": 40, "pass_mark": 65, "max_absence": 10,
        },
        Step.PLACE: {
            "starts_on": date(YEAR, 3, 1), "ends_on": date(YEAR, 3, 5), "method": "luring", "location": "Samarinda",
            "contact_name": "Andi", "contact_phone": "0541", "batches": 4, "seats_per_batch": 25,
        },
    }  # fmt: skip
    for step, part in values.items():
        proposal = save_step(proposal, step, part, actor=officer, version=proposal.case.version)
    line = {"item": "Ruang", "quantity": 1, "unit": "hari", "unit_price": 10, "source": "apbd"}
    proposal = replace_cost_lines(proposal, [line], actor=officer)
    for kind in ("kak", "rab", "letter"):
        documents.attach(proposal.case, pdf(), kind, actor=officer)
    return proposal


def test_a_complete_draft_offers_to_submit(officers_client, officer, proposal):
    complete(proposal, officer)
    page = officers_client.get(address(proposal, "periksa"))
    assert page.context["reasons"] == [] and page.context["progress"].lacking == []


def test_a_proposal_begins_free_or_as_a_copy_and_never_twice(officers_client, proposal):
    key = uuid.uuid4()
    for _time in range(2):
        officers_client.post(reverse("programs:new"), {"kind": "skkni", "title": "Bebas", "key": key})
    assert Case.objects.filter(title="Bebas").count() == 1
    officers_client.post(reverse("programs:new"), {"copy": proposal.pk, "key": uuid.uuid4()})
    assert Proposal.objects.get(copied_from=proposal).kind == proposal.kind
    refused = officers_client.post(reverse("programs:new"), {"copy": "999999", "key": uuid.uuid4()})
    assert refused.status_code == 200 and refused.context["form"].errors["copy"]


def test_only_officers_of_a_province_begin(client):
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    assert factories.sign_in(client, verifier).get(reverse("programs:new")).status_code == 403


# --- how much is asked of the database -------------------------------------------------------

QUERIES = {"jenis": 9, "tujuan": 9, "waktu": 11, "biaya": 9, "dokumen": 10, "periksa": 12}


@pytest.mark.parametrize("step", QUERIES)
def test_queries_do_not_grow_with_rows(officers_client, officer, proposal, step, django_assert_max_num_queries):
    replace_cost_lines(proposal, [{"item": "a"}], actor=officer)
    with django_assert_max_num_queries(QUERIES[step]) as few:
        officers_client.get(address(proposal, step))
    replace_cost_lines(proposal, [{"item": name} for name in "abc"], actor=officer)
    for _time in range(3):
        documents.attach(proposal.case, pdf(), "other", actor=officer)
    with django_assert_max_num_queries(len(few)):
        officers_client.get(address(proposal, step))


def test_queries_of_the_start_page(officers_client, django_assert_max_num_queries):
    centre = factories.actor(factories.agency(), Role.COORDINATOR)
    an_offer(centre)
    with django_assert_max_num_queries(12) as few:
        officers_client.get(reverse("programs:new"))
    for number in range(2):
        an_offer(centre, title=f"Tawaran {number}")
    with django_assert_max_num_queries(len(few)):
        officers_client.get(reverse("programs:new"))
