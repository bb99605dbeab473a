"""The one search box: what it finds for whom, how it forgives, and what it does with nonsense."""

import re
import time
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.urls import reverse

from accounts.models import Institution, User
from accounts.roles import Role
from agreements.models import Agreement
from casework import filters
from casework.models import Case, CaseText, Document
from portal import search
from portal.marking import marked
from portal.search import COUNTED, PEOPLE, Asked, Finder
from regions import clock
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.test_permissions import pages, people

pytestmark = pytest.mark.django_db
SEARCH = reverse("portal:search")
SUGGEST = {"HTTP_HX_REQUEST": "true"}

# How many hits each reader of the table of permissions counts, for: a submitted proposal of Kalimantan Timur, a draft
# there, a cooperation document between its parties, the proposal's three files, the draft's three, the verifier in
# Banjarmasin, an officer of Papua, and the office of Papua with its two
# people.
TABLE = """
                            case draft pact files unsent verifier papuan papua
proposer, own body          1    1     1    3     3      1        0      0
proposer, same province     1    0     0    3     0      1        0      0
proposer, other province    0    0     0    0     0      0        1      3
body head, own body         1    1     1    3     3      1        0      0
body head, same province    1    0     0    3     0      1        0      0
body head, other province   0    0     0    0     0      0        1      3
province legal, own         1    0     1    3     0      1        0      0
province legal, other       0    0     0    0     0      0        1      3
institution admin, own body 1    1     1    3     3      1        0      0
verifier, own UPT           1    0     1    3     0      1        0      0
verifier, other UPT         0    0     0    0     0      1        1      3
UPT head, own UPT           1    0     1    3     0      1        0      0
UPT head, other UPT         0    0     0    0     0      1        1      3
cooperation, own UPT        1    0     1    3     0      1        0      0
cooperation, other UPT      0    0     0    0     0      1        1      3
cooperation, centre         1    0     1    3     0      1        1      3
coordinator                 1    0     1    3     0      1        1      3
reviewer                    1    0     1    3     0      1        1      3
approver                    1    0     1    3     0      1        1      3
legal officer               1    0     1    3     0      1        1      3
leadership                  1    0     1    3     0      1        1      3
secretariat                 1    0     1    3     0      1        1      3
administrator               1    0     1    3     0      1        1      3
auditor, in scope           1    0     1    3     0      1        0      0
auditor, out of scope       0    0     0    0     0      0        1      3
"""
ASKED = {
    "case": "manggrove",
    "draft": "rumbia",
    "pact": "cempedak",
    "files": "lontar",
    "unsent": "gaharu",
    "verifier": "Jumiyati",
    "papuan": "Yohanis",
    "papua": "kantor cenderawasih",
}


def rows() -> dict[str, list[int]]:
    lines = TABLE.strip().splitlines()[1:]
    return {line[:28].strip(): [int(count) for count in line[28:].split()] for line in lines}


def named(case: Case, title: str, files: str) -> None:
    Case.objects.filter(pk=case.pk).update(title=f"Pelatihan {title}")
    Document.objects.filter(case=case).update(name=f"KAK_{files}.pdf")


@pytest.fixture
def world(db) -> dict:
    """What ASKED looks for, and the readers of the table."""
    cast, readers = proposals.cast(), people()
    named(proposals.in_state("in_verification", cast).case, "manggrove", "lontar")
    named(proposals.complete_draft(cast.proposer).case, "rumbia", "gaharu")
    named(pacts.in_state("party_review", pacts.cast()).case, "cempedak", "naskah")
    User.objects.filter(pk=cast.verifier.user.pk).update(full_name="Jumiyati")
    User.objects.filter(pk=readers["proposer, other province"].user.pk).update(full_name="Yohanis Wenda")
    papua = readers["proposer, other province"].institution
    papua.short_name = "Kantor Cenderawasih"
    papua.save()
    return readers


def hits(text: str) -> int:
    """The hits that a page shows, each with a marked word."""
    return len([row for row in re.findall(r"<li>.*?</li>", text, re.DOTALL) if "<mark>" in row])


def counts(actor) -> list[int]:
    return [Finder(Asked(q), actor).find().total for q in ASKED.values()]


def test_every_reader_finds_and_counts_what_is_in_scope(world):
    assert {name: counts(actor) for name, actor in world.items()} == rows()


def test_pages_and_suggestions_show_as_many_and_no_snippet_beyond(client, world):
    table = rows()
    for name in ("proposer, own body", "proposer, other province", "verifier, other UPT", "reviewer"):
        sign_in(client, world[name])
        for (group, q), expected in zip(ASKED.items(), table[name], strict=True):
            for header in ({}, SUGGEST):
                text = client.get(SEARCH, {"q": q}, **header).content.decode()
                assert hits(text) == expected, (name, group, header)
                assert expected or "Pelatihan" not in text.split("<main")[-1]


