"""The history that can be read: decisions and field changes in one line of time, old → new, filtered, paged by key."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements import services
from agreements.models import Agreement
from casework import documents, trail
from casework.history import PER_PAGE
from casework.workflow import perform
from programs.services.drafts import save_step
from regions import clock
from tests import factories, pacts, proposals
from tests.talks import INTERNAL, said

pytestmark = pytest.mark.django_db


def page(client, case_owner, query=""):
    room = "agreements" if isinstance(case_owner, Agreement) else "programs"
    return client.get(reverse(f"{room}:history", args=[case_owner.pk]) + query)


def told(line) -> list[tuple]:
    return [(change.label, change.old, change.new) for change in line.changes]


def revised(people):
    proposal = proposals.in_state("returned", people)
    proposals.answer_notes(proposal, people.proposer)
    for aim in ("setengah jadi", "Data daerah diolah sendiri"):
        proposal = save_step(proposal, "tujuan", {"aim": aim}, actor=people.proposer, version=None)
    return perform(proposal, "resubmit", actor=people.proposer)


def test_a_revision_is_told_as_one_difference_not_key_by_key(client):
    people = proposals.cast()
    proposal = revised(people)
    factories.sign_in(client, people.verifier)
    lines = page(client, proposal).context["history"].lines
    changed = [line for line in lines if line.changes]
    assert [line.what for line in changed] == ["Perbaikan diajukan"]
    assert told(changed[0]) == [("Tujuan", "Perangkat daerah mengolah datanya sendiri", "Data daerah diolah sendiri")]
    assert b"setengah jadi" not in page(client, proposal).content


def test_what_a_document_s_rows_kept_stands_at_who_changed_it(client):
    people = pacts.cast()
    agreement = pacts.draft(people)
    start = agreement.starts_on
    services.edit_basics(
        agreement,
        actor=people.officer,
        title="Kerja sama baru",
        starts_on=start,
        ends_on=start + timedelta(days=30),
        place="Balikpapan",
    )
    party = pacts.province_party(agreement)
    services.set_number(party, actor=people.upt_officer, document_number="119/KS/2026", document_year=2026)
    Agreement.objects.filter(pk=agreement.pk).update(place="Bontang")  # by hand in the database: kept as well
    factories.sign_in(client, people.officer)
    lines = {line.what: line for line in page(client, agreement).context["history"].lines}
    edited = told(lines["Judul, jangka waktu, atau usulan terkait diubah"])
    assert ("Judul", "Kerja sama pelatihan ASN", "Kerja sama baru") in edited
    assert ("Tempat penandatanganan", "Samarinda", "Balikpapan") in edited
    numbered = lines["Nomor salah satu pihak diisi"]
    assert numbered.who.startswith(people.upt_officer.display_name)
    assert [new for _label, _old, new in told(numbered)] == ["119/KS/2026", "2026"]
    outside = lines["Diubah di luar halaman perkara"]
    assert told(outside) == [("Tempat penandatanganan", "Balikpapan", "Bontang")]


def test_filters_by_kind_and_person(client):
    people = proposals.cast()
    proposal = revised(people)
    proposals.check_all(proposal, people.verifier)
    factories.sign_in(client, people.verifier)
    kinds = {
        word: {line.kind for line in page(client, proposal, f"?jenis={word}").context["history"].lines}
        for word in ("keputusan", "dokumen", "pengingat", "kegiatan")
    }
    assert kinds == {"keputusan": {"keputusan"}, "dokumen": {"dokumen"}, "pengingat": set(), "kegiatan": {"kegiatan"}}
    changed = page(client, proposal, "?jenis=perubahan").context["history"]
    assert [line.what for line in changed.lines] == ["Perbaikan diajukan"] and changed.chips
    mine = page(client, proposal, f"?orang={people.verifier.user.pk}").context["history"].lines
    assert {line.who.split(",")[0] for line in mine} == {people.verifier.display_name}
    for query in (
        "?jenis=x&orang=y",
        "?orang=99999999999",
        "?sebelum=x",
        "?sebelum=1e400-2-1",
        "?sebelum=1-1-" + "9" * 30,
    ):
        assert page(client, proposal, query).status_code == 200


def test_pages_by_key_tell_every_line_once(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_verification", people)
    for number in range(2 * PER_PAGE):
        with clock.at(clock.now() + timedelta(minutes=number // 3)):  # several in one instant
            trail.record(proposal.case, "proposal.save_checklist", actor=people.verifier, from_status="in_verification")
    documents.attach(proposal.case, proposals.pdf(), "other", actor=people.verifier)
    factories.sign_in(client, people.verifier)
    seen, query = [], ""
    while True:
        history = page(client, proposal, query).context["history"]
        seen += [line.pk for line in history.lines]
        query = history.next_url
        if not query:
            break
    assert len(seen) == len(set(seen)) == proposal.case.trail.count()


def test_what_was_said_stands_there_for_whoever_may_read_it_without_its_words(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_verification", people)
    said(proposal.case, people.verifier, "Mohon RAB diperjelas.")
    said(proposal.case, people.verifier, "Menurut saya kurang.", INTERNAL)
    said(proposal.case, people.proposer, "Jangan sampai terlambat.", INTERNAL)
    for reader, expected in (
        (people.verifier, ["Pesan di dalam Balai Banjarmasin", "Pesan antara para pihak"]),
        (people.proposer, ["Pesan di dalam Bpsdm Kalimantan Timur", "Pesan antara para pihak"]),
        (people.coordinator, ["Pesan antara para pihak"]),
    ):
        factories.sign_in(client, reader)
        shown = page(client, proposal, "?jenis=percakapan")
        assert [line.what for line in shown.context["history"].lines] == expected
        assert "diperjelas" not in shown.content.decode() and "terlambat." not in shown.content.decode()
        every = page(client, proposal).context["history"].lines
        assert sum(line.kind == "percakapan" for line in every) == len(expected)


def test_asks_no_more_for_a_revised_proposal(client, django_assert_max_num_queries):
    people = proposals.cast()
    proposal = revised(people)
    factories.sign_in(client, people.verifier)
    page(client, proposal)
    with django_assert_max_num_queries(12):
        page(client, proposal)
