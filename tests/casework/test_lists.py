"""Lists as one reader asked for them: columns, arrangement, saved views, about how many, and the way out of nothing."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actors_of
from accounts.roles import Role
from casework import listing, lists, presets, views_saved
from casework.listing import rounded
from casework.lists import Found, Number
from casework.models import Case, SavedView
from programs.lists import PROPOSALS
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.rows import copies, pact_copies

pytestmark = pytest.mark.django_db
LIST, ARRANGE, NEW = reverse("programs:list"), reverse("casework:arrange"), reverse("casework:view_new")
KEY = "00000000-0000-4000-8000-00000000000{}"
DESK_TILES = 1  # query
COUNTING = 2  # queries: as many as are told exactly, and as many as are counted
CHOICES = 1  # query: the provinces to choose from


@pytest.fixture
def people():
    return proposals.cast()


def heads(response) -> list[str]:
    return [str(head.label) for head in response.context["heads"]]


def texts(response) -> str:
    return response.content.decode()


# --- columns --------------------------------------------------------------------------


def test_columns_come_from_the_address_and_the_one_by_which_a_row_is_known_stays(client, people):
    proposals.in_state("submitted", people)
    sign_in(client, people.verifier)
    assert len(heads(client.get(LIST))) == 7
    assert heads(client.get(LIST + "?kolom=nilai,badan")) == ["Usulan", "Perangkat daerah pengusul", "Nilai (Rp)"]
    assert len(heads(client.get(LIST + "?kolom=kata_sandi"))) == 7


def test_an_arrangement_is_remembered_for_its_person_and_list_and_gives_way_to_the_address(client, people):
    proposals.in_state("submitted", people)
    sign_in(client, people.verifier)
    words = {"daftar": "usulan", "kolom": ["judul", "badan"], "rapat": "ya", "urut": "judul", "tahap": "submitted"}
    answer = client.post(ARRANGE, words)
    assert answer["Location"] == f"{LIST}?tahap=submitted&kolom=judul%2Cbadan&rapat=ya&urut=judul"
    page = client.get(LIST)
    assert heads(page) == ["Usulan", "Perangkat daerah pengusul"] and page.context["dense"]
    assert page.context["listing"].order.word == "judul"
    assert heads(client.get(LIST + "?kolom=judul,nilai")) == ["Usulan", "Nilai (Rp)"]
    assert len(heads(client.get(reverse("agreements:list")))) == 7
    colleague = factories.actor(people.verifier.institution, Role.VERIFIER)
    assert len(heads(sign_in(client, colleague).get(LIST))) == 7
    sign_in(client, people.verifier)
    client.post(ARRANGE, {"daftar": "usulan", "awal": "ya", "kolom": ["judul"]})
    assert len(heads(client.get(LIST))) == 7


@pytest.mark.parametrize("words", [{}, {"daftar": "omong"}, {"daftar": "\0"}])
def test_an_arrangement_of_no_list_does_not_exist(client, people, words):
    assert sign_in(client, people.verifier).post(ARRANGE, words).status_code == 404


# --- nothing found --------------------------------------------------------------------


def test_nothing_found_says_which_filter_to_take_off_and_how_many_that_shows(client, people):
    for _each in range(3):
        proposals.in_state("submitted", people)
    sign_in(client, people.verifier)
    page = client.get(LIST + "?provinsi=64&jenis=penelitian&tahap=submitted")
    (way,) = page.context["ways_out"]
    assert (way["label"], way["count"]) == ("Jenis", "3")
    assert way["url"] == "?provinsi=64&tahap=submitted"
    assert len(client.get(LIST + way["url"]).context["listing"].rows) == 3
    (way,) = client.get(LIST + "?jenis=penelitian&tahap=draft&provinsi=64").context["ways_out"]
    assert (way["label"], way["alone"], way["url"]) == ("Provinsi", True, "?provinsi=64")
    assert client.get(LIST + "?jenis=penelitian&tahap=draft").context["ways_out"] == []


def test_a_view_that_hides_everything_can_be_taken_off_too(client, people):
    proposals.in_state("submitted", people)
    (way,) = sign_in(client, people.verifier).get(LIST + "?tampilan=tangguh").context["ways_out"]
    assert (way["url"], way["count"]) == ("?", "1")


def test_what_is_out_of_sight_is_not_counted_for_the_way_out(client, people):
    proposals.in_state("submitted", proposals.cast("32", "BDG"))
    assert sign_in(client, people.verifier).get(LIST + "?jenis=penelitian").context["ways_out"] == []


@pytest.mark.parametrize("rows", [0, 3])
def test_an_empty_result_costs_one_question_more_whatever_the_filters(client, people, rows, django_assert_num_queries):
    for _each in range(rows):
        proposals.in_state("submitted", people)
    sign_in(client, people.verifier)
    with django_assert_num_queries(9):
        client.get(LIST + "?jenis=penelitian&tahap=draft&ta=2027&q=zzz&tampilan=belum")


# --- about how many -------------------------------------------------------------------


@pytest.mark.parametrize(("counted", "estimate", "said"), [(4, 400, 4), (3, 400, 400), (3, 1, 4)])
def test_many_rows_are_said_with_about_and_of_more_than_are_counted_the_planner_says_how_many(
    client, people, monkeypatch, counted, estimate, said
):
    """Never fewer than were counted."""
    monkeypatch.setattr(lists, "EXACT", 2)
    monkeypatch.setattr(lists, "COUNTED", counted)
    monkeypatch.setattr(lists, "estimated", lambda rows: estimate)
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    for _each in range(4):
        proposals.in_state("submitted", people)
    page = sign_in(client, people.verifier).get(LIST)
    assert page.context["number"] == Number(said, False)
    assert "dari sekitar" in page.context["listing"].text
    monkeypatch.setattr(listing, "PER_PAGE", 4)
    page = client.get(LIST)  # the last row is on this page
    assert page.context["number"] == Number(4) and page.context["listing"].text == "1–4 dari 4"
    assert client.get(LIST + "?jenis=penelitian").context["number"].exact


def test_about_how_many_is_asked_once_a_minute_and_what_was_picked_each_time(client, people, monkeypatch):
    monkeypatch.setattr(lists, "EXACT", 2)
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    rows = [proposals.in_state("submitted", people) for _each in range(4)]
    sign_in(client, people.verifier)
    asked = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert not client.get(LIST).context["number"].exact
        asked.append(len(queries))
    assert asked[0] - asked[1] == COUNTING + CHOICES
    found = Found(PROPOSALS, people.verifier, QueryDict(f"baris={rows[0].pk}"))
    assert (found.number.count, found.number.exact) == (1, True)


def test_what_all_have_may_be_a_minute_old_where_it_is_much_and_never_what_is_one_s_own(client, people, monkeypatch):
    monkeypatch.setattr(presets, "MANY", 3)
    taken, *_others = [proposals.in_state("in_verification", people) for _each in range(4)]
    sign_in(client, people.verifier)
    assert counts(client) == {"giliran": 4, "daerah": 0}
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert not any("terlambat" in query["sql"] for query in queries)
    proposals.ROADS["returned"][1](taken, people)
    assert counts(client) == {"giliran": 3, "daerah": 0}
    caches["process"].clear()
    assert counts(client) == {"giliran": 3, "daerah": 1}


def counts(client) -> dict[str, int]:
    shown = {preset["url"]: preset["count"] for preset in client.get(LIST).context["presets"]}
    return {word: shown[f"?tampilan={word}"] for word in ("giliran", "daerah")}


def test_rounded_numbers_say_no_more_than_they_know():
    assert [rounded(n) for n in (7, 5001, 12_345, 198_765)] == [7, 5000, 12_000, 200_000]


# --- saved views ----------------------------------------------------------------------


def save(client, name="Terlambat", audience="private", query="tampilan=terlambat&sesudah=x&urut=judul", key=1):
    words = {"name": name, "audience": audience, "key": KEY.format(key)}
    return client.post(f"{NEW}?daftar=usulan&{query}", words)


def named(client, actor) -> list[str]:
    return [view["label"] for view in sign_in(client, actor).get(LIST).context["saved"]]


def test_a_view_keeps_filters_and_order_under_its_name_but_not_the_page(client, people):
    answer = save(sign_in(client, people.verifier))
    assert answer["Location"] == f"{LIST}?tampilan=terlambat&urut=judul"
    (view,) = client.get(answer["Location"]).context["saved"]
    assert view["current"] and view["label"] == "Terlambat"
    assert not client.get(LIST).context["saved"][0]["current"]


def test_who_sees_a_saved_view(client, people):
    same_seat = factories.actor(people.verifier.institution, Role.VERIFIER)
    factories.holding(people.verifier.position, same_seat.user, kind="plh")
    colleague = factories.actor(people.verifier.institution, Role.UPT_HEAD)
    stranger = factories.actor(factories.upt("MKS"), Role.VERIFIER)
    for place, audience in enumerate(("private", "position", "institution")):
        save(sign_in(client, people.verifier), name=audience, audience=audience, key=place)
    acting = next(a for a in _actors(same_seat.user) if a.position == people.verifier.position)
    assert named(client, people.verifier) == ["institution", "position", "private"]
    assert named(client, acting) == ["institution", "position"]
    assert named(client, colleague) == ["institution"]
    assert named(client, stranger) == []


def _actors(user):
    return actors_of(user)


def test_a_shared_view_shows_only_what_its_reader_may_see(client, people):
    seen = proposals.in_state("submitted", people)
    draft = proposals.draft(people.proposer)
    Case.objects.filter(pk=draft.case_id).update(title="Rahasia")
    administrator = factories.actor(people.proposer.institution, Role.INSTITUTION_ADMIN)
    view = views_saved.keep(PROPOSALS, "urut=judul", name="Semua", audience="institution", actor=administrator)
    url = views_saved.address_of(view, PROPOSALS)
    SavedView.objects.filter(pk=view.pk).update(institution=people.verifier.institution)
    assert sign_in(client, people.verifier).get(url).context["listing"].rows == [seen]


def test_renaming_and_deleting_are_its_keeper_s(client, people):
    save(sign_in(client, people.verifier), audience="institution")
    view = SavedView.objects.get()
    edit, delete = (reverse(f"casework:view_{act}", args=[view.pk]) for act in ("edit", "delete"))
    colleague = factories.actor(people.verifier.institution, Role.VERIFIER)
    administrator = factories.actor(people.verifier.institution, Role.INSTITUTION_ADMIN)
    stranger = factories.actor(factories.upt("MKS"), Role.VERIFIER)
    words = {"name": "Lewat batas", "audience": "institution", "key": KEY.format(5)}
    assert sign_in(client, stranger).post(edit, words).status_code == 404
    assert sign_in(client, colleague).post(edit, words).status_code == 403
    assert sign_in(client, colleague).post(delete, words).status_code == 403
    assert sign_in(client, administrator).post(edit, words).status_code == 302
    assert SavedView.objects.get().name == "Lewat batas"
    assert sign_in(client, people.verifier).post(delete, {"key": KEY.format(6)}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_name_is_needed_and_taken_once(client, people):
    sign_in(client, people.verifier)
    assert "name" in save(client, name=" ").context["form"].errors
    assert "audience" in save(client, audience="semua").context["form"].errors
    save(client)
    again = save(client, key=2)
    assert again.status_code == 200 and again.context["form"].errors["name"]
    assert SavedView.objects.count() == 1
    assert save(client).status_code == 302  # the same form once more: done before, not done twice
    assert SavedView.objects.count() == 1
    too_long = save(client, name="Panjang", query="q=" + "a" * 1100, key=3)
    assert too_long.status_code == 200 and too_long.context["form"].errors["name"]


def test_tiles_of_the_desk_come_in_one_query(client, people, django_assert_num_queries):
    for place in range(3):
        save(sign_in(client, people.verifier), name=f"Tampilan {place}", key=place)
    views_saved.arrange(PROPOSALS, columns=["badan"], dense=True, order="", actor=people.verifier)
    with django_assert_num_queries(DESK_TILES):
        tiles = views_saved.tiles(people.verifier)
    assert [tile.label for tile in tiles] == ["Tampilan 0", "Tampilan 1", "Tampilan 2"]
    page = texts(client.get(reverse("portal:desk")))
    assert page.count("tampilan=terlambat") == 3


# --- what a list costs ----------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 100])
def test_every_list_asks_the_same_number_of_questions(client, people, many, django_assert_num_queries):
    copies(proposals.in_state("in_verification", people), many - 1)
    sign_in(client, people.verifier)
    with django_assert_num_queries(11):
        assert client.get(LIST).context["number"].count == many


@pytest.mark.parametrize("many", [1, 100])
def test_so_does_the_list_of_documents(client, many, django_assert_num_queries):
    people = pacts.cast()
    pact_copies(pacts.in_state("party_review", people), many - 1)
    sign_in(client, people.officer)
    with django_assert_num_queries(11):
        assert client.get(reverse("agreements:list")).context["number"].count == many


def test_found_ignores_rows_that_are_no_numbers(people):
    found = Found(PROPOSALS, people.verifier, QueryDict("baris=x&baris=-1&baris=99999999999999999999&baris=7"))
    assert found.chosen == [7]
    assert not found.rows.exists()
