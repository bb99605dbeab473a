"""A page is given again only while nothing in its reader's sight has changed; with the triggers, and without."""

import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from difflib import unified_diff
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Holding, Institution, User
from accounts.roles import Role
from casework import views_saved
from casework.lists import KINDS
from casework.models import Case, LadderStep, Notice, Reminder
from casework.workflow import available, perform
from portal.invariants import broken
from portal.kept_pages import changes, noting
from portal.tasks import sweep
from programs.models import Offer, Proposal
from regions import clock
from tests import factories
from tests.hostile.walks import REFUSALS, World

HITS = 4  # session, person, positions, and whether anything has changed
STEPS, PAGES = int(os.environ.get("KEPT_STEPS", "12")), int(os.environ.get("KEPT_PAGES", "16"))
ONCE = re.compile(rb'(csrfmiddlewaretoken" value="|name="key" value="|data-left=")[^"]+|term-\d+')


def signed_in(actor) -> Client:
    client = Client()
    factories.sign_in(client, actor)
    client.get("/akun/saya/")  # the session knows its position, and the browser its token
    return client


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def is_given_again(client: Client, url: str) -> bool:
    client.get(url)
    return questions(client, url) == HITS


def text(content: bytes) -> str:
    """A page without what is another each time."""
    return ONCE.sub(rb"\1", content).decode()


def difference(one: str, other: str) -> list[str]:
    return [line for line in unified_diff(one.split("\n"), other.split("\n"), n=0) if line[0] in "+-"]


@pytest.fixture
def world(transactional_db, settings) -> World:
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return World()


@pytest.fixture
def proposer(world):
    return world.people.proposer


def rename(case: Case, title: str) -> None:
    Case.objects.filter(pk=case.pk).update(title=title)


def test_a_page_is_given_again_until_its_case_changes(world, proposer):
    client = signed_in(proposer)
    assert is_given_again(client, "/usulan/")
    rename(world.proposal.case, "Pelatihan lain")
    assert "Pelatihan lain" in client.get("/usulan/").content.decode()
    assert is_given_again(client, "/usulan/")


def test_what_others_may_not_see_leaves_their_pages_kept(world):
    stranger = factories.actor(factories.body("11"), Role.PROPOSER)
    centre = world.people.coordinator
    perform(world.proposal, "submit", actor=world.people.proposer, version=None)
    far, near = signed_in(stranger), signed_in(centre)
    assert is_given_again(far, "/usulan/") and is_given_again(near, "/usulan/")
    rename(world.proposal.case, "Pelatihan lain")
    assert questions(far, "/usulan/") == HITS
    assert questions(near, "/usulan/") > HITS


