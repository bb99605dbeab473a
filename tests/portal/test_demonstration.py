"""The demonstration is a whole: every state, every desk, numbers without gaps, histories that follow one another."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Holding, User
from accounts.roles import Role
from agreements.models import Agreement
from casework import documents, notices
from casework.models import (
    Case,
    Document,
    Mention,
    Message,
    Notice,
    NumberSeries,
    PostVersion,
    Reminder,
    Thread,
    TrailEntry,
    Turn,
)
from casework.states import AGREEMENT_STATES, PROPOSAL_STATES
from portal.demonstration import mail, people, story
from portal.demonstration.leftovers import Journal
from portal.demonstration.timeline import beats
from portal.desk import desk_of
from portal.scale import copies
from portal.scale.people import settle
from programs import sharing
from programs.models import Offer, Proposal
from regions import clock, working_days
from regions.models import Coverage
from tests.factories import actor, agency, body, user
from tests.looks import words, world
from tests.proposals import pdf

NOW = datetime(2026, 11, 24, 3, 20, tzinfo=UTC)  # a Tuesday morning, 10.20 in Jakarta


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """The whole story, told once for this module and rolled back after it; the clock stands still at its end."""
    with django_db_blocker.unblock(), clock.at(NOW), transaction.atomic():
        yield story.build("kata-sandi")
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


# --- what is there --------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "states"), [("proposal", PROPOSAL_STATES), ("agreement", AGREEMENT_STATES)])
def test_every_state_of_both_lifecycles_is_there(cast, kind, states):
    counted = Counter(Case.objects.filter(kind=kind).values_list("status", flat=True))
    assert set(counted) == set(states)


def test_it_has_the_size_the_team_agreed_on(cast):
    assert 60 <= Proposal.objects.count() <= 80
    assert 20 <= Agreement.objects.count() <= 30
    assert len(set(Proposal.objects.values_list("kind", flat=True))) == 6


def test_people_talk_inside_their_offices_and_between_them(cast):
    reaches = Counter(Thread.objects.values_list("case__kind", "visibility"))
    assert set(reaches) == {("proposal", "internal"), ("proposal", "parties"), ("agreement", "parties")}
    assert Thread.objects.filter(resolved_at__isnull=False).exists() and Mention.objects.exists()
    assert Document.objects.filter(kind="message").exists() and PostVersion.objects.exists()


def test_ends_of_agreements_are_near_and_far(cast):
    left = sorted((row.ends_on - clock.today()).days for row in Agreement.objects.in_force())
    for low, high in [(0, 7), (8, 30), (31, 90), (91, 180), (181, 900)]:
        assert any(low <= days <= high for days in left), (low, high, left)
    assert Agreement.objects.ended_without_successor().count() == 1
    assert Agreement.objects.succeeded().exists()
    assert Agreement.objects.filter(kind="adendum").unfinished().count() == 1
    assert Agreement.objects.exclude(registered_reason="").get().status == "in_force"


def test_offers_are_open_closing_closed_coming_withdrawn_and_drafts(cast):
    today, published = clock.today(), Offer.objects.filter(published_at__isnull=False)
    assert Offer.objects.open_on(today).filter(closes_on__gt=today + timedelta(days=14)).exists()
    assert Offer.objects.open_on(today).filter(closes_on__lte=today + timedelta(days=14)).exists()
    assert published.filter(closes_on__lt=today).exists()
    assert published.filter(opens_on__gt=today).exists()
    assert published.filter(withdrawn_at__isnull=False).exists()
    assert Offer.objects.filter(published_at__isnull=True).exists()


# --- whose turn it is -----------------------------------------------------------------

WORKS = set(people.SHOWN) - {"64.bpsdm.admin", "secretary", "inspectorate", "administrator", "unmul"}


@pytest.mark.parametrize("key", people.SHOWN)
def test_every_shown_account_finds_something_on_the_desk(cast, key):
    desk = desk_of(cast.actor(key))
    if key in WORKS:
        assert desk.count + len(desk.untaken) > 0
    assert desk.count or desk.coming or desk.news


@pytest.mark.parametrize("key", ["BJM.verifier.1", "BJM.cooperation", "head", "BJM.head", "64.bpsdm.proposer"])
def test_some_are_late(cast, key):
    assert desk_of(cast.actor(key)).late


def test_shown_accounts_are_one_per_line_and_share_the_password(cast):
    rows = people.accounts(cast)
    assert len({row["username"] for row in rows}) == len(people.SHOWN)
    assert {row["password"] for row in rows} == {"kata-sandi"}
    assert all(set(row) == {"role", "roles", "username", "password", "name", "institution"} for row in rows)


def test_an_open_case_has_turns_and_an_ended_one_none(cast):
    open_turns = Counter(Turn.objects.open().values_list("case", flat=True))
    for case in Case.objects.all():
        rests = case.closed_at is not None or case.status == "in_force"
        assert (open_turns[case.pk] == 0) == rests, case


def test_turns_run_forwards(cast):
    for turn in Turn.objects.all():
        assert turn.closed_at is None or turn.closed_at >= turn.entered_at
        assert turn.due_on is None or turn.due_on >= clock.day_of(turn.entered_at, turn.timezone)


def test_a_vacant_chair_was_told_to_the_administrator(cast):
    told = Notice.objects.filter(recipient=cast.actor("administrator").user, kind="turn.vacant")
    assert told.exists()


# --- what has happened ----------------------------------------------------------------


def test_numbers_have_no_gap_and_follow_the_days(cast):
    shared = {case.number: case for case in Case.objects.exclude(number=None)}
    for series in NumberSeries.objects.all():
        numbers = [f"{series.prefix}/{series.year}/{count:04d}" for count in range(1, series.last + 1)]
        assert set(numbers) == {number for number in shared if number.startswith(f"{series.prefix}/{series.year}/")}
        given = [_given_at(shared[number]) for number in numbers]
        assert given == sorted(given)


def _given_at(case: Case) -> datetime:
    return case.proposal.first_submitted_at if case.kind == "proposal" else case.opened_at


def test_each_move_begins_where_the_last_one_ended(cast):
    moves = defaultdict(list)
    for entry in TrailEntry.objects.order_by("at", "pk").select_related("case"):
        if entry.from_status != entry.to_status or entry.case not in moves:
            moves[entry.case].append(entry)
    assert set(moves) == set(Case.objects.all())
    for case, entries in moves.items():
        assert [move.to_status for move in entries[:-1]] == [move.from_status for move in entries[1:]], case
        assert entries[-1].to_status == case.status


def test_people_act_on_working_days_in_the_past(cast):
    for entry in TrailEntry.objects.exclude(actor_name="").select_related("position__institution__province"):
        day = clock.day_of(entry.at, entry.position.institution.timezone)
        assert working_days.is_working_day(day), entry
        assert entry.at < NOW


def test_whoever_acted_held_the_position_on_that_day(cast):
    held = defaultdict(list)
    for holding in Holding.objects.all():
        held[holding.position_id, holding.user_id].append((holding.starts_on, holding.ends_on or clock.today()))
    for entry in TrailEntry.objects.exclude(actor_name=""):
        day = clock.day_of(entry.at)
        assert any(start <= day <= end for start, end in held[entry.position_id, entry.user_id]), entry


def test_officials_have_rotated(cast):
    actors = TrailEntry.objects.filter(position=cast.chairs["MKS.verifier.2"]) | TrailEntry.objects.filter(
        position=cast.chairs["35.bpsdm.proposer"]
    )
    assert actors.values("user").distinct().count() >= 2
    assert TrailEntry.objects.filter(actor_position__startswith="Plt. ").exists()


def test_money_adds_up(cast):
    for proposal in Proposal.objects.prefetch_related("cost_lines"):
        lines = list(proposal.cost_lines.all())
        assert proposal.total == sharing.total(lines) == sum(line.quantity * line.unit_price for line in lines)
        assert sum(share.permille for share in sharing.shares(lines)) in (0, 1000)


def test_the_clock_reminded_and_each_letter_has_its_mail(cast):
    assert Reminder.objects.count() > 200
    assert (
        Notice.objects.count() == Message.objects.exclude(notice=None).count() == Message.objects.count() - 1
    )  # an invitation
    assert not Notice.objects.filter(at__gt=NOW).exists()
    assert not Turn.objects.open().filter(due_on__lt=clock.today() - timedelta(days=7), case__reminders=None).exists()


def test_files_are_the_bytes_that_were_kept(cast):
    for document in Document.objects.order_by("content_type").distinct("content_type"):
        with document.file.open() as file:
            assert documents.check(file).content_type == document.content_type


# --- the nation -----------------------------------------------------------------------


def test_multiplied_it_is_as_whole_as_before(cast):
    with transaction.atomic():
        settle(700)
        copies.multiply(300, 60, say=lambda _words: None)
        assert User.objects.count() == 700
        assert Proposal.objects.count() >= 300 and Agreement.objects.count() >= 60
        assert Case.objects.exclude(province=None).values("province").distinct().count() == 38
        for whole in (
            test_an_open_case_has_turns_and_an_ended_one_none,
            test_turns_run_forwards,
            test_each_move_begins_where_the_last_one_ended,
            test_money_adds_up,
        ):
            whole(cast)
        served = dict(Coverage.objects.on(clock.today()).values_list("province", "upt"))
        made = Case.objects.filter(title__contains=" angkatan ").exclude(upt=None)
        assert all(served[province] == upt for province, upt in made.values_list("province", "upt"))
        assert not made.exclude(owner__province=F("province")).filter(owner__kind="bpsdm").exists()
        with connection.cursor() as cursor:  # keys, indexes and triggers stand again
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
            assert cursor.fetchone() == (0,)
        transaction.set_rollback(True)


# --- what its pages say ---------------------------------------------------------------
BILINGUAL = {"portal:glossary", "portal:style"}  # words of both languages side by side; examples
READERS = ("", "64.bpsdm.proposer", "BJM.head", "coordinator", "cooperation")
# What the demonstration's people wrote happens to be a sentence of the catalogue too.
THEIR_OWN = {"jumlah peserta"}


def test_no_page_mixes_the_two_languages(cast):
    """Every sentence of the catalogue is looked for, text by text."""
    written = {*Case.objects.values_list("title", flat=True), *Document.objects.values_list("name", flat=True)}
    mixed = {}
    with transaction.atomic():
        clients = {key: client for key, client in world.clients(cast).items() if key in READERS}
        for language, strangers in (("id", words.english_on), ("en", words.indonesian_on)):
            User.objects.update(language=language)
            for client in clients.values():
                client.cookies["django_language"] = language
            for page in world.pages(clients, each=1, most=16):
                assert f'lang="{language}"' in page.html, page.url
                found = strangers(page.html) - written - THEIR_OWN
                if found and page.name not in BILINGUAL:
                    mixed[f"{language} {page.reader} {page.url}"] = found
        transaction.set_rollback(True)
    assert mixed == {}


def test_the_search_for_mixed_words_sees_them():
    assert words.english_on("<p>Nothing waits for you</p><a title='Sign out'>Keluar</a>") == {
        "Nothing waits for you",
        "Sign out",
    }
    assert words.indonesian_on("<p>Keluar</p><p>Sign out</p>") == {"Keluar"}


# --- how it is told -------------------------------------------------------------------


def test_a_script_is_laid_back_from_its_end():
    assert [(beat.act, beat.ago) for beat in beats("write 3 submit 1 take@9 4 pass_on 2")] == [
        ("write", 13), ("submit", 10), ("take", 9), ("pass_on", 2),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="later than what follows"):
        beats("write 3 submit@4 6 take 2")


# --- the command ----------------------------------------------------------------------


def test_it_leaves_a_portal_with_people_alone(db, capsys):
    user()
    call_command("seed_demo")
    assert "already" in capsys.readouterr().out
    assert User.objects.count() == 1


def test_production_has_none(db, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="SINERGI_DEMONSTRATION"):
        call_command("seed_demo")


def test_files_of_a_failed_build_are_taken_away(db, settings, tmp_path):
    settings.HOME = tmp_path
    with pytest.raises(RuntimeError), Journal():
        document = _attached()
        raise RuntimeError
    assert not document.file.storage.exists(document.file.name)


def test_files_of_a_killed_build_are_taken_away_by_the_next(db, settings, tmp_path):
    settings.HOME = tmp_path
    document = _attached()
    (tmp_path / "demonstration-files").write_text(f"{document.file.name}\n")
    with Journal():
        assert not document.file.storage.exists(document.file.name)
    assert not (tmp_path / "demonstration-files").exists()


def test_old_mail_is_sent_at_its_own_hour(transactional_db, sink):
    person, hours = user(), [NOW - timedelta(days=days) for days in (40, 12, 3)]
    for at in hours:
        with clock.at(at):
            notices.tell(_case(), "proposal.submit", [person])
    assert mail.deliver_as_it_was() == 3
    assert len(sink.messages) == 3
    assert list(Message.objects.order_by("sent_at").values_list("sent_at", flat=True)) == hours


def test_without_a_mail_server_the_mail_waits(transactional_db, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with clock.at(NOW - timedelta(days=2)):
        notices.tell(_case(), "proposal.submit", [user()])
    assert mail.deliver_as_it_was() == 0
    assert Message.objects.get().status == Message.Status.QUEUED


def _case() -> Case:
    return Case.objects.create(kind="proposal", status="draft", owner=agency(), title="Pelatihan", opened_at=NOW)


def _attached() -> Document:

    return documents.attach(_case(), pdf("kak.pdf"), Document.Kind.OTHER, actor=actor(body(), Role.PROPOSER))
