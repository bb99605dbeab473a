"""Writing a proposal in steps: everything typed is kept, what is wrong is said at its field."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from casework import documents
from casework.models import Case
from programs.kinds import Kind, Step
from programs.models import Offer, Proposal, ReturnNote
from programs.services.costs import replace_cost_lines
from programs.services.drafts import save_step, start_draft
from regions import clock
from regions.models import Coverage
from tests import factories
from tests.programs.drafting import address, autosave, fresh, next_year, post
from tests.proposals import pdf

pytestmark = pytest.mark.django_db


# --- who may write, and when ------------------------------------------------------------------


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


# --- saving -----------------------------------------------------------------------------------


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
    year, proposal = next_year(), start_draft(actor=officer, kind=Kind.SMK_LSP)
    factories.sign_in(client, officer)
    assert post(client, proposal, "tujuan", {"npsn": "123"}).context["form"].errors["npsn"]
    page = post(client, proposal, "waktu", {"starts_on": f"{year}-05-02", "ends_on": f"{year}-05-01"})
    assert page.context["form"].errors["ends_on"]
    assert (fresh(proposal).starts_on, fresh(proposal).ends_on) == (date(year, 5, 2), None)


def test_an_offer_fixes_kind_and_year(client, officer):
    centre = factories.actor(factories.agency(), Role.COORDINATOR)
    offer = an_offer(centre)
    factories.sign_in(client, officer)
    answer = client.post(reverse("programs:new"), {"offer": offer.pk, "key": uuid.uuid4()})
    proposal = Proposal.objects.get(offer=offer)
    assert answer["Location"] == address(proposal, "jenis")
    post(client, proposal, "jenis", {"title": "Baru", "kind": "skkni", "fiscal_year": next_year() + 1})
    saved = fresh(proposal)
    assert (saved.case.title, saved.kind, saved.fiscal_year) == ("Baru", offer.kind, offer.fiscal_year)


def an_offer(centre, **fields) -> Offer:
    today = clock.today("Asia/Makassar")
    values = {
        "kind": Kind.CERTIFICATION,
        "title": "Sertifikasi administrator jaringan",
        "fiscal_year": next_year(),
        "seats": 240,
        "conditions": "Provinsi menyediakan tempat.",
        "opens_on": today,
        "closes_on": today,
        "published_at": clock.now(),
        "author": centre.position,
    }
    return Offer.objects.create(**values | fields)


# --- notes, check, start ----------------------------------------------------------------------


def test_the_last_page_reads_back_what_was_to_be_mended_with_the_answers(officers_client, proposal):
    Case.objects.filter(pk=proposal.case_id).update(status="returned")
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    common = {"proposal": proposal, "returned": 1, "author": verifier.position, "written_at": clock.now()}
    ReturnNote.objects.create(**common, step="biaya", text="RAB harus ditandatangani.", answer="Sudah ditandatangani.")
    ReturnNote.objects.create(**common, step="waktu", text="Tempat uji belum jelas.")
    page = officers_client.get(f"/usulan/{proposal.pk}/tulis/periksa/").content.decode()
    for words in ("RAB harus ditandatangani.", "Sudah ditandatangani.", "Tempat uji belum jelas."):
        assert page.count(words) == 1, words
    assert page.index("Tempat uji belum jelas.") < page.index('<div class="soon-word">belum dijawab')
    assert f"/usulan/{proposal.pk}/tulis/waktu/" in page


def test_notes_of_a_return_are_answered_on_their_step(officers_client, proposal):
    Case.objects.filter(pk=proposal.case_id).update(status="returned")
    verifier = factories.actor(factories.upt(), Role.VERIFIER)
    common = {"proposal": proposal, "returned": 1, "author": verifier.position, "written_at": clock.now()}
    note = ReturnNote.objects.create(step="tujuan", text="Sebutkan indikator.", **common)
    ReturnNote.objects.create(step="biaya", text="Lain.", **common)
    page = officers_client.get(address(proposal, "tujuan"))
    assert b"Sebutkan indikator." in page.content and b"Lain." not in page.content
    assert page.context["progress"].unanswered == {"tujuan": 1, "biaya": 1}
    assert "Simpan dan lanjut ke catatan pada “Pembiayaan bersama”" in page.content.decode()
    answered = {"aim": "x", f"note_{note.pk}": "Sudah ditambahkan.", "then": "next"}
    onward = post(officers_client, proposal, "tujuan", answered)["Location"]
    assert onward.startswith(address(proposal, "biaya"))  # past the steps without a note
    note.refresh_from_db()
    assert note.answer == "Sudah ditambahkan." and note.answered_at
    ReturnNote.objects.filter(step="biaya").update(answer="Sudah.")
    assert post(officers_client, proposal, "tujuan", answered)["Location"].startswith(address(proposal, "periksa"))


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
    year = next_year()
    values = {
        Step.SUBJECT: {"fiscal_year": year},
        Step.AIM: {
            "aim": "a", "target_group": "b", "participants": 100, "outputs": "c", "outcomes": "d",
            "training_kind": "teknis", "hours": 40, "pass_mark": 65, "max_absence": 10,
        },
        Step.PLACE: {
            "starts_on": date(year, 3, 1), "ends_on": date(year, 3, 5), "method": "luring", "location": "Samarinda",
            "contact_name": "Andi", "contact_phone": "0541 123456", "batches": 4, "seats_per_batch": 25,
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


def test_who_wrote_the_notes_is_read_once(officers_client, proposal, django_assert_num_queries):
    Case.objects.filter(pk=proposal.case_id).update(status="returned")
    common = {"proposal": proposal, "returned": 1, "written_at": clock.now(), "step": "tujuan", "text": "Indikator."}

    def note():
        ReturnNote.objects.create(**common, author=factories.actor(factories.upt(), Role.VERIFIER).position)

    note()
    with CaptureQueriesContext(connection) as few:
        officers_client.get(address(proposal, "tujuan"))
    note()
    with django_assert_num_queries(len(few)):
        officers_client.get(address(proposal, "tujuan"))


def test_queries_of_the_start_page(officers_client, django_assert_max_num_queries):
    centre = factories.actor(factories.agency(), Role.COORDINATOR)
    an_offer(centre)
    with django_assert_max_num_queries(12) as few:
        officers_client.get(reverse("programs:new"))
    for number in range(2):
        an_offer(centre, title=f"Tawaran {number}")
    with django_assert_max_num_queries(len(few)):
        officers_client.get(reverse("programs:new"))
