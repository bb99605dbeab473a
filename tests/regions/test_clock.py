"""The one clock: held, shifted by a file, three zones, and refused in production."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from regions import clock
from regions.checks import clock_stands_in_production

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def offset_file(settings, tmp_path):
    settings.CLOCK_OFFSET_FILE = tmp_path / "clock-offset"
    return settings.CLOCK_OFFSET_FILE


def test_it_is_the_systems_time_without_a_file(offset_file):
    with time_machine.travel(NOON, tick=False):
        assert clock.now() == NOON


def test_it_follows_the_file_at_once(offset_file):
    with time_machine.travel(NOON, tick=False):
        clock.shift(timedelta(days=9, seconds=0.5))
        assert offset_file.read_text() == "777600.5"
        assert clock.now() == NOON + timedelta(days=9, seconds=0.5)
        clock.shift(timedelta(days=-1))
        assert clock.now() == NOON - timedelta(days=1)
        assert list(offset_file.parent.iterdir()) == [offset_file]
        offset_file.write_text("")
        assert clock.now() == NOON


def test_no_file_is_read_when_none_is_set(settings):
    settings.CLOCK_OFFSET_FILE = None
    with time_machine.travel(NOON, tick=False):
        assert clock.now() == NOON


def test_it_can_be_held_and_nested(offset_file):
    clock.shift(timedelta(days=400))
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON - timedelta(hours=1)):
            assert clock.now() == NOON - timedelta(hours=1)
        assert clock.now() == NOON
    assert clock.now() > NOON


def test_it_needs_a_zone():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 11, 24)):
        pass


@pytest.mark.parametrize(
    ("hour", "zone", "day"),
    [
        (16, "Asia/Jakarta", date(2026, 11, 24)),
        (16, "Asia/Makassar", date(2026, 11, 25)),
        (15, "Asia/Makassar", date(2026, 11, 24)),
        (15, "Asia/Jayapura", date(2026, 11, 25)),
        (17, None, date(2026, 11, 25)),
        (16, None, date(2026, 11, 24)),
    ],
)
def test_today_is_the_day_of_a_zone(hour, zone, day):
    with clock.at(NOON.replace(hour=hour, minute=30 if hour < 17 else 0)):
        assert clock.today(zone) == day


@pytest.mark.parametrize(
    ("path", "debug", "demonstration", "errors"),
    [
        (None, False, False, []),
        ("clock-offset", False, False, ["regions.E001"]),
        ("clock-offset", True, False, []),
        ("clock-offset", False, True, []),
    ],
)
def test_a_real_portal_refuses_a_movable_clock(settings, path, debug, demonstration, errors):
    settings.CLOCK_OFFSET_FILE, settings.DEBUG = path, debug
    settings.DEMONSTRATION = demonstration
    assert [error.id for error in clock_stands_in_production(None)] == errors
