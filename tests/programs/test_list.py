"""The list of proposals: scope, filters, order, pages by key, CSV, and what bad addresses do (nothing)."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from casework.models import Case, Turn
from casework.spreadsheets import as_text
from programs.models import Proposal
from regions import clock
from tests import factories, proposals
from tests.factories import sign_in
from tests.rows import copies

pytestmark = pytest.mark.django_db
QUERIES = 10


@pytest.fixture
def people():
    return proposals.cast()


def listed(response) -> list:
    return response.context["listing"].rows


def titled(people, *titles):
    """Submitted proposals that differ by their titles only."""
    made = []
    for title in titles:
        made.append(proposals.in_state("submitted", people))
        Case.objects.filter(pk=made[-1].case_id).update(title=title)
    return made


def test_shows_what_is_in_scope_and_not_what_is_outside(client, people):
    inside, outside = (
        proposals.in_state("submitted", people),
        proposals.in_state("submitted", proposals.cast("32", "BDG")),
    )
    assert listed(sign_in(client, people.verifier).get(reverse("programs:list"))) == [inside]
    assert set(listed(sign_in(client, people.coordinator).get(reverse("programs:list")))) == {inside, outside}


def test_a_draft_is_its_own_bodys(client, people):
    draft = proposals.draft(people.proposer)
    assert listed(sign_in(client, people.proposer).get(reverse("programs:list"))) == [draft]
    assert listed(sign_in(client, people.coordinator).get(reverse("programs:list"))) == []


def test_a_draft_without_a_kind_stands_in_the_list_and_in_its_file(client, people):
    draft = proposals.draft(people.proposer)
    Proposal.objects.filter(pk=draft.pk).update(kind="")
    sign_in(client, people.proposer)
    assert listed(client.get(reverse("programs:list"))) == [draft]
    assert draft.case.title in client.get(reverse("programs:list_csv")).getvalue().decode()


@pytest.mark.parametrize("number", [1, 100])
def test_costs_the_same_number_of_queries(client, people, django_assert_num_queries, number):
    copies(proposals.in_state("in_verification", people), number - 1)
    sign_in(client, people.verifier)
    client.get(reverse("programs:list"))
    with django_assert_num_queries(QUERIES):
        assert len(listed(client.get(reverse("programs:list")))) == min(number, 25)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=Zamrud", ["Zamrud"]),
        ("q=%00Zamrud", ["Zamrud"]),
        ("q=-", []),
        ("provinsi=64", ["Andalas", "Zamrud"]),
        ("provinsi=63", []),
        ("jenis=penelitian", []),
        ("jenis=pelatihan_asn&tahap=submitted", ["Andalas", "Zamrud"]),
        ("tahap=draft", []),
        ("tampilan=belum", ["Andalas", "Zamrud"]),
        ("tampilan=giliran", []),  # until somebody takes them, as on the desk
        ("tampilan=terlambat", []),
        ("tampilan=daerah", []),
        ("tampilan=tangguh", []),
        ("tampilan=saya", []),
    ],
)
def test_filters(client, people, query, titles):
    titled(people, "Andalas", "Zamrud")
    response = sign_in(client, people.verifier).get(f"{reverse('programs:list')}?{query}&urut=judul")
    assert [proposal.case.title for proposal in listed(response)] == titles


def test_overdue_with_me_leaves_out_what_is_overdue_with_others(client, people):
    titled(people, "Andalas")
    Turn.objects.open().update(due_on=date(2020, 1, 2))
    for reader, titles in ((people.verifier, ["Andalas"]), (people.coordinator, [])):
        page = sign_in(client, reader).get(f"{reverse('programs:list')}?tampilan=lewat")
        assert [proposal.case.title for proposal in listed(page)] == titles
        late = sign_in(client, reader).get(f"{reverse('programs:list')}?tampilan=terlambat")
        assert [proposal.case.title for proposal in listed(late)] == ["Andalas"]


@pytest.mark.parametrize(
    "query",
    [
        "urut=kata_sandi",
        "urut=case__owner__users",
        "provinsi=99",
        "jenis=%00",
        "ta=10000000000000000000000000",
        "tahap=x",
        "tampilan=x",
        "sesudah=bukan-kunci",
        "sesudah=WyJ4Il0=",
        "sesudah=WzEsMiwzXQ==",
        "sebelum=" + "W" * 5000,
        "sesudah=WyJcdWQ4MDAiLCAxLCAxXQ==&urut=judul",
        "q=%ED%A0%80",
        "halaman=10000000000000000000000000",
        "q=%00%00",
    ],
)
def test_a_word_it_does_not_know_changes_nothing(client, people, query):
    made = titled(people, "Andalas")
    response = sign_in(client, people.verifier).get(f"{reverse('programs:list')}?{query}")
    assert response.status_code == 200
    assert "q=%ED" in query or listed(response) == made


@pytest.mark.parametrize("order", ["judul", "-judul", "nomor", "-nomor", "baru", "batas", "-nilai", "provinsi"])
def test_pages_by_key_show_each_row_once_there_and_back(client, people, monkeypatch, order):
    monkeypatch.setattr("casework.listing.PER_PAGE", 2)
    made = titled(people, "B", "A", "C", "A", "B")
    sign_in(client, people.verifier)
    url, seen, pages = f"{reverse('programs:list')}?urut={order}", [], []
    while url:
        response = client.get(url)
        seen += listed(response)
        pages.append(listed(response))
        listing = response.context["listing"]
        last, url = listing.previous_url, listing.next_url and reverse("programs:list") + listing.next_url
    assert sorted(row.pk for row in seen) == sorted(row.pk for row in made)
    back = client.get(reverse("programs:list") + last)
    assert listed(back) == pages[-2]
    assert back.context["listing"].text in ("3–4 dari 5", "3–4 of 5")


def test_by_last_day_what_has_ended_comes_behind_what_waits(client, people, monkeypatch):
    monkeypatch.setattr("casework.listing.PER_PAGE", 2)
    ended = [proposals.in_state("withdrawn", people) for _each in range(2)]
    waiting = [proposals.in_state("in_verification", people) for _each in range(3)]
    for row, day in zip(waiting, (3, 1, 2), strict=True):
        row.case.turns.open().update(due_on=date(2026, 12, day))
    sign_in(client, people.verifier)
    url, pages = f"{reverse('programs:list')}?urut=batas", []
    while url:
        response = client.get(url)
        pages.append([row.pk for row in listed(response)])
        url = response.context["listing"].next_url and reverse("programs:list") + response.context["listing"].next_url
    first, second, third = waiting[1].pk, waiting[2].pk, waiting[0].pk
    assert pages == [[first, second], [third, ended[0].pk], [ended[1].pk]]


def test_a_page_stays_the_same_while_new_rows_come(client, people, monkeypatch):
    monkeypatch.setattr("casework.listing.PER_PAGE", 2)
    titled(people, "1", "2", "3", "4")
    sign_in(client, people.verifier)
    url = reverse("programs:list")
    second = url + client.get(url).context["listing"].next_url
    before = listed(client.get(second))
    titled(people, "5")
    assert listed(client.get(second)) == before


def test_presets_count_what_they_show(client, people):
    titled(people, "1", "2")
    proposals.in_state("returned", people)
    response = sign_in(client, people.verifier).get(reverse("programs:list"))
    counted = {preset["url"]: preset.get("count") for preset in response.context["presets"]}
    for url, count in counted.items():
        if count is not None:
            assert len(listed(client.get(reverse("programs:list") + url))) == count
    assert counted["?tampilan=belum"] == 2
    assert counted["?tampilan=daerah"] == 1


def test_an_empty_list_says_what_comes_and_an_empty_search_how_to_go_on(client, people):
    sign_in(client, people.proposer)
    assert reverse("programs:new") in client.get(reverse("programs:list")).content.decode()
    proposals.draft(people.proposer)
    nothing = client.get(reverse("programs:list") + "?q=tidakada")
    assert "empty" in nothing.content.decode()
    assert nothing.context["filtered"]


def test_csv_respects_scope_and_filters_and_keeps_formulas_text(client, people):
    titled(people, '=HYPERLINK("http://x")', "Biasa")
    proposals.in_state("submitted", proposals.cast("32", "BDG"))
    response = sign_in(client, people.verifier).get(reverse("programs:list_csv") + "?urut=judul")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    head, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[1] for row in rows] == ['\'=HYPERLINK("http://x")', "Biasa"]
    assert rows[0][-1] == "70000000"
    assert len(head) == len(rows[0])
    assert rows[0][0].startswith(f"USL/{clock.today().year}/")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        ("+62", "'+62"),
        ("-x", "'-x"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        (" =1", "' =1"),
        (-5, -5),
        ("a", "a"),
    ],
)
def test_cells_that_look_like_formulas(cell, written):
    assert as_text(cell) == written


def test_an_auditor_reads_only_his_provinces(client, people):
    seen, _unseen = (
        proposals.in_state("submitted", people),
        proposals.in_state("submitted", proposals.cast("32", "BDG")),
    )
    assert listed(sign_in(client, factories.auditor("64")).get(reverse("programs:list"))) == [seen]


def test_without_a_position_there_is_nothing(client, people):
    proposals.in_state("submitted", people)
    client.force_login(factories.user())
    assert listed(client.get(reverse("programs:list"))) == []