@contextmanager
def without_noting(*tables: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER note_change")
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER note_change")


def test_without_the_triggers_an_old_page_is_given(world, proposer):
    client = signed_in(proposer)
    assert is_given_again(client, "/usulan/")
    with without_noting("casework_case"):
        rename(world.proposal.case, "Pelatihan lain")
    assert "Pelatihan lain" not in client.get("/usulan/").content.decode()


class Elsewhere(Thread):
    """A transaction of somebody else that is begun, and ended when it is told."""

    def __init__(self, act):
        super().__init__()
        self.act, self.done, self.may_end = act, Event(), Event()
        self.start()
        assert self.done.wait(10)

    def run(self):
        with transaction.atomic():
            self.act()
            self.done.set()
            assert self.may_end.wait(10)
        connection.close()

    def end(self):
        self.may_end.set()
        self.join(10)


def test_who_writes_first_and_ends_last_is_not_missed(world, proposer):
    """A number counted up by each change would be passed by the second one and never move for the first."""
    client, case = signed_in(proposer), world.proposal.case
    slow = Elsewhere(lambda: rename(case, "Lambat"))
    try:
        rename(world.pact.case, "Cepat")
        assert is_given_again(client, "/usulan/")
        assert questions(client, "/usulan/") == HITS
    finally:
        slow.end()
    assert "Lambat" in client.get("/usulan/").content.decode()


def test_a_page_is_of_one_person_position_language_and_look(world, proposer):
    other = factories.position(proposer.institution, Role.BODY_HEAD)
    factories.holding(other, proposer.user, kind="acting")
    client = signed_in(proposer)
    assert is_given_again(client, "/usulan/")
    client.post("/bahasa/", {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get("/usulan/").content.decode()
    client.post("/tampilan/", {"theme": "dark", "next": "/"})
    assert 'data-bs-theme="dark"' in client.get("/usulan/").content.decode()
    client.post("/akun/jabatan/", {"position": other.pk, "next": "/"})
    client.get("/usulan/")  # says in which position one is now
    assert f"{other.title}" in client.get("/usulan/").content.decode()
    colleague = signed_in(factories.actor(proposer.institution, Role.PROPOSER))
    assert questions(colleague, "/usulan/") > HITS


def test_what_is_said_once_is_not_kept(world, proposer):
    client = signed_in(proposer)
    client.get("/usulan/")
    client.post("/kotak-masuk/dibaca/")
    told = client.get("/usulan/").content.decode()
    assert "ditandai sudah dibaca" in told
    assert "ditandai sudah dibaca" not in client.get("/usulan/").content.decode()


def test_forms_of_a_kept_page_work_and_each_once(world):
    """Two people's tabs, or one's two: the key of a form is another each time, its token is the session's."""
    verifier = world.people.verifier
    perform(world.proposal, "submit", actor=world.people.proposer, version=None)
    client = Client(enforce_csrf_checks=True)
    factories.sign_in(client, verifier)
    client.get("/")  # the first look at a desk is remembered
    assert is_given_again(client, "/")
    first, second = client.get("/").content.decode(), client.get("/").content.decode()
    keys = [re.findall(r'name="key" value="([^"]+)"', page) for page in (first, second)]
    assert keys[0] and not set(keys[0]) & set(keys[1])
    turn = world.proposal.case.turns.get(closed_at=None)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', second)[1]
    data = {"key": keys[1][0], "csrfmiddlewaretoken": token, "next": "/"}
    assert client.post(f"/giliran/{turn.pk}/ambil/", data | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(f"/giliran/{turn.pk}/ambil/", data).status_code == 302
    assert world.proposal.case.turns.get(closed_at=None).position == verifier.position


def test_seats_that_another_province_takes_are_seen(world, proposer):
    offer = an_offer(world.people.coordinator)
    Proposal.objects.filter(pk=world.proposal.pk).update(offer=offer, participants=10)
    far = signed_in(factories.actor(factories.body("11"), Role.PROPOSER))
    assert is_given_again(far, "/tawaran/")
    perform(world.proposal, "submit", actor=proposer, version=None)
    assert questions(far, "/tawaran/") > HITS
    assert is_given_again(far, "/tawaran/")
    Proposal.objects.filter(pk=world.proposal.pk).update(participants=11)
    assert questions(far, "/tawaran/") > HITS
    assert is_given_again(far, "/tawaran/")
    Proposal.objects.filter(pk=world.proposal.pk).update(aim="Lain.")
    assert questions(far, "/tawaran/") == HITS


def test_a_letter_that_somebody_opened_is_seen_by_who_reads_of_it(world, proposer):
    case, reader = world.proposal.case, proposer.user
    rung = {"step": LadderStep.objects.first(), "rung": "x", "slot": "x", "addressed_to": "x", "recipient": reader}
    reminder = Reminder.objects.create(case=case, due_at=clock.now(), found_at=clock.now(), **rung)
    notice = Notice.objects.create(recipient=reader, case=case, kind="turn.remind", reminder=reminder, at=clock.now())
    colleague = signed_in(factories.actor(proposer.institution, Role.PROPOSER))
    assert is_given_again(colleague, "/usulan/")
    Notice.objects.filter(pk=notice.pk).update(read_at=clock.now())
    assert questions(colleague, "/usulan/") > HITS


def test_who_signs_in_concerns_administrators_only(world, proposer):
    client, administrator = signed_in(proposer), signed_in(factories.actor(factories.agency(), Role.ADMINISTRATOR))
    assert is_given_again(client, "/usulan/") and is_given_again(administrator, "/usulan/")
    User.objects.filter(pk=world.people.head.user.pk).update(last_login=clock.now())
    assert questions(client, "/usulan/") == HITS
    assert questions(administrator, "/usulan/") > HITS


def test_a_table_that_is_not_watched_is_named(world):
    assert "change.noted" not in broken()
    with without_noting("casework_turn"):
        assert broken()["change.noted"] == ["casework_turn"]


def test_the_schema_can_be_taken_back(world, proposer):
    call_command("migrate", "portal", "0002", verbosity=0)
    try:
        rename(world.proposal.case, "Pelatihan lain")
    finally:
        call_command("migrate", "portal", verbosity=0)
    assert noting.unnoted() == []


def test_rights_that_end_end_the_page(world, proposer):
    client = signed_in(proposer)
    assert is_given_again(client, "/usulan/")
    Holding.objects.filter(pk=proposer.holding.pk).update(ends_on=clock.today() - timedelta(days=1))
    assert client.get("/usulan/").status_code == 302


def test_what_was_noted_is_forgotten_in_time(world, monkeypatch):
    rename(world.proposal.case, "Pelatihan lain")
    sweep()
    assert noted_rows()
    monkeypatch.setattr(changes, "KEPT", timedelta(0))
    sweep()
    assert not noted_rows()


def noted_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_change")
        return cursor.fetchone()[0]


class Readers:
    """Who looks at which pages of the portal, and whether what is given again is what would be made."""

    def __init__(self, world: World):
        people, lawyers = world.people, world.lawyers
        case, pact = world.proposal.get_absolute_url(), world.pact.get_absolute_url()
        of_all = ["/", "/usulan/", "/naskah/", "/perkara/", "/tawaran/", "/cari/?q=pelatihan", "/kalender/", case, pact]
        of_all += ["/perkara/?tampilan=giliran", "/usulan/?q=pelatihan", "/wilayah/"]
        of_all += [f"{case}{page}/" for page in ("riwayat", "jalan", "banding", "verifikasi")]
        of_all += [f"{pact}{page}/" for page in ("riwayat", "jalan")]
        own = {
            people.proposer: ["/usulan/baru/", "/provinsi/64/"],
            people.head: ["/papan/", "/upt/BJM/"],
            people.coordinator: ["/papan/", "/provinsi/64/", "/upt/BJM/", f"{case}penelaah/", f"{case}keputusan/"],
            people.reviewers[0]: ["/kotak-masuk/"],
            lawyers.province_legal: ["/provinsi/64/"],
            factories.auditor("64"): ["/papan/"],
            factories.actor(factories.body("64", "diskominfo"), Role.PROPOSER): [],
            factories.actor(factories.body("11"), Role.PROPOSER): [],
        }
        self.pages = [(signed_in(actor), url) for actor, urls in own.items() for url in (*of_all, *urls)]
        self.again = self.made = 0

    def look(self, pages) -> None:
        for client, url in pages:
            client.get(url)

    def compare(self, pages) -> None:
        for client, url in pages:
            with CaptureQueriesContext(connection) as asked:
                given = client.get(url)
            if len(asked) > HITS or given.status_code != 200:
                self.made += 1
                continue
            self.again += 1
            fresh = client.get(url, headers={"HX-Number": str(self.again)})  # never asked for like this before
            old = difference(text(given.content), text(fresh.content))
            assert not old, f"{url} was given again, and was old: {old}"


def an_offer(author, **fields) -> Offer:
    days = {"opens_on": clock.today(), "closes_on": clock.today() + timedelta(days=30), "published_at": clock.now()}
    words = {"kind": "pelatihan_asn", "title": "Pelatihan", "conditions": "Terbuka.", "seats": 30}
    year = clock.today().year + 1
    return Offer.objects.create(**days | words | fields, fiscal_year=year, author=author.position)


class Acts:
    """What people do from day to day, and what administrators change; each is one transaction of its own."""

    def __init__(self, world: World, chance: random.Random):
        self.world, self.chance = world, chance

    def one(self) -> None:
        others = [self.rights, self.offer, self.seats, self.arrange, self.participant, self.name]
        act = self.chance.choice([*[self.move] * 6, *others])
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            pass

    def move(self) -> None:
        """Something that somebody may do now with one of the cases, after the desk work that it needs."""
        obj = self.chance.choice([self.world.proposal, self.world.pact])
        obj = type(obj).objects.select_related("case").get(pk=obj.pk)
        self.world.prepare(obj)
        actors = self.world.actors
        for actor in self.chance.sample(actors, len(actors)):
            obj = type(obj).objects.select_related("case").get(pk=obj.pk)
            if names := [row.name for row, reasons in available(obj, actor) if not reasons and not row.dangerous]:
                name = self.chance.choice(names)
                perform(obj, name, actor=actor, comment="Alasan.", version=None, **self.world.data(name, obj))
                return

    def rights(self) -> None:
        holding = self.chance.choice(self.world.actors).holding
        Holding.objects.filter(pk=holding.pk).update(decree=f"SK-{self.chance.random()}")

    def offer(self) -> None:
        an_offer(self.world.people.coordinator, title=f"Pelatihan {self.chance.random()}")

    def seats(self) -> None:
        offer, wanted = Offer.objects.order_by("pk").last(), self.chance.randint(1, 30)
        Proposal.objects.filter(pk=self.world.proposal.pk).update(offer=offer, participants=wanted)

    def arrange(self) -> None:
        actor = self.chance.choice(self.world.actors)
        views_saved.arrange(KINDS["perkara"], columns=None, dense=True, order="judul", actor=actor)

    def participant(self) -> None:
        office = self.chance.choice([factories.body("11"), factories.body("64", "diskominfo")])
        self.world.pact.case.participants.get_or_create(institution=office)

    def name(self) -> None:
        row = self.chance.choice([self.world.people.proposer.institution, self.world.people.verifier.institution])
        Institution.objects.filter(pk=row.pk).update(name=f"Kantor {self.chance.random()}")
        person = self.chance.choice(self.world.actors).user
        User.objects.filter(pk=person.pk).update(full_name=f"Nama {self.chance.random()}")


@contextmanager
def no_minute_passes(monkeypatch):
    """Words such as "a minute ago" would differ from one look to the next."""
    at = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    yield


@pytest.mark.parametrize("is_noted", [True, False], ids=["with the triggers", "without"])
def test_what_is_given_again_is_what_would_be_made(world, monkeypatch, is_noted):
    chance = random.Random(6)
    readers, acts = Readers(world), Acts(world, chance)
    with no_minute_passes(monkeypatch), without_noting(*([] if is_noted else [each.table for each in noting.noted()])):
        for _step in range(STEPS):
            some = chance.sample(readers.pages, PAGES)
            readers.look(some)
            acts.one()
            if not is_noted:
                with pytest.raises(AssertionError, match="was old"):
                    for _more in range(STEPS):
                        acts.one()
                        readers.compare(some)
                return
            readers.compare(some)
    assert readers.again > PAGES // 2 and readers.made > PAGES, (readers.again, readers.made)
