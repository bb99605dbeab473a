"""The reference rows arrive complete, once, and never undo an administrator's correction."""

import time
from collections import Counter
from datetime import date

import pytest

from regions import reference
from regions.models import Coverage, Province, Regency, Upt, UptName

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    reference.load()


def test_counts():
    assert Province.objects.count() == 38
    assert Regency.objects.count() == 514
    assert Counter(Regency.objects.values_list("kind", flat=True)) == {"kabupaten": 416, "kota": 98}
    assert Upt.objects.count() == 8
    assert UptName.objects.count() == 24
    assert Coverage.objects.count() == 38


def test_zones():
    assert Counter(Province.objects.values_list("zone", flat=True)) == {
        "WIB": 18,
        "WITA": 12,
        "WIT": 8,
    }
    assert Province.objects.get(name="Kalimantan Selatan").timezone == "Asia/Makassar"
    assert Upt.objects.get(code="JKT").timezone == "Asia/Jakarta"


def test_codes_of_papua_follow_kemendagri_not_bps():
    codes = Province.objects.filter(island_group="Papua").values_list("code", "bps_code", "name")
    assert list(codes) == [
        ("91", "94", "Papua"),
        ("92", "91", "Papua Barat"),
        ("93", "95", "Papua Selatan"),
        ("94", "96", "Papua Tengah"),
        ("95", "97", "Papua Pegunungan"),
        ("96", "92", "Papua Barat Daya"),
    ]


def test_a_province_created_in_2022():
    province = Province.objects.get(code="96")
    assert (province.parent.name, province.law) == ("Papua Barat", "UU 29/2022")
    assert (province.law_on, province.inaugurated_on) == (date(2022, 12, 8), date(2022, 12, 9))
    assert Province.objects.existing_on(date(2018, 4, 17)).count() == 34
    assert Province.objects.existing_on(date(2022, 12, 8)).count() == 37
    assert Province.objects.existing_on(date(2022, 12, 9)).count() == 38


def test_regencies_belong_to_the_province_of_their_code():
    assert all(code[:2] == owner for code, owner in Regency.objects.values_list("code", "province"))
    assert Regency.objects.get(code="11.71").name == "Kota Banda Aceh"


@pytest.mark.parametrize(
    ("day", "name", "verified"),
    [
        (date(2016, 12, 31), "BPPKI Banjarmasin", True),
        (date(2017, 1, 1), "BPSDMP Kominfo Banjarmasin", True),
        (date(2024, 12, 31), "BPSDMP Kominfo Banjarmasin", True),
        (date(2025, 1, 1), "BLSDM Komdigi Banjarmasin", False),
    ],
)
def test_an_upt_has_its_name_of_the_day(day, name, verified):
    row = UptName.objects.on(day).get(upt="BJM")
    assert (row.name, row.verified, str(row.upt)) == (name, verified, "Balai Banjarmasin")


def test_only_the_inferred_names_are_not_verified():
    names = UptName.objects.filter(verified=False).values_list("upt", flat=True)
    assert sorted(names) == ["BJM", "JKT", "YOG"]


def test_confidence():
    assert Counter(Coverage.objects.values_list("confidence", flat=True)) == {
        "A": 10,
        "B": 6,
        "C": 8,
        "D": 14,
    }
    assert Coverage.objects.unverified().count() == 28
    assert not Coverage.objects.filter(verified=True).exists()


def test_loading_again_adds_nothing_and_is_fast():
    started = time.perf_counter()
    added = reference.load()
    assert time.perf_counter() - started < 2
    assert list(added.values()) == [0, 0, 0, 0, 0]


def test_loading_again_keeps_every_correction():
    Province.objects.filter(code="31").update(name="Daerah Khusus Jakarta")
    Coverage.objects.filter(province="63").update(upt="SBY", verified=True, decree="SK 1/2026")
    Coverage.objects.filter(province="61").update(ends_on=date(2025, 12, 31))
    UptName.objects.filter(upt="JKT", starts_on=date(2025, 1, 1)).update(name="BLSDM Jakarta")
    reference.load()
    assert Province.objects.get(code="31").name == "Daerah Khusus Jakarta"
    moved = Coverage.objects.get(province="63")
    assert (moved.upt_id, moved.verified, moved.decree) == ("SBY", True, "SK 1/2026")
    assert Coverage.objects.get(province="61").ends_on == date(2025, 12, 31)
    assert UptName.objects.filter(name="BLSDM Jakarta").count() == 1


def test_loading_again_brings_back_what_is_missing():
    Regency.objects.filter(province="11").delete()
    assert reference.load() == {
        "provinces": 0,
        "regencies": 23,
        "upt": 0,
        "upt_names": 0,
        "coverage": 0,
    }
