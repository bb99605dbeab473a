"""The list of cooperation documents: presets, filters, orders, pages by key, CSV."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements import services
from agreements.models import Agreement
from regions import clock
from tests import factories as make
from tests import pacts
from tests.factories import sign_in

pytestmark = pytest.mark.django_db

LIST = reverse("agreements:list")


@pytest.fixture
def people():
    return pacts.cast()


def rows(client, actor, **query) -> list[Agreement]:
    return sign_in(client, actor).get(LIST, query).context["listing"].rows


def test_presets_find_and_count_the_same(client, people):
    with clock.at(clock.now() - timedelta(days=40)):
        late = pacts.in_state("party_review", people)
    mine = pacts.draft(people)
    soon, later = pacts.in_state("in_force", people, days=90), pacts.in_state("in_force", people, days=91)
    with clock.at(clock.now() - timedelta(days=30)):
        ended = pacts.in_state("expired", people, days=5)
        succeeded = pacts.in_state("expired", people, days=5)
        heir = services.open_successor(succeeded, actor=people.officer)
    wanted = {
        "giliran": {mine, heir},
        "terlambat": {late, heir},
        "daerah": {late},
        "berakhir": {soon},
        "tanpa-penerus": {ended},
        "kami": {late, mine, soon, later, ended, succeeded, heir},
    }
    for word, expected in wanted.items():
        response = sign_in(client, people.officer).get(LIST, {"tampilan": word})
        assert set(response.context["listing"].rows) == expected, word
        shown = {row["url"].partition("tampilan=")[2]: row["count"] for row in response.context["presets"]}
        assert shown[word] == len(expected), word


def test_one_row_in_and_one_row_out(client, people):
    seen = pacts.in_state("party_review", people)
    elsewhere = pacts.in_state("party_review", pacts.cast(make.WEST_JAVA, "BDG"))
    assert rows(client, people.proposer) == rows(client, people.upt_officer) == [seen]
    assert set(rows(client, people.officer)) == {seen, elsewhere}
    assert rows(client, make.auditor(make.WEST_JAVA)) == [elsewhere]


def test_filters_and_search(client, people):
    first, second = pacts.draft(people), pacts.in_state("cancelled", people, kind="nota_kesepahaman")
    pacts.number(first, people)
    assert rows(client, people.officer, tahap="cancelled") == [second]
    assert rows(client, people.officer, jenis="pks") == [first]
    assert rows(client, people.officer, provinsi="32") == []
    assert rows(client, people.officer, q=first.case.number) == [first]
    assert rows(client, people.officer, q=pacts.centre_party(first).document_number or f"KS/{first.pk}") == [first]
    assert set(rows(client, people.officer, q="pemprov")) == {first, second}
    assert rows(client, people.officer, q="'") == []


@pytest.mark.parametrize("order", ["baru", "-baru", "judul", "batas", "-batas", "berakhir", "-berakhir", "omong"])
def test_pages_by_key_show_each_row_once_in_every_order(client, people, order):
    for _ in range(27):
        services.open_alone(actor=people.officer, kind="pks", title="Sama")
    sign_in(client, people.officer)
    first = client.get(LIST, {"urut": order}).context["listing"]
    second = client.get(LIST + first.next_url).context["listing"]
    assert (len(first.rows), len(second.rows), second.next_url) == (25, 2, "")
    assert {row.pk for row in first.rows} | {row.pk for row in second.rows} == set(
        Agreement.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    "bad", ["?sesudah=xx", "?tahap=omong", "?q=%00", "?provinsi=' OR 1", "?tampilan=1", "?q=%ED%A0%80"]
)
def test_bad_words_are_ignored(client, people, bad):
    pacts.draft(people)
    assert sign_in(client, people.officer).get(f"{LIST}?{bad}").status_code == 200


def test_csv_has_what_the_list_has(client, people):
    agreement = pacts.draft(people)
    pacts.in_state("cancelled", people)
    response = sign_in(client, people.officer).get(reverse("agreements:export"), {"tahap": "draft"})
    lines = b"".join(response.streaming_content).decode().strip().splitlines()
    assert len(lines) == 2 and agreement.case.number in lines[1]
