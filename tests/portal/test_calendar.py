"""The calendar: what falls in a month, for whom; and the feed, read by a second library."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import vobject
from django.urls import reverse

from accounts.models import Holding
from accounts.roles import Role
from agreements.models import Agreement
from casework.feeds import make_feed
from casework.models import CalendarFeed, Turn
from portal.calendar.events import events
from programs.models import Offer, Proposal
from programs.services.offers import create_offer, publish_offer
from regions import clock
from regions.models import CoverageChange, Province, Upt
from tests import factories, pacts, proposals, rows
from tests.test_addresses import OFFER
from tests.test_permissions import people

pytestmark = pytest.mark.django_db
URL = "/kalender/"
MINE = "/kalender/langganan/"

# What each reader finds in the world below: turns of his own, of his office, ends, windows of offers, programmes,
# provinces that pass. The words are those of `world`.
SCOPE = """
proposer, own body          returned ended offer programme province
proposer, same province     offer programme province
proposer, other province    offer
body head, own body         returned ended offer programme province
body head, same province    offer programme province
body head, other province   offer
province legal, own         ended offer programme province
province legal, other       offer
institution admin, own body returned ended offer programme province
verifier, own UPT           submitted ended offer programme province
verifier, other UPT         offer province
UPT head, own UPT           submitted ended offer programme province
UPT head, other UPT         offer province
cooperation, own UPT        submitted ended offer programme province
cooperation, other UPT      offer province
cooperation, centre         ended offer programme province
coordinator                 ended offer programme province
reviewer                    ended offer programme province
approver                    ended offer programme province
legal officer               ended offer programme province
leadership                  ended offer programme province
secretariat                 ended offer programme province
administrator               ended offer programme province
auditor, in scope           ended offer programme province
auditor, out of scope       offer
"""


def world() -> dict[str, str]:
    """A returned and a submitted proposal, a running one, a document in force, an offer, a province that passes."""
    cast, today = proposals.cast(), clock.today()
    returned, submitted = proposals.in_state("returned", cast), proposals.in_state("submitted", cast)
    running = proposals.in_state("approved", cast)
    # Whatever the lifecycle asks of these people beside what is looked for here is another test's affair.
    Turn.objects.exclude(case__in=[returned.case, submitted.case]).delete()
    Turn.objects.update(due_on=today + timedelta(days=3))
    running.starts_on, running.ends_on = today, today + timedelta(days=20)
    running.save()
    pact = pacts.in_state("in_force", pacts.cast())
    Turn.objects.filter(case=pact.case).delete()
    Agreement.objects.filter(pk=pact.pk).update(ends_on=today + timedelta(days=30))
    offer = create_offer(OFFER | {"opens_on": today, "closes_on": today + timedelta(days=9)}, actor=cast.coordinator)
    publish_offer(offer, actor=cast.coordinator)
    change = CoverageChange.objects.create(
        province=Province.objects.get(code="64"),
        left=Upt.objects.get(code="BJM"),
        upt=Upt.objects.get(code="MKS"),
        on=today + timedelta(days=5),
        reason="Uji",
        decree="KEP 1",
        announced_at=clock.now(),
        announced_by="Uji",
    )
    turn = {case.pk: turn.pk for case in (returned, submitted) for turn in Turn.objects.filter(case=case.case)}
    return {
        f"turn-{turn[returned.pk]}": "returned",
        f"turn-{turn[submitted.pk]}": "submitted",
        f"programme-{running.pk}-start": "programme",
        f"programme-{running.pk}-end": "programme",
        f"end-{pact.pk}": "ended",
        f"offer-{offer.pk}-open": "offer",
        f"offer-{offer.pk}-close": "offer",
        f"province-{change.pk}": "province",
    }


def expected() -> dict[str, set[str]]:
    return {line[:28].strip(): set(line[28:].split()) for line in SCOPE.strip().splitlines()}


def test_every_reader_finds_exactly_what_is_in_scope(client):
    names, today, table = world(), clock.today(), expected()
    found, fed = {}, {}
    for who, actor in people().items():
        seen = events(actor, today - timedelta(days=1), today + timedelta(days=60), per_day=9)
        found[who] = {names[event.uid] for event in seen if event.uid in names}
        fed[who] = {names[uid] for uid in entries(client, make_feed(actor.user)) if uid in names}
    assert found == table
    assert fed == table


# --- the page -------------------------------------------------------------------------


@pytest.fixture
def verifier(client):
    cast = proposals.cast()
    case = proposals.in_state("in_verification", cast)
    Turn.objects.filter(case=case.case).update(due_on=date(2026, 11, 18))
    factories.sign_in(client, cast.verifier)
    return cast.verifier


def test_a_month_is_a_grid_from_monday_with_days_off(client, verifier):
    page = client.get(URL, {"bulan": "2026-12"})
    weeks = page.context["weeks"]
    assert [day.on for day in weeks[0]][0] == date(2026, 11, 30) and len(weeks[-1]) == 7
    days = {day.on: day for week in weeks for day in week}
    assert days[date(2026, 12, 25)].off and not days[date(2026, 12, 25)].worked
    assert days[date(2026, 12, 23)].worked and not days[date(2026, 12, 26)].worked
    assert "Desember 2026" in page.content.decode()


def test_what_falls_on_a_day_leads_to_its_page(client, verifier):
    for shape in ({}, {"tampilan": "daftar"}):
        page = client.get(URL, {"bulan": "2026-11"} | shape).content.decode()
        turn = Turn.objects.open().get(position=verifier.position)
        assert f'href="{turn.case.proposal.get_absolute_url()}"' in page
        assert "Giliran Anda" in page
    other = client.get(URL, {"bulan": "2026-11", "jenis": "penawaran", "tampilan": "daftar"}).content.decode()
    assert turn.case.proposal.get_absolute_url() not in other


@pytest.mark.parametrize(
    "params",
    [
        {"bulan": "2026-13"},
        {"bulan": "10" * 30},
        {"bulan": "٢٠٢٦-١١"},
        {"bulan": "2026\x00-13"},
        {"jenis": "'; drop", "tampilan": "x", "page": "10" * 25},
    ],
)
def test_an_address_it_does_not_know_shows_this_month(client, verifier, params):
    page = client.get(URL, params)
    assert page.status_code == 200 and page.context["month"].is_this and len(page.context["presets"]) >= 1


def test_the_same_queries_for_one_event_and_for_many(client, verifier, django_assert_num_queries):
    def make(count: int) -> None:
        Offer.objects.bulk_create(
            Offer(
                **OFFER | {"title": f"Penawaran {number}"},
                opens_on=date(2026, 11, 2),
                closes_on=date(2026, 11, 20),
                author=verifier.position,
                published_at=clock.now(),
            )
            for number in range(count)
        )

    for count in (1, 100):
        make(count)
        with django_assert_num_queries(11):
            assert client.get(URL, {"bulan": "2026-11"}).status_code == 200


def test_a_full_day_says_how_much_more_falls_on_it_and_later_days_are_not_lost(client, verifier):
    """An office may have hundreds on one day: the grid names four, the list fifty, and neither is silent about more."""
    proposal = Turn.objects.open().get(position=verifier.position).case.proposal
    days = [date(2026, 11, 19)] * 60 + [date(2026, 11, 26)]
    for on, case in zip(days, rows.copies(proposal, len(days)), strict=True):
        case.turns.update(due_on=on)
    page = client.get(URL, {"bulan": "2026-11"})
    found = {day.on: day for week in page.context["weeks"] for day in week}
    assert (len(found[days[0]].shown), found[days[0]].more) == (4, 56)
    assert (len(found[days[-1]].shown), found[days[-1]].more) == (1, 0)
    assert page.context["presets"][0]["count"] == 62
    listed = client.get(URL, {"bulan": "2026-11", "tampilan": "daftar"})
    assert [(len(told), more) for _on, told, more in listed.context["days"]] == [(1, 0), (50, 10), (1, 0)]
    assert "dan 10 lagi" in listed.content.decode()


def test_a_full_day_of_programmes_says_how_many_more_begin(client, verifier):
    running = proposals.in_state("approved", proposals.cast())
    Proposal.objects.filter(pk=running.pk).update(starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 30))
    for number, case in enumerate(rows.copies(running, 6)):
        Proposal.objects.filter(case=case).update(starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 1 + number))
    page = client.get(URL, {"bulan": "2026-11", "jenis": "program"})
    found = {day.on: day for week in page.context["weeks"] for day in week}
    assert (len(found[date(2026, 11, 23)].shown), found[date(2026, 11, 23)].more) == (4, 3)
    assert [len(found[date(2026, 12, 1 + number)].events) for number in range(6)] == [1] * 6


# --- the feed -------------------------------------------------------------------------


def read(client, token: str, **headers):
    return client.get(reverse("portal:calendar_feed", args=[token]), headers=headers)


def entries(client, token: str) -> dict:
    """As another library reads them: by uid, without the domain."""
    answer = read(client, token)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    calendar = vobject.readOne(answer.content.decode())
    return {entry.uid.value.removesuffix("@sinergi"): entry for entry in calendar.contents.get("vevent", [])}


def test_the_feed_says_whole_days_with_an_alarm_for_my_own(client, verifier, settings):
    settings.PUBLIC_URL = "https://sinergi.test"
    turn = Turn.objects.open().get(position=verifier.position)
    with clock.at(turn.entered_at):
        entry = entries(client, make_feed(verifier.user))[f"turn-{turn.pk}"]
    assert entry.dtstart.value == date(2026, 11, 18) and entry.dtend.value == date(2026, 11, 19)
    assert turn.case.title in entry.summary.value and "Batas waktu" in entry.description.value
    assert entry.url.value == f"https://sinergi.test{turn.case.proposal.get_absolute_url()}"
    assert entry.valarm.trigger.value == timedelta(hours=-15)
    assert entry.last_modified.value and int(entry.sequence.value) >= 0


def test_a_moved_day_keeps_its_uid_and_counts_up(client, verifier):
    turn, token = Turn.objects.open().get(position=verifier.position), make_feed(verifier.user)
    before = entries(client, token)[f"turn-{turn.pk}"]
    Turn.objects.filter(pk=turn.pk).update(due_on=date(2026, 11, 30))
    after = entries(client, token)[f"turn-{turn.pk}"]
    assert after.dtstart.value == date(2026, 11, 30)
    assert int(after.sequence.value) > int(before.sequence.value)


def test_it_speaks_the_person_s_language(client, verifier):
    token = make_feed(verifier.user)
    assert "Batas waktu" in read(client, token).content.decode()
    verifier.user.language = "en"
    verifier.user.save()
    text = read(client, token).content.decode()
    assert "Last day" in text and "Batas waktu" not in text


def test_what_has_not_changed_is_not_sent_again(client, verifier):
    token = make_feed(verifier.user)
    first = read(client, token)
    assert read(client, token, if_none_match=first["ETag"]).status_code == 304
    Turn.objects.update(due_on=date(2026, 11, 30))
    assert read(client, token, if_none_match=first["ETag"]).status_code == 200


def test_scope_is_that_of_the_positions_held_when_it_is_read(client, verifier):
    token = make_feed(verifier.user)
    assert entries(client, token)
    Holding.objects.filter(user=verifier.user).update(ends_on=clock.today() - timedelta(days=1))
    assert entries(client, token) == {}
    verifier.user.is_active = False
    verifier.user.save()
    assert read(client, token).status_code == 404


def test_one_address_is_shown_once_renewed_and_taken_back(client, verifier):
    assert "Belum ada alamat" in client.get(MINE).content.decode()
    first = shown(client, act="make")
    assert entries(client, first)
    assert first not in client.get(MINE).content.decode()
    second = shown(client, act="make")
    assert read(client, first).status_code == 404 and read(client, second).status_code == 200
    assert client.post(MINE, {"act": "end", "key": str(uuid4())}).status_code == 302
    assert read(client, second).status_code == 404 and not CalendarFeed.objects.exists()


def shown(client, **data) -> str:
    page = client.post(MINE, data | {"key": str(uuid4())})
    return token_in(page.content.decode())


def token_in(page: str) -> str:
    return page.partition(".ics<")[0].rpartition("/kalender/")[2]


def test_the_same_form_twice_makes_one_address(client, verifier):
    key = str(uuid4())
    token = token_in(client.post(MINE, {"act": "make", "key": key}).content.decode())
    assert client.post(MINE, {"act": "make", "key": key}).status_code == 302
    assert read(client, token).status_code == 200


def test_the_token_is_long_random_and_not_kept(client, verifier):
    token = make_feed(verifier.user)
    assert len(token) >= 32 and token not in str(CalendarFeed.objects.values().get())
    for wrong in (token[:-1], token.upper(), "x", "%00", "é"):
        assert client.get(f"/kalender/{wrong}.ics").status_code == 404


def test_a_person_of_two_positions_reads_both(client):
    cast = proposals.cast()
    case = proposals.in_state("in_verification", cast)
    Turn.objects.filter(case=case.case).update(due_on=clock.today())
    elsewhere = factories.actor(factories.body("91"), Role.PROPOSER)
    factories.holding(cast.verifier.position, elsewhere.user, kind="plh")
    assert len(entries(client, make_feed(elsewhere.user))) == 1