def test_whoever_holds_no_position_finds_nothing(client):
    proposals.in_state("in_verification", proposals.cast())
    client.force_login(factories.user())
    for header in ({}, SUGGEST):
        assert "<mark>" not in client.get(SEARCH, {"q": "pelatihan"}, **header).content.decode()


def test_a_partner_knows_its_own_office_and_with_whom_it_shares_a_case(world):
    agency, papua = factories.agency(), world["proposer, other province"].institution
    school = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1 Samarinda")
    partner = factories.actor(school, Role.PARTNER)
    assert [Finder(Asked(q), partner).find().total for q in ("smkn samarinda", "Jumiyati", "Yohanis")] == [2, 0, 0]
    case = Case.objects.get(title__contains="manggrove")
    case.participants.create(institution=school)
    found = [Finder(Asked(q), partner).find().total for q in ("smkn samarinda", "Jumiyati", "Yohanis", "manggrove")]
    assert found == [2, 1, 0, 1] and papua != agency


# What was typed → the title that must come first; and whether it was taken as written (=) or as nearly so (~).
FORGIVEN = """
pelatihan manggrove   = Pelatihan manggrove
melatih mangrove      ~ Pelatihan manggrove
melatih manggrove     = Pelatihan manggrove
PELATIHAN MANGGROVE   = Pelatihan manggrove
pélatihan mànggrove   = Pelatihan manggrove
manggrove pelat       = Pelatihan manggrove
pelathian manggrove   ~ Pelatihan manggrove
pelatian mangrov      ~ Pelatihan manggrove
pelattihan mangrofe   ~ Pelatihan manggrove
grove                 = Pelatihan manggrove
pelatihan dan magrove ~ Pelatihan manggrove
"""


def test_typing_errors_are_forgiven(world):
    for line in FORGIVEN.strip().splitlines():
        q, mark, title = re.match(r"(.*?) +([=~]) (.*)", line).groups()
        found = Finder(Asked(q), world["coordinator"]).find()
        first = Case.objects.get(pk=found.keys["perkara"][0]).title
        assert (first, found.near) == (title, mark == "~"), q


def test_a_case_is_found_by_its_number_however_it_is_written(client, world):
    case = Case.objects.get(title__contains="manggrove")
    prefix, year, number = case.number.split("/")
    sign_in(client, world["verifier, own UPT"])
    for q in (
        case.number,
        f"{prefix}{year}{number}",
        f"{prefix.lower()} {year} {int(number)}",
        f"{prefix}.{year}.{number}",
    ):
        assert client.get(SEARCH, {"q": q})["Location"] == case.proposal.get_absolute_url(), q
    assert Finder(Asked(f"{year}/{number}"), world["reviewer"]).find().keys["perkara"].count(case.pk) == 1
    sign_in(client, world["verifier, other UPT"])
    assert client.get(SEARCH, {"q": case.number}).status_code == 200


def test_a_proposer_is_found_by_the_name_of_the_institution_and_words_of_the_title(world):
    owner = Case.objects.get(title__contains="manggrove").owner
    for q in (owner.short_name, f"manggrove {owner.short_name}"):
        assert (
            Case.objects.get(title__contains="manggrove").pk
            in Finder(Asked(q), world["reviewer"]).find().keys["perkara"]
        )


NONSENSE = [
    *("\0", "pela\0tihan", "x" * 10_000, "a " * 5_000, "!?.,", "%", "_", "\\", "'", '"', "' OR 1=1 --", "<script>"),
    *("a & | ! :*", "(((", "KS/2026/99999999", "\u202e", "🙂", "", " ", "١٢٣", "%ED%A0%80", "pelatihan " * 30),
]


def test_nonsense_is_answered_quickly(client, world):
    sign_in(client, world["reviewer"])
    for q in NONSENSE:
        for header in ({}, SUGGEST):
            begun, word = time.monotonic(), q if q.startswith("%ED") else quote(q)
            answer = client.get(f"{SEARCH}?q={word}&bagian=x&hal={'9' * 30}", **header)
            assert (answer.status_code, time.monotonic() - begun < 2) == (200, True), q


def test_marks_stand_about_words_only_and_all_else_is_escaped():
    assert marked("<b>Pelatihan</b> & data", ["pelatihan"]) == "&lt;b&gt;<mark>Pelatihan</mark>&lt;/b&gt; &amp; data"
    assert marked("Pelatihan", ["latih"]) == "<mark>Pelatihan</mark>"
    assert marked("Melatih", ["pelatihan"], ["melatih"]) == "<mark>Melatih</mark>"
    assert marked("Pelatihan", ["pelathian"]) == "Pelatihan"
    assert marked("Pelatihan", ["pelathian"], near=True) == "<mark>Pelatihan</mark>"


