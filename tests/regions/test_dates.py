"""Days, hours and limits as both languages say them, in three zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from regions import clock
from regions.templatetags import dates

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
STAMP = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW), timezone.override(ZoneInfo("Asia/Makassar")):
        yield


def said(language, name, *args):
    with translation.override(language):
        return getattr(dates, name)(*args)


@pytest.mark.parametrize(
    ("name", "value", "indonesian", "english"),
    [
        ("day", date(2026, 11, 26), "Kamis, 26 November", "Thursday, 26 November"),
        ("day", date(2027, 2, 5), "Jumat, 5 Februari 2027", "Friday, 5 February 2027"),
        ("day", None, "", ""),
        ("day_short", date(2026, 8, 1), "1 Agu", "1 Aug"),
        ("day_short", date(2025, 5, 9), "9 Mei 2025", "9 May 2025"),
        ("day_full", date(2026, 11, 26), "26 November 2026", "26 November 2026"),
        ("day_full", STAMP, "24 November 2026", "24 November 2026"),
        ("hour", STAMP, "00.40 WITA", "00:40 WITA"),
        ("instant", STAMP, "Sel 24 Nov 00.40 WITA", "Tue 24 Nov 00:40 WITA"),
        ("instant", None, "", ""),
        ("in_working_days", 1, "1 hari kerja", "1 working day"),
        ("in_working_days", 5, "5 hari kerja", "5 working days"),
    ],
)
def test_words(name, value, indonesian, english):
    assert said("id", name, value) == indonesian
    assert said("en", name, value) == english


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 11, 17), date(2026, 12, 12), "17 Nov – 12 Des"),
        (date(2026, 11, 17), date(2028, 6, 12), "17 Nov 2026 – 12 Jun 2028"),
        (date(2025, 12, 30), date(2026, 1, 5), "30 Des 2025 – 5 Jan 2026"),
        (date(2025, 3, 1), date(2025, 6, 12), "1 Mar – 12 Jun 2025"),
        (date(2026, 11, 17), date(2026, 11, 17), "17 Nov"),
    ],
)
def test_a_span_says_each_year_that_is_not_plain(start, end, text):
    assert said("id", "span_short", start, end) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "Sen 23 Nov 23.40 WIB"),
        ("Asia/Makassar", "Sel 24 Nov 00.40 WITA"),
        ("Asia/Jayapura", "Sel 24 Nov 01.40 WIT"),
    ],
)
def test_an_instant_is_told_in_the_readers_zone(zone, text):
    with timezone.override(ZoneInfo(zone)):
        assert said("id", "instant", STAMP) == text


def test_the_year_is_said_when_it_is_not_the_readers():
    eve = datetime(2026, 12, 31, 16, tzinfo=UTC)  # 23:00 in Jakarta, 2027 in Makassar
    with clock.at(eve):
        assert said("id", "day_short", date(2026, 12, 31)) == "31 Des 2026"
        with timezone.override(ZoneInfo("Asia/Jakarta")):
            assert said("id", "day_short", date(2026, 12, 31)) == "31 Des"


@pytest.mark.parametrize(
    ("start", "end", "indonesian", "english"),
    [
        (date(2026, 11, 26), date(2026, 11, 28), "26–28 November 2026", "26–28 November 2026"),
        (
            date(2026, 11, 30),
            date(2026, 12, 2),
            "30 November – 2 Desember 2026",
            "30 November – 2 December 2026",
        ),
        (
            date(2026, 12, 30),
            date(2027, 1, 2),
            "30 Desember 2026 – 2 Januari 2027",
            "30 December 2026 – 2 January 2027",
        ),
        (date(2026, 11, 26), date(2026, 11, 26), "26 November 2026", "26 November 2026"),
        (date(2025, 1, 1), None, "sejak 1 Januari 2025", "since 1 January 2025"),
        (None, date(2024, 12, 31), "sampai 31 Desember 2024", "until 31 December 2024"),
        (None, None, "belum ada tanggal", "no dates recorded"),
    ],
)
def test_period(start, end, indonesian, english):
    assert said("id", "period", start, end) == indonesian
    assert said("en", "period", start, end) == english


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "words", "late", "urgency"),
    [
        ("2026-11-19", "lewat 3 hari kerja", "lewat 3 hari kerja", "late"),
        ("2026-11-23", "lewat 1 hari kerja", "lewat 1 hari kerja", "late"),
        ("2026-11-24", "hari ini", "", "soon"),
        ("2026-11-25", "besok", "", "soon"),
        ("2026-11-26", "2 hari kerja lagi", "", "soon"),
        ("2026-11-27", "3 hari kerja lagi", "", "calm"),
        ("2026-12-14", "14 hari kerja lagi", "", "calm"),
    ],
)
def test_limits(due, words, late, urgency):
    due = date.fromisoformat(due)
    assert said("id", "due_in", due) == words
    assert said("id", "working_days_late", due) == late
    assert dates.urgency(due) == urgency


@pytest.mark.django_db
def test_limits_over_a_weekend():
    with clock.at(datetime(2026, 11, 28, 3, tzinfo=UTC)):  # a Saturday
        assert said("id", "due_in", date(2026, 11, 27)) == "lewat batas waktu"
        assert said("en", "due_in", date(2026, 11, 27)) == "past the limit"
        assert said("id", "due_in", date(2026, 11, 30)) == "1 hari kerja lagi"
    with clock.at(datetime(2026, 11, 27, 3, tzinfo=UTC)):
        assert said("id", "due_in", date(2026, 11, 29)) == "paling lambat Minggu, 29 November"


@pytest.mark.django_db
def test_a_limit_ends_in_the_zone_of_the_office_that_holds_it():
    with clock.at(datetime(2026, 11, 24, 16, tzinfo=UTC)):  # the 25th in Makassar
        assert said("id", "due_in", date(2026, 11, 24)) == "lewat 1 hari kerja"
        assert said("id", "due_in", date(2026, 11, 24), "Asia/Jakarta") == "hari ini"


def test_in_a_template():
    source = "{% load dates %}{{ day|day }}; {% period day None %}; {{ at|instant }}"
    with translation.override("id"):
        text = Template(source).render(Context({"day": date(2026, 11, 26), "at": STAMP}))
    assert text == "Kamis, 26 November; sejak 26 November 2026; Sel 24 Nov 00.40 WITA"
