"""The preview says exactly what the sweep then does; who reads it, and how much it asks."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.roles import Role
from agreements.models import Agreement
from agreements.services import ends
from agreements.services.clockwork import sweep as sweep_ends
from casework import reminders
from casework.forecast import planned
from casework.models import Notice, Reminder, Snooze
from regions import clock, working_days
from tests import factories, pacts
from tests.test_permissions import people
from tests.waiting import WITA, a_case, at, each_hour, hold, stage, sweep_at

pytestmark = pytest.mark.django_db
ARRIVAL, URL = at("2026-11-09", "10:00"), "/pengingat/pratinjau/"


def foretold(source, moment, days: int = 30) -> list[tuple]:
    with clock.at(moment), working_days.spell():
        until = clock.today(WITA) + timedelta(days=days)
        rows = planned(source.candidates(until), until)
        return sorted((row.at, row.due.to.user.pk, row.due.candidate.step.pk, row.merged) for row in rows)


def happened(kinds=("turn.remind",)) -> list[tuple]:
    rows = Notice.objects.filter(kind__in=kinds).select_related("reminder")
    return sorted((row.at, row.recipient_id, row.reminder.step_id, row.params["merged"]) for row in rows)


@pytest.mark.parametrize(
    "looked_at",
    [
        ARRIVAL,
        at("2026-11-17", "07:00"),  # before the hour, some rungs of the past untold
        at("2026-11-21", "11:00"),  # on a Saturday
        at("2026-11-24", "09:00"),  # after an outage: merged
    ],
)
def test_what_it_foretells_is_what_the_sweep_sends(looked_at):
    scene = stage(ARRIVAL)
    with clock.at(ARRIVAL):
        hold(a_case(number="USL/2026/0002"), scene.verifier, allowance=15)
    expected = foretold(reminders, looked_at)
    sweep_at(*each_hour(looked_at, looked_at.replace(hour=20) + timedelta(days=30)))
    assert len(expected) >= 5
    assert happened() == expected


def test_what_was_told_is_not_foretold_and_what_is_put_off_comes_later():
    scene = stage(ARRIVAL)
    sweep_at(at("2026-11-12"))
    looked_at = at("2026-11-12", "09:00")
    with clock.at(looked_at):
        Snooze.objects.create(
            turn=scene.turn, user=scene.verifier.user, until=at("2026-11-19").date(), reason="x", at=clock.now()
        )
    mine = [row for row in foretold(reminders, looked_at) if row[1] == scene.verifier.user.pk]
    assert [f"{row[0].astimezone(ZoneInfo(WITA)):%m-%d}" for row in mine] == ["11-19"]
    before = Notice.objects.count()
    sweep_at(*each_hour(looked_at, at("2026-12-12")))
    heard = Notice.objects.filter(recipient=scene.verifier.user).order_by("pk")[1:]
    assert before == 1 and [(row.at, row.params["merged"]) for row in heard] == [(row[0], row[3]) for row in mine]


def test_ends_too_and_what_ends_meanwhile_without_a_successor():
    pact = pacts.in_state("in_force", pacts.cast())
    today = clock.today()
    Agreement.objects.filter(pk=pact.pk).update(ends_on=today + timedelta(days=8))
    moment = working_days.opening(working_days.next_working_day(today), "Asia/Jakarta") + timedelta(hours=3)
    Agreement.objects.filter(pk=pact.pk).update(in_force_at=moment - timedelta(days=400))
    expected = foretold(ends, moment)
    for hour in each_hour(moment, moment + timedelta(days=31)):
        with clock.at(hour), working_days.spell():
            sweep_ends()
    assert {Reminder.objects.get(step=row[2], recipient=row[1], merged_into=None).step.basis for row in expected} == {
        "end",
        "unsucceeded",
    }
    found = happened(("agreement.ending", "agreement.unsucceeded"))
    last = moment + timedelta(days=30)
    assert [row[1:] for row in found if row[0] <= last] == [row[1:] for row in expected if row[0] <= last]


def test_who_may_read_it(client):
    allowed = {"administrator", "UPT head, own UPT", "UPT head, other UPT"}
    for who, actor in people().items():
        factories.sign_in(client, actor)
        for url in (URL, "/pengingat/pratinjau.csv"):
            assert (client.get(url).status_code == 200) == (who in allowed), who


def test_a_head_sees_the_own_office_s_cases_and_a_filter_narrows(client):
    with clock.at(ARRIVAL):
        stage(ARRIVAL)
        factories.sign_in(client, factories.actor(factories.upt("MKS"), Role.UPT_HEAD))
        assert client.get(URL).context["count"] == 0
        factories.sign_in(client, factories.actor(factories.upt("BJM"), Role.UPT_HEAD))
        assert client.get(URL).context["count"] > 0
        factories.sign_in(client, factories.actor(factories.agency(), Role.ADMINISTRATOR))
        whole = client.get(URL).context["count"]
        assert client.get(URL, {"upt": "MKS"}).context["count"] == 0
        assert client.get(URL, {"upt": "BJM", "provinsi": "64", "asal": "??"}).context["count"] == whole > 0
        places = client.get(URL, {"provinsi": "64"}).context["fields"][1]["options"]
        assert len(places) > 1 and [code for code, _name, chosen in places if chosen] == ["64"]  # another may be chosen
        text = b"".join(client.get("/pengingat/pratinjau.csv").streaming_content).decode()
        assert len(text.strip().splitlines()) == whole + 1 and "USL/2026/0001" in text


@pytest.mark.parametrize("source", ["giliran", "berakhir"])
def test_the_same_queries_for_one_case_and_for_many(client, source):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    with clock.at(ARRIVAL):
        scene = stage(ARRIVAL)
        pacts.in_state("in_force", pacts.cast())
        factories.sign_in(client, factories.actor(factories.agency(), Role.ADMINISTRATOR))
        for count in (0, 20):
            for number in range(count):
                hold(a_case(number=f"USL/2026/1{number:03d}"), scene.verifier)
            with CaptureQueriesContext(connection) as queries:
                client.get(URL, {"asal": source})
            asked.append(len(queries))
    assert asked[0] == asked[1] <= 12, [query["sql"][:150] for query in queries]


def test_more_than_a_page_can_wait_for_asks_for_a_place(client, monkeypatch):
    monkeypatch.setattr("portal.preview.MOST", 1)
    with clock.at(ARRIVAL):
        stage(ARRIVAL)
        factories.sign_in(client, factories.actor(factories.agency(), Role.ADMINISTRATOR))
        page = client.get(URL)
        assert page.context["too_many"] and not page.context["rows"]
        assert [field["name"] for field in page.context["fields"]] == ["upt", "provinsi"]
        assert client.get("/pengingat/pratinjau.csv").url.startswith(URL)
        assert not client.get(URL, {"upt": "MKS"}).context["too_many"]
        for words, advice in (
            ({}, "Pilih UPT atau provinsi"),
            ({"upt": "BJM"}, "Pilih juga provinsi"),
            ({"provinsi": "64"}, "Yang jatuh tempo di provinsi ini"),
        ):
            text = client.get(URL, words).content.decode()
            assert advice in text and "pratinjau.csv" not in text