def many(owner, number: int) -> None:
    now = Case.objects.first().opened_at
    Case.objects.bulk_create(
        Case(kind="agreement", status="draft", owner=owner, title=f"Rambutan {n}", opened_at=now, number=f"KS/2026/{n}")
        for n in range(1000, 1000 + number)
    )
    Agreement.objects.bulk_create(Agreement(case=case) for case in Case.objects.filter(title__startswith="Rambutan"))


def test_a_group_is_paged_and_beyond_a_thousand_no_longer_counted(client, world):
    many(factories.agency(), COUNTED + 20)
    sign_in(client, world["reviewer"])
    page = client.get(SEARCH, {"q": "rambutan", "bagian": "perkara"}).context["groups"][0]
    assert (len(page.hits), page.first, page.last, page.count) == (25, 1, 25, "lebih dari 1.000")
    last = client.get(SEARCH, {"q": "rambutan", "bagian": "perkara", "hal": "999"}).context["groups"][0]
    assert (last.first, last.last) == (976, 1000)


def test_one_and_many_hits_ask_the_database_as_often(client, world, django_assert_num_queries):
    """Two questions of a word's first search in an hour are how common it is."""
    sign_in(client, world["reviewer"])
    for q in ("manggrove", "pelatihan"):
        with django_assert_num_queries(9):
            client.get(SEARCH, {"q": q})
        with django_assert_num_queries(7):
            client.get(SEARCH, {"q": q})
    many(factories.agency(), 60)
    with django_assert_num_queries(9):
        client.get(SEARCH, {"q": "rambutan"})


def test_the_two_halves_of_documents_are_what_is_visible():
    """A search asks for them one by one; nobody finds more or less by it."""
    pages()
    for name, actor in people().items():
        halves = [set(half) for half in Document.objects.parts_visible_to(actor)]
        assert set.union(*halves) == set(Document.objects.visible_to(actor)), name
    assert Document.objects.parts_visible_to(None)[0].count() == 0


def test_a_person_leads_to_the_cases_he_had_a_turn_in_within_sight(client):
    verifying = proposals.cast()
    proposal = proposals.in_state("in_verification", verifying)
    name = verifying.verifier.user.full_name
    sign_in(client, verifying.proposer)
    (hit,) = next(group for group in client.get(SEARCH, {"q": name}).context["groups"] if group.name == PEOPLE).hits
    assert [case.pk for case in client.get(hit.url).context["listing"].rows] == [proposal.case_id]
    stranger = factories.actor(factories.upt("MKS"), Role.VERIFIER)
    assert client.get(reverse("portal:cases")).context["number"].count == 1
    assert sign_in(client, stranger).get(hit.url).context["number"].count == 0


# --- the text that is kept ------------------------------------------------------------


def titles(client, words: str) -> list[str]:
    """The cases that a search shows, in its order, by their addresses."""
    groups = client.get(SEARCH, {"q": words}).context["groups"]
    return [hit.url for group in groups for hit in group.hits if group.name == "perkara"]


def test_a_case_is_found_by_its_title_of_today_and_not_by_the_one_before(client):
    who = proposals.cast()
    case = proposals.in_state("submitted", who).case
    sign_in(client, who.verifier)
    case.title = "Pelatihan kelor"
    case.save()  # the whole row
    assert len(titles(client, "kelor")) == 1
    Case.objects.filter(pk=case.pk).update(title="Pelatihan sagu")
    assert not titles(client, "kelor") and len(titles(client, "sagu")) == 1
    CaseText.objects.filter(pk=case.pk).delete()
    assert not titles(client, "sagu")  # nothing else is read
    assert CaseText.fill() == 1 and len(titles(client, "sagu")) == 1


def test_what_is_taken_away_leaves_no_text(db):
    who = proposals.cast()
    case = Case.objects.create(kind="proposal", status="draft", owner=who.proposer.institution, opened_at=clock.now())
    assert CaseText.objects.filter(pk=case.pk).exists()
    case.delete()
    assert not CaseText.objects.filter(pk=case.pk).exists()


def test_common_words_and_rare_ones_are_found_newest_first(client, monkeypatch):
    """Each in its own way; the rows and their order are the same."""
    who = proposals.cast()
    for number in range(3):
        case = proposals.in_state("submitted", who).case
        Case.objects.filter(pk=case.pk).update(title=f"Pelatihan kelor {number}")
    sign_in(client, who.verifier)
    rare = titles(client, "kelor"), listed(client)
    caches["process"].clear()
    monkeypatch.setattr(search, "COMMON", -1)
    monkeypatch.setattr(filters, "FEW", 0)
    assert (titles(client, "kelor"), listed(client)) == rare
    assert len(rare[0]) == len(rare[1]) == 3 and rare[0] == rare[1]


def listed(client) -> list[str]:
    rows = client.get(reverse("programs:list"), {"q": "kelor"}).context["rows"]
    return [row["row"].get_absolute_url() for row in rows]
