"""The desk: my turn by urgency, pools apart, whom I wait for, what is coming; the same queries whatever the number."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import actor_for
from accounts.models import Institution
from accounts.roles import Role
from casework.models import Turn
from casework.workflow import perform
from portal.desk import desk_of, reading
from regions import clock, working_days
from tests import factories, proposals
from tests.factories import sign_in
from tests.rows import HELD, copies

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")


def titles(rows) -> list[str]:
    return [words.turn.case.title for words in rows]


def test_what_nobody_has_taken_stands_apart_until_somebody_takes_it():
    people = proposals.cast()
    case = proposals.in_state("submitted", people)
    before = desk_of(people.verifier)
    assert (titles(before.untaken), before.count) == ([case.case.title], 0)
    perform(case, "take", actor=people.verifier)
    after = desk_of(people.verifier)
    assert (titles(after.untaken), after.count) == ([], 1)


@pytest.mark.parametrize("own_first", [True, False])
def test_however_much_lies_in_the_pool_ones_own_work_is_on_the_desk(monkeypatch, own_first):
    """The twin, in which the last day alone decides, shows what would be missing."""
    people = proposals.cast()
    own = proposals.in_state("in_verification", people)
    pool = [proposals.in_state("submitted", people) for _each in range(2)]
    Turn.objects.open().filter(case__in=[row.case for row in pool]).update(due_on=clock.today() - timedelta(days=9))
    monkeypatch.setattr(reading, "SHOWN", 2)
    if not own_first:
        monkeypatch.setattr(reading, "_own_first", lambda actor: Turn._meta.ordering)
    desk = desk_of(people.verifier)
    shown = [words.turn.case_id for words in (*desk.late, *desk.soon, *desk.calm)]
    assert (own.case_id in shown) == own_first


def test_what_the_desk_has_no_room_for_is_counted_and_one_link_away(client, monkeypatch):
    people = proposals.cast()
    for _each in range(3):
        proposals.in_state("in_verification", people)
    sign_in(client, people.verifier)
    assert "tampilan=giliran" not in client.get("/").content.decode()
    monkeypatch.setattr(reading, "SHOWN", 2)
    page = client.get("/").content.decode()
    assert ">2+</span>" in page and "1 lagi" in page
    assert client.get(re.search(r'href="([^"]+tampilan=giliran)"', page)[1]).context["number"].count == 3


def test_urgency_follows_the_working_days_left():
    people = proposals.cast()
    case = proposals.in_state("in_verification", people)
    due = case.case.turns.open().get().due_on
    zone = people.verifier.timezone
    for day, block in [(due - timedelta(days=30), "calm"), (due, "soon"), (due + timedelta(days=1), "late")]:
        with clock.at(working_days.opening(day, zone)):
            desk = desk_of(people.verifier)
            assert {name: len(getattr(desk, name)) for name in ("late", "soon", "calm")} == {
                "late": 0,
                "soon": 0,
                "calm": 0,
            } | {block: 1}


def test_the_proposer_waits_for_whoever_holds_what_was_submitted():
    people = proposals.cast()
    case = proposals.in_state("in_verification", people)
    desk = desk_of(people.proposer)
    assert (titles(desk.waiting), desk.count) == ([case.case.title], 0)
    assert str(people.verifier.position) in desk.waiting[0].whose


def test_nobody_else_s_work_stands_on_a_desk():
    people = proposals.cast()
    proposals.in_state("in_verification", people)
    stranger = factories.actor(factories.body("91"), Role.PROPOSER)
    desk = desk_of(stranger)
    assert (desk.count, desk.untaken, desk.waiting, desk.coming, desk.news) == (0, [], [], [], [])


def test_whoever_takes_over_a_position_finds_its_work():
    people = proposals.cast()
    proposals.in_state("in_verification", people)
    today = clock.today()
    people.verifier.position.holdings.update(ends_on=today - timedelta(days=1))
    successor = factories.user()
    factories.holding(people.verifier.position, successor, starts_on=today)
    assert desk_of(actor_for(successor)).count == 1
    assert actor_for(people.verifier.user) is None


def everybody(people) -> dict:
    """One desk of every kind there is, some with a colleague in the same pool."""
    centre, body, office = factories.agency(), factories.body(), factories.upt()
    factories.actor(centre, Role.COORDINATOR)
    factories.actor(office, Role.VERIFIER)
    school = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
    return {
        "proposer": people.proposer,
        "body head": factories.actor(body, Role.BODY_HEAD),
        "province legal": factories.actor(factories.government(), Role.PROVINCE_LEGAL),
        "institution admin": factories.actor(body, Role.INSTITUTION_ADMIN),
        "verifier": people.verifier,
        "head": people.head,
        "officer": people.officer,
        "coordinator": people.coordinator,
        "reviewer": people.reviewers[0],
        "approver": people.approver,
        "legal officer": factories.actor(centre, Role.LEGAL_OFFICER),
        "secretariat": factories.actor(centre, Role.SECRETARIAT),
        "leadership": factories.actor(centre, Role.LEADERSHIP),
        "administrator": factories.actor(centre, Role.ADMINISTRATOR),
        "auditor": factories.auditor(),
        "partner": factories.actor(school, Role.PARTNER),
    }


# Session, person, positions, the look, saved views are five; working days, offers, load, a sheet of one's own one each.
QUESTIONS = {
    **dict.fromkeys(["secretariat", "leadership"], 10),
    **dict.fromkeys(["body head", "province legal", "legal officer", "partner", "auditor"], 9),  # no turn, none to read
    **dict.fromkeys(["administrator", "institution admin"], 10),
    **dict.fromkeys(["verifier", "officer", "reviewer", "approver"], 11),
    **dict.fromkeys(["proposer", "head", "coordinator"], 12),
}


@pytest.mark.parametrize("many", [1, 100])
def test_every_desk_asks_the_same_number_of_questions(client, many):
    people = proposals.cast()
    for state in ("in_verification", "submitted", "in_review", "approved"):
        copies(proposals.in_state(state, people), many - 1)
    found = {}
    for name, actor in everybody(people).items():
        factories.sign_in(client, actor)
        client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(DESK).status_code == 200
        found[name] = len(asked)
    assert found == QUESTIONS


def test_a_person_without_position_reads_why_nothing_is_there(client):
    client.force_login(factories.user())
    assert "jabatan hari ini" in client.get(DESK).content.decode()


def test_any_case_has_one_address_within_scope(client):
    people = proposals.cast()
    case = proposals.in_state("submitted", people)
    url = reverse("portal:case", args=[case.case_id])
    factories.sign_in(client, people.verifier)
    assert client.get(url)["Location"] == case.get_absolute_url()
    factories.sign_in(client, factories.actor(factories.body("91"), Role.PROPOSER))
    assert client.get(url).status_code == 404


def test_of_very_many_that_others_hold_the_list_may_be_a_minute_old_but_shows_none_that_has_ended(client):
    people = proposals.cast()
    proposal = proposals.in_state("in_verification", people)
    written = proposal.case.turns.filter(position=people.proposer.position).values(*HELD, "closed_at").first()
    written |= {f"{name}_id": written.pop(name) for name in ("institution", "position")}
    Turn.objects.bulk_create(Turn(case=case, **written) for case in copies(proposal, reading.MANY))
    factories.sign_in(client, people.proposer)
    before = client.get(DESK).context["desk"]
    assert before.waiting_many
    ended = before.waiting[0].turn
    Turn.objects.filter(pk=ended.pk).update(closed_at=clock.now())
    after = client.get(DESK).context["desk"]
    assert after.waiting_many and len(after.waiting) == len(before.waiting)
    assert ended.pk not in [row.turn.pk for row in after.waiting]
