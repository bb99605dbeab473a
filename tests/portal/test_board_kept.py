"""Figures of the board that take long are kept, said to be of their time, and counted anew in the background."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.roles import Role
from portal import board_kept
from portal.tasks import renew_board
from regions import clock
from tests import factories, proposals

pytestmark = pytest.mark.django_db
BOARD = "/papan/"
MORNING = datetime(2026, 11, 25, 2, tzinfo=UTC)  # 09.00 in Jakarta


@pytest.fixture
def cast():
    with clock.at(MORNING):
        people = proposals.cast()
        proposals.in_state("submitted", people)
        yield people


@pytest.fixture
def slow(settings):
    """As if every figure took long."""
    settings.BOARD_KEEPS_FROM = -1


def submitted(client, actor, **params) -> str:
    """The number of proposals that came to the first stage, as the page has it."""
    page = factories.sign_in(client, actor).get(BOARD, params)
    return page.context["figures"][0].rows[0].cells[0]


def test_what_is_counted_quickly_is_of_this_moment(client, cast):
    assert submitted(client, cast.coordinator) == "1"
    proposals.in_state("submitted", cast)
    assert submitted(client, cast.coordinator) == "2"


def test_what_takes_long_is_kept_says_its_time_and_is_counted_anew(client, cast, slow):
    assert submitted(client, cast.coordinator) == "1"
    proposals.in_state("submitted", cast)
    with clock.at(MORNING + timedelta(minutes=9)):
        assert submitted(client, cast.coordinator) == "1"
        assert "09.00 WIB" in client.get(BOARD).content.decode()
        renew_board()
        assert submitted(client, cast.coordinator) == "2"
        assert "09.09 WIB" in client.get(BOARD).content.decode()


def test_nobody_reads_what_was_kept_for_another_sight_or_filter(client, cast, slow):
    assert submitted(client, cast.coordinator) == "1"
    assert submitted(client, factories.actor(factories.upt("MKS"), Role.UPT_HEAD)) == "0"
    assert submitted(client, factories.auditor("91")) == "0"
    assert submitted(client, factories.auditor("64")) == "1"
    assert submitted(client, cast.coordinator, provinsi="91") == "0"
    assert submitted(client, cast.coordinator) == "1"


def test_a_whole_day_later_nobody_counts_for_whoever_asked_once(client, cast, slow):
    submitted(client, cast.coordinator)
    assert board_kept.renew(lambda scope, code: None) == 7
    with clock.at(MORNING + timedelta(hours=25)):
        assert board_kept.renew(lambda scope, code: None) == 0


def test_it_counts_for_nobody_who_has_left(client, cast, slow):
    submitted(client, cast.coordinator)
    with clock.at(MORNING + timedelta(hours=2)):
        cast.coordinator.user.is_active = False
        cast.coordinator.user.save()
        assert board_kept.renew(lambda scope, code: None) == 0


def test_sums_of_a_place_are_kept_as_well_and_what_waits_there_is_of_this_moment(client, cast, slow):
    factories.sign_in(client, cast.coordinator)

    def seen(place: str) -> tuple:
        page = client.get(place)
        ((_kind, ((_year, cell),)),) = page.context["programmes"]["rows"]
        return cell["n"], page.context["waiting_count"], "09.00 WIB" in page.content.decode()

    places = ("/provinsi/64/", "/upt/BJM/")
    assert {place: seen(place) for place in places} == dict.fromkeys(places, (1, 1, True))
    proposals.in_state("submitted", cast)
    with clock.at(MORNING + timedelta(minutes=9)):
        assert {place: seen(place) for place in places} == dict.fromkeys(places, (1, 2, True))
        renew_board()
        assert {place: seen(place) for place in places} == dict.fromkeys(places, (2, 2, False))
