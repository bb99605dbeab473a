"""The inbox: unread first, one's own only, each letter to its exact page; and a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework import notices
from casework.models import Notice
from regions import clock
from tests import factories as make
from tests.waiting import at, stage

pytestmark = pytest.mark.django_db
INBOX = "/kotak-masuk/"
NOW = at("2026-11-16", "09:00")


@pytest.fixture
def scene():
    return stage(at("2026-11-09", "10:00"))


def tell(scene, count: int = 1, to=None) -> list[Notice]:
    told = []
    for number in range(count):
        with clock.at(NOW + timedelta(minutes=number)):
            told += notices.tell(
                scene.case,
                "proposal.submit",
                [(to or scene.verifier).user],
                url=reverse("portal:case", args=[scene.case.pk]),
            )
    return told


def test_unread_letters_stand_first_and_others_letters_nowhere(client, scene):
    first, second, third = tell(scene, 3)
    (alien,) = tell(scene, to=scene.head)
    Notice.objects.filter(pk=third.pk).update(read_at=NOW)
    page = make.sign_in(client, scene.verifier).get(INBOX)
    assert [row.pk for row in page.context["rows"]] == [second.pk, first.pk, third.pk]
    assert alien.pk not in [row.pk for row in page.context["rows"]]


def test_letters_go_by_their_time_and_not_by_their_number(client, scene):
    late, early = tell(scene, 2)
    Notice.objects.filter(pk=late.pk).update(at=NOW + timedelta(days=1))
    page = make.sign_in(client, scene.verifier).get(INBOX)
    assert [row.pk for row in page.context["rows"]] == [late.pk, early.pk]


def test_opening_a_letter_marks_it_read_and_leads_to_the_page(client, scene):
    (notice,) = tell(scene)
    answer = make.sign_in(client, scene.verifier).get(f"{INBOX}{notice.pk}/")
    assert answer.status_code == 302 and answer.url == f"/perkara/{scene.case.pk}/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_letter_of_somebody_else_is_not_there(client, scene):
    (notice,) = tell(scene)
    assert make.sign_in(client, scene.head).get(f"{INBOX}{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_letter_opens_in_the_position_that_may_see_its_case(client, scene):
    (notice,) = tell(scene)
    elsewhere = make.position(make.upt("MDN"), Role.VERIFIER)
    make.holding(elsewhere, scene.verifier.user)
    make.sign_in(client, type(scene.verifier)(scene.verifier.user, elsewhere.holdings.get()))
    client.get(f"{INBOX}{notice.pk}/")
    assert client.session["position"] == scene.verifier.position.pk


def test_a_case_that_left_the_scope_is_said_so_and_not_shown(client, scene):
    stranger = make.actor(make.upt("MDN"), Role.VERIFIER)
    (notice,) = tell(scene, to=stranger)
    answer = make.sign_in(client, stranger).get(f"{INBOX}{notice.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == INBOX
    (said,) = answer.context["messages"]
    assert "bukan wewenang Anda" in str(said)


def test_all_can_be_marked_as_read_by_a_button_only(client, scene):
    tell(scene, 2)
    (alien,) = tell(scene, to=scene.head)
    make.sign_in(client, scene.verifier)
    assert client.get(f"{INBOX}dibaca/").status_code == 405
    assert Notice.objects.unread().count() == 3
    client.post(f"{INBOX}dibaca/")
    assert list(Notice.objects.unread()) == [alien]


def test_views_narrow_the_list_and_an_unknown_one_shows_all(client, scene):
    read, _unread = tell(scene, 2)
    Notice.objects.filter(pk=read.pk).update(read_at=NOW)
    with clock.at(NOW):
        notices.tell(scene.case, "turn.nudge", [scene.verifier.user])
    make.sign_in(client, scene.verifier)
    counts = {
        view: len(client.get(INBOX, {"lihat": view}).context["rows"])
        for view in ("", "belum-dibaca", "pengingat", "\0aneh", "\ud800".encode("utf-8", "replace").decode())
    }
    assert list(counts.values()) == [3, 2, 1, 3, 3]


def test_an_empty_inbox_says_what_will_come_here(client, scene):
    page = make.sign_in(client, scene.coordinator).get(INBOX)
    assert b'class="empty"' in page.content


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_for_one_letter_as_for_many(client, scene, count, django_assert_num_queries):
    tell(scene, count)
    make.sign_in(client, scene.verifier)
    with django_assert_num_queries(6):  # session, person, positions, count, rows, unread
        page = client.get(INBOX)
    assert len(page.context["rows"]) == min(count, 25)
