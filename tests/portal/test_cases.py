"""The list of everything: both kinds of case, its views, its order by last day, acts on many, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework import presets
from casework.models import Case, Nudge, Turn
from casework.workflow import perform
from portal.desk import desk_of
from regions import clock
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.rows import copies

pytestmark = pytest.mark.django_db
LIST = reverse("portal:cases")


def titles(response) -> set[str]:
    return {case.title for case in response.context["listing"].rows}


def named(case, title: str) -> None:
    Case.objects.filter(pk=case.case_id).update(title=title)


def test_each_view_finds_both_kinds_and_says_how_many(client):
    people = pacts.cast()
    agreement, ending = pacts.in_state("party_review", people), pacts.in_state("in_force", people, days=90)
    drafted, later = pacts.draft(people), pacts.in_state("in_force", people, days=91)
    proposers = proposals.cast()
    returned = proposals.in_state("returned", proposers)
    rows = {"Kaji": agreement, "Akhir": ending, "Draf": drafted, "Nanti": later, "Kembali": returned}
    for title, row in rows.items():
        named(row, title)
    Turn.objects.open().filter(case__in=[agreement.case, returned.case]).update(
        due_on=clock.today() - timedelta(days=3)
    )
    sign_in(client, people.officer)
    wanted = {
        "giliran": {"Draf"},
        "lewat": set(),
        "terlambat": {"Kaji", "Kembali"},
        "daerah": {"Kaji", "Kembali"},
        "berakhir": {"Akhir"},
        "belum": set(),
        "kami": {"Kaji", "Akhir", "Draf", "Nanti"},
    }
    for word, expected in wanted.items():
        page = client.get(LIST, {"tampilan": word})
        assert titles(page) == expected, word
        counted = {preset["url"].partition("tampilan=")[2]: preset["count"] for preset in page.context["presets"]}
        assert counted[word] == len(expected), word
    assert titles(client.get(LIST, {"jenis": "proposal"})) == {"Kembali"}
    assert titles(client.get(LIST, {"selesai": "ya"})) == set()
    assert titles(client.get(LIST, {"q": "kemb"})) == {"Kembali"}
    first = client.get(LIST, {"urut": "batas"}).context["listing"].rows[0]
    assert first.title in ("Kaji", "Kembali")


def test_my_turn_is_the_same_number_on_the_desk_and_in_both_lists(client):
    people = proposals.cast()
    colleague = factories.actor(people.verifier.institution, Role.VERIFIER)
    taken = proposals.in_state("submitted", people)
    proposals.in_state("submitted", people)
    for reader, count in ((people.verifier, 0), (colleague, 0)):
        assert (desk_of(reader).count, *_chips(client, reader)) == (count, count, count)
    perform(taken, "take", actor=people.verifier)
    proposals.in_state("in_review", people)  # a pool of one: its work, without taking
    for reader, count in ((people.verifier, 1), (colleague, 0), (people.coordinator, 1)):
        assert (desk_of(reader).count, *_chips(client, reader)) == (count, count, count)
    factories.actor(people.coordinator.institution, Role.COORDINATOR)
    assert (desk_of(people.coordinator).count, *_chips(client, people.coordinator)) == (0, 0, 0)
    untaken = client.get(LIST, {"tampilan": "belum"}).context
    assert untaken["number"].count == len(desk_of(people.coordinator).untaken) + 1  # and the UPT's own


def _chips(client, reader):
    sign_in(client, reader)
    for page in (LIST, reverse("programs:list")):
        presets = client.get(page).context["presets"]
        yield next(preset["count"] for preset in presets if "giliran" in preset["url"])


@pytest.mark.parametrize(("most", "said"), [(2, "3+"), (3, 3)])
def test_of_what_a_position_ever_had_so_many_are_counted_and_no_more(client, monkeypatch, most, said):
    people = proposals.cast()
    for _each in range(3):
        proposals.in_state("in_verification", people)
    monkeypatch.setattr(presets, "MANY", most)
    sign_in(client, people.verifier)
    counted = {preset["url"]: preset["count"] for preset in client.get(LIST).context["presets"]}
    assert counted["?tampilan=saya"] == said


def test_acts_on_many_take_both_kinds(client):
    people, proposers = pacts.cast(), proposals.cast()
    rows = [pacts.in_state("party_review", people), proposals.in_state("returned", proposers)]
    sign_in(client, proposers.coordinator)
    words = {"daftar": "perkara", "tindakan": "ingatkan", "baris": [row.case_id for row in rows]}
    page = client.get(reverse("casework:bulk"), words)
    assert {row.url for row in page.context["rows"]} == {row.get_absolute_url() for row in rows}
    client.post(reverse("casework:bulk"), words | {"key": "00000000-0000-4000-8000-000000000001"})
    assert set(Nudge.objects.values_list("turn__case", flat=True)) == {row.case_id for row in rows}


@pytest.mark.parametrize("many", [1, 100])
def test_it_asks_the_same_number_of_questions(client, many, django_assert_num_queries):
    people = proposals.cast()
    copies(proposals.in_state("in_verification", people), many - 1)
    sign_in(client, people.verifier)
    client.get(LIST)
    with django_assert_num_queries(10):
        page = client.get(LIST)
    assert page.context["number"].count == many
