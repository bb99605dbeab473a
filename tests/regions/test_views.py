"""The coverage page: any day, provinces without an UPT, its few queries, and sign-in first."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regions import clock, reference
from regions.coverage_map import CoverageMap
from regions.models import Coverage

pytestmark = pytest.mark.django_db
URL = "/wilayah/"
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    reference.load()
    with clock.at(NOW):
        yield


@pytest.fixture
def reader(client):
    client.force_login(get_user_model().objects.create_user("pembaca", "pembaca@example.test"))
    return client


def test_it_asks_to_sign_in(client):
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={URL}"


def test_the_map_of_today(reader):
    answer = reader.get(reverse("regions:coverage"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "24 November 2026" in page
    assert '<a class="u-BJM weak" href="#provinsi-63" title="Kalimantan Selatan"' in page
    assert 'aria-label="Kalimantan Selatan: Balai Banjarmasin, belum diverifikasi">KS</a>' in page
    assert '<a class="u-YOG" href="#provinsi-51" title="Bali"' in page
    assert page.count('id="provinsi-') == 38
    assert "BLSDM Komdigi Banjarmasin" in page
    assert "28 belum diverifikasi" in page
    assert "tanpa UPT" not in page
    assert "style=" not in page


def test_names_and_provinces_are_those_of_the_day(reader):
    page = reader.get(URL, {"pada": "2018-04-17"}).content.decode()
    assert "BPSDMP Kominfo Banjarmasin" in page
    assert "BLSDM Komdigi" not in page
    assert page.count('id="provinsi-') == 34
    assert "Papua Selatan" not in page


def test_a_province_without_an_upt_stands_out(reader):
    Coverage.objects.filter(province="61").update(ends_on=date(2026, 11, 23))
    page = reader.get(URL).content.decode()
    assert "1 provinsi tanpa UPT pada tanggal ini" in page
    assert "<li>Kalimantan Barat</li>" in page
    assert 'aria-label="Kalimantan Barat: tanpa UPT">KB</a>' in page
    assert "1 provinsi tanpa UPT" not in reader.get(URL, {"pada": "2026-11-23"}).content.decode()


def test_a_verified_row_is_no_longer_striped(reader):
    Coverage.objects.filter(province="63").update(verified=True, decree="SK 12/2026")
    page = reader.get(URL).content.decode()
    assert '<a class="u-BJM" href="#provinsi-63"' in page
    assert "SK 12/2026" in page
    assert "27 belum diverifikasi" in page


@pytest.mark.parametrize("wrong", ["kemarin", "24/11/2026", "2026-02-30", "\x00", "9" * 400])
def test_a_wrong_day_is_said_at_the_field_and_today_is_shown(reader, wrong):
    page = reader.get(URL, {"pada": wrong}).content.decode()
    assert "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-11-26." in page
    assert "berlaku 24 November 2026" in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0001-01-01", "1 Januari 0001"),
        ("9999-12-31", "31 Desember 9999"),
        ("", "24 November 2026"),
    ],
)
def test_days_at_the_ends_of_time(reader, day, said):
    answer = reader.get(URL, {"pada": day})
    assert (answer.status_code, f"berlaku {said}" in answer.content.decode()) == (200, True)


def test_in_english(reader):
    reader.cookies["django_language"] = "en"
    page = reader.get(URL).content.decode()
    assert "Which UPT serves my province?" in page
    assert "Inferred. " in page


@pytest.mark.parametrize("rows", [1, 3, 38])
def test_the_map_takes_five_queries(rows, django_assert_num_queries):
    kept = Coverage.objects.values("pk")[:rows]
    Coverage.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    with django_assert_num_queries(5):
        day = CoverageMap(date(2026, 11, 24))
        assert len(day.services) - len(day.uncovered) == rows
        assert len([tile for row in day.rows for tile in row if tile]) == 38


def test_the_page_asks_as_often_for_one_row_as_for_many(reader):
    reader.get(URL)
    with CaptureQueriesContext(connection) as many:
        reader.get(URL)
    Coverage.objects.exclude(province="63").delete()
    with CaptureQueriesContext(connection) as one:
        reader.get(URL)
    assert len(one) == len(many) == 9
