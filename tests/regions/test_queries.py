"""Which UPT covers which province on a day, and that the database allows only one."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from regions import reference
from regions.coverage_map import CoverageMap
from regions.models import Coverage, Province, Upt, UptName
from regions.queries import provinces_of, upt_covering

TODAY = date(2026, 11, 24)


def cover(upt, province, starts_on=None, ends_on=None):
    return Coverage.objects.create(
        upt_id=upt,
        province_id=province,
        starts_on=starts_on,
        ends_on=ends_on,
        confidence="D",
        source="test",
    )


@pytest.fixture
def provinces(db):
    """All provinces and UPTs, and nobody serving anybody."""
    reference.load()
    Coverage.objects.all().delete()


def test_coverage_of_a_day(provinces):
    cover("BJM", "64", None, date(2025, 12, 31))
    cover("SBY", "64", date(2026, 1, 1))
    kaltim = Province.objects.get(code="64")
    assert upt_covering(kaltim, date(1999, 1, 1)).code == "BJM"
    assert upt_covering(kaltim, date(2025, 12, 31)).code == "BJM"
    assert upt_covering(kaltim, date(2026, 1, 1)).code == "SBY"
    assert upt_covering(kaltim, date(2099, 1, 1)).code == "SBY"


def test_a_gap_has_nobody(provinces):
    cover("BJM", "64", None, date(2025, 12, 30))
    cover("SBY", "64", date(2026, 1, 1))
    assert upt_covering(Province.objects.get(code="64"), date(2025, 12, 31)) is None
    assert "64" in [p.code for p in CoverageMap(date(2025, 12, 31)).uncovered]
    assert "64" not in [p.code for p in CoverageMap(date(2026, 1, 1)).uncovered]


def test_provinces_of(provinces):
    cover("BJM", "63")
    cover("BJM", "64", date(2026, 11, 25))
    cover("MKS", "73")
    banjarmasin = Upt.objects.get(code="BJM")
    assert [p.code for p in provinces_of(banjarmasin, TODAY)] == ["63"]
    assert [p.code for p in provinces_of(banjarmasin, date(2026, 11, 25))] == ["63", "64"]


def test_a_province_not_yet_founded_is_neither_served_nor_missing(provinces):
    cover("MKS", "93")
    makassar = Upt.objects.get(code="MKS")
    assert not provinces_of(makassar, date(2022, 11, 10)).exists()
    assert provinces_of(makassar, date(2022, 11, 11)).exists()
    assert len(CoverageMap(date(2018, 4, 17)).uncovered) == 34


def test_the_reference_covers_every_province_today(db):
    reference.load()
    assert CoverageMap(TODAY).uncovered == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (None, None)),
        ((None, None), (TODAY, TODAY)),
        ((None, TODAY), (TODAY, None)),
        ((date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 6, 1), date(2026, 6, 1))),
    ],
)
def test_two_upts_on_one_day_are_refused(provinces, first, second):
    cover("BJM", "63", *first)
    with pytest.raises(IntegrityError, match="coverage_one_upt_per_day"), transaction.atomic():
        cover("SBY", "63", *second)
    late = Coverage(upt_id="SBY", province_id="63", starts_on=second[0], ends_on=second[1], source="test")
    late.confidence = "D"
    with pytest.raises(ValidationError, match="UPT"):
        late.full_clean()


def test_days_out_of_order_are_refused(provinces):
    backwards = Coverage(
        upt_id="BJM",
        province_id="63",
        starts_on=TODAY,
        ends_on=date(2026, 11, 23),
        confidence="D",
        source="test",
    )
    with pytest.raises(ValidationError) as refused:
        backwards.full_clean()
    assert list(refused.value.message_dict) == ["ends_on"]


def test_two_names_on_one_day_are_refused(provinces):
    with pytest.raises(IntegrityError, match="uptname_one_per_day"), transaction.atomic():
        UptName.objects.create(upt_id="BJM", name="Lain", starts_on=TODAY, ends_on=TODAY)


def race(*upts) -> list[str]:
    """Each thread looks, sees nobody, waits for the others, then inserts; returns who got in."""
    looked, entered = Barrier(len(upts)), []

    def enter(upt):
        try:
            with transaction.atomic():
                assert not Coverage.objects.on(TODAY).filter(province="63").exists()
                looked.wait(10)
                cover(upt, "63")
            entered.append(upt)
        except (IntegrityError, OperationalError) as refused:
            # Each may wait for the other's row; PostgreSQL then ends one of the two as a deadlock: still one gets in.
            assert isinstance(refused, IntegrityError) or "deadlock detected" in str(refused)
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[upt]) for upt in upts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return entered


def prepare_race():
    reference.load()
    Coverage.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_coverages_at_once_one_wins():
    prepare_race()
    winners = race("BJM", "SBY")
    assert len(winners) == 1
    assert [row.upt_id for row in Coverage.objects.all()] == winners


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_constraint_both_would_get_in():
    prepare_race()
    constraint = next(c for c in Coverage._meta.constraints if c.name == "coverage_one_upt_per_day")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Coverage, constraint)
    try:
        assert sorted(race("BJM", "SBY")) == ["BJM", "SBY"]
        assert Coverage.objects.count() == 2
    finally:
        Coverage.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Coverage, constraint)
