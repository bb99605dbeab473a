"""The pages of cooperation documents: who sees them, what they say, what each act does, how few questions they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from agreements.services import linking
from casework.keys import new_key
from casework.workflow import perform
from regions import clock
from tests import factories as make
from tests import pacts, proposals
from tests.factories import sign_in
from tests.proposals import pdf
from tests.rows import fill, pact_copies

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pacts.cast()


def url(name: str, agreement, *args) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk, *args])


def send(client, actor, address: str, agreement=None, **data):
    """Post a form as its page would: with its one-time key and the version it was drawn from."""
    version = Agreement.objects.get(pk=agreement.pk).case.version if agreement else ""
    return sign_in(client, actor).post(address, {"key": new_key(), "version": version} | data)


def pages_of(agreement) -> list[str]:
    party = agreement.parties.first()
    plain = ("detail", "history", "edit", "opinion", "council", "successor", "addendum", "add_party")
    return [
        *[url(name, agreement) for name in plain],
        *[url(name, agreement, party.pk) for name in ("number", "authority", "remove_party")],
        *[url("file", agreement, kind) for kind in ("naskah", "rencana-kerja", "final")],
        *[url("move", agreement, row.name) for row in agreement.workflow.transitions],
    ]


def test_outside_the_scope_no_page_exists(client, people):
    agreement = pacts.in_state("party_review", people)
    strangers = [
        make.actor(make.body(make.WEST_JAVA), Role.PROPOSER),
        make.actor(make.body(kind="diskominfo"), Role.PROPOSER),
        make.actor(make.upt("BDG"), Role.COOPERATION_OFFICER),
    ]
    for stranger in strangers:
        sign_in(client, stranger)
        for address in pages_of(agreement):
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code in (404, 405), address


def test_a_draft_is_not_the_provinces_yet(client, people):
    agreement = pacts.draft(people)
    assert sign_in(client, people.proposer).get(url("detail", agreement)).status_code == 404
    assert sign_in(client, people.upt_officer).get(url("detail", agreement)).status_code == 200


def test_within_sight_but_not_permitted_is_forbidden(client, people):
    agreement = pacts.in_state("party_review", people)
    party = pacts.centre_party(agreement)
    for actor, address in (
        (people.proposer, url("edit", agreement)),
        (people.proposer, url("number", agreement, party.pk)),
        (people.proposer, url("move", agreement, "cancel")),
        (people.officer, url("move", agreement, "answer")),
        (people.officer, url("opinion", agreement)),
        (people.legal, url("council", agreement)),
    ):
        assert sign_in(client, actor).get(address).status_code == 403, address


def test_the_clocks_move_has_no_page(client, people):
    agreement = pacts.in_state("in_force", people)
    sign_in(client, people.officer)
    assert client.get(url("move", agreement, "expire")).status_code == 404
    assert client.get(url("move", agreement, "nonsense")).status_code == 404


@pytest.mark.parametrize("status", ["draft", *pacts.ROADS])
def test_every_state_has_a_page_for_everybody_who_sees_it(client, people, status):
    agreement = pacts.in_state(status, people)
    readers = (people.officer, people.legal, people.approver, people.head, make.auditor(make.EAST_KALIMANTAN))
    for actor in readers:
        visible = Agreement.objects.visible_to(actor).filter(pk=agreement.pk).exists()
        for name in ("detail", "history"):
            response = sign_in(client, actor).get(url(name, agreement))
            assert response.status_code == (200 if visible else 404)


def test_the_page_says_who_holds_it_since_when_and_for_how_long(client, people):
    with clock.at(clock.now() - timedelta(days=21)):
        agreement = pacts.in_state("party_review", people)
    response = sign_in(client, people.officer).get(url("detail", agreement))
    strip = response.context["strips"][0]
    assert (strip["tone"], strip["allowance"]) == ("late", 5)
    assert people.proposer.user.full_name in strip["says"][0]
    held = {part["label"] for part in response.context["share"]["parts"]}
    assert held == {people.proposer.institution.short_name}
    assert "Pembahasan" in response.content.decode()


@pytest.mark.parametrize(("days", "warned"), [(180, True), (181, False)])
def test_what_runs_out_is_not_said_to_need_nothing(client, people, days, warned):
    """Until it has a successor: then both the strip and the warning rest."""
    agreement = pacts.in_state("in_force", people, days=days)
    page = url("detail", agreement)
    sign_in(client, people.officer)

    def said():
        context = client.get(page).context
        return "siapkan penerusnya" in context["strips"][0]["whose"], any(row["tone"] for row in context["alerts"])

    assert said() == (warned, warned)
    services.open_successor(agreement, actor=people.officer)
    assert said() == (False, False)


def test_legal_review_shows_both_turns_the_readers_first(client, people):
    agreement = pacts.in_state("legal_review", people)
    response = sign_in(client, people.province_legal).get(url("detail", agreement))
    assert [strip["tone"] for strip in response.context["strips"]] == ["mine", "calm"]


@pytest.mark.parametrize(
    ("status", "who", "labels"),
    [
        ("draft", "officer", ["Unggah naskah", "Daftarkan yang sudah berlaku", "Tunda pengingat…", "Batalkan naskah"]),
        ("party_review", "proposer", ["Terima naskah", "Tanggapi dan serahkan", "Tunda pengingat…"]),
        ("party_review", "officer", ["Ingatkan sekarang", "Kembalikan ke rancangan", "Batalkan naskah"]),
        ("legal_review", "legal", ["Beri pendapat hukum", "Tunda pengingat…", "Kembalikan ke rancangan"]),
        ("ready", "head", ["Catat tanda tangan", "Ingatkan sekarang"]),
        ("in_force", "officer", ["Buka naskah penerus", "Buka adendum"]),
        ("in_force", "approver", ["Akhiri lebih awal"]),
        ("expired", "upt_officer", ["Buka naskah penerus"]),
        ("cancelled", "officer", []),
    ],
)
def test_the_strip_offers_what_one_may(client, people, status, who, labels):
    agreement = pacts.in_state(status, people)
    response = sign_in(client, getattr(people, who)).get(url("detail", agreement))
    strip = response.context["strips"][0]
    assert [str(button["label"]) for button in [*strip["actions"], *strip.get("rare", [])]] == labels


def test_the_newest_are_offered_those_without_a_document_first_and_every_one_is_taken(client, people, monkeypatch):
    who = proposals.cast()
    older, newer, carried = (proposals.in_state("approved", who) for _ in range(3))
    services.open_from_proposals([carried], actor=people.officer)
    monkeypatch.setattr(linking, "SHOWN", 1)
    sign_in(client, people.officer)
    open_url = reverse("agreements:open")
    page = client.get(open_url)
    assert [key for key, _words in page.context["form"]["proposals"].field.choices] == [newer.pk]
    assert "Yang ditampilkan 1 usulan terbaru" in page.content.decode()
    wished = client.get(open_url, {"usulan": older.pk}).context["form"]
    assert {key for key, _words in wished["proposals"].field.choices} == {newer.pk, older.pk}
    assert wished["proposals"].value() == [older.pk]
    refused = client.post(open_url, {"kind": "pks", "proposals": older.pk, "starts_on": "kemarin"})
    assert older.pk in dict(refused.context["form"]["proposals"].field.choices)
    client.post(open_url, {"kind": "pks", "proposals": older.pk, "key": new_key()})
    made = older.agreements.get()
    chosen = client.get(reverse("agreements:edit", args=[made.pk])).context["form"]["proposals"]
    offered = {value.value for value, _words in chosen.field.choices}
    assert chosen.value() == [older.pk] and offered == {older.pk, newer.pk, carried.pk}


def test_from_a_proposal_through_the_browser_to_in_force(client, people):
    """Every form of the way, posted as its page would."""
    who = proposals.cast()
    proposal = proposals.in_state("approved", who)
    form = sign_in(client, people.officer).get(reverse("agreements:open"), {"usulan": proposal.pk}).context["form"]
    assert form.initial["proposals"] == [proposal.pk] and proposal.case.title in form.initial["title"]
    today = clock.today()
    send(
        client,
        people.officer,
        reverse("agreements:open"),
        kind="pks",
        proposals=[proposal.pk],
        title="PKS pelatihan",
        starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=365)).isoformat(),
    )
    agreement = Agreement.objects.get()
    centre, province = agreement.parties.all()
    letter = {
        "office": people.head.institution.pk,
        "signing_position": people.head.position.pk,
        "authority": "surat_kuasa",
        "authority_number": "180/1",
        "authority_from": today.isoformat(),
        "authority_until": today.isoformat(),
        "authority_file": pdf(),
    }
    steps = [
        (people.officer, url("file", agreement, "naskah"), {"file": pdf("v1.pdf")}),
        (people.officer, url("authority", agreement, province.pk), letter),
        (people.officer, url("move", agreement, "send_for_review"), {"first_party": province.pk}),
        (people.proposer, url("move", agreement, "answer"), {"to_party": centre.pk, "text": pdf("v2.pdf")}),
        (people.officer, url("move", agreement, "accept"), {}),
        (people.legal, url("opinion", agreement), {"opinion": "Baik."}),
        (people.province_legal, url("opinion", agreement), {"opinion": "Baik."}),
        (people.province_legal, url("council", agreement), {"reason": "Tidak membebani daerah."}),
        (people.legal, url("move", agreement, "clear"), {}),
    ]
    for party, actor in ((centre, people.officer), (province, people.head)):
        signature = {"party": party.pk, "signed_on": today.isoformat(), "place": "Samarinda", "scan": pdf()}
        number = {"document_number": f"1/{party.pk}", "document_year": today.year}
        steps += [
            (actor, url("move", agreement, "sign"), signature),
            (actor, url("number", agreement, party.pk), number),
        ]
    steps += [
        (people.officer, url("file", agreement, "final"), {"file": pdf("final.pdf")}),
        (people.officer, url("move", agreement, "bring_into_force"), {}),
    ]
    for actor, address, data in steps:
        response = send(client, actor, address, agreement, **data)
        assert response.status_code == 302, (address, response.context["form"].errors)
    assert Agreement.objects.get().case.status == "in_force"
    assert proposal.covers.get().ends_on == today + timedelta(days=365)


def test_registering_through_the_browser(client, people):
    agreement = pacts.draft(people)
    pacts.number(agreement, people)
    address = url("move", agreement, "register")
    fields = sign_in(client, people.officer).get(address).content.decode()
    data = {"signed_file": pdf(), "place": "Jakarta", "comment": "Sebelum portal."}
    for party in agreement.parties.all():
        assert f"signer_{party.pk}" in fields
        data |= {f"signer_{party.pk}": "Budi", f"signed_on_{party.pk}": clock.today().isoformat()}
    assert send(client, people.officer, address, agreement, **data).status_code == 302
    assert Agreement.objects.get().is_registered


def test_a_refused_form_keeps_what_was_typed_and_says_why_at_its_field(client, people):
    agreement, other = pacts.draft(people), pacts.draft(people)
    services.set_number(
        pacts.centre_party(other), actor=people.officer, document_number="7/KS", document_year=clock.today().year
    )
    address = url("number", agreement, pacts.centre_party(agreement).pk)
    response = send(
        client, people.officer, address, agreement, document_number="7/KS", document_year=clock.today().year
    )
    assert response.status_code == 200
    assert "document_number" in response.context["form"].errors
    assert 'value="7/KS"' in response.content.decode()


def test_the_same_form_twice_acts_once(client, people):
    agreement = pacts.draft(people)
    address, data = url("edit", agreement), {"key": new_key(), "title": "Judul baru"}
    sign_in(client, people.officer)
    fresh = Agreement.objects.get(pk=agreement.pk).case.version
    assert client.post(address, data | {"version": fresh}).status_code == 302
    assert client.post(address, data | {"version": fresh, "title": "Lain"}).status_code == 302
    assert Agreement.objects.get().case.title == "Judul baru"


def test_successor_and_addendum_are_opened_from_the_page(client, people):
    agreement = pacts.in_state("in_force", people)
    for name in ("successor", "addendum"):
        response = send(client, people.officer, url(name, agreement), agreement)
        assert response.status_code == 302
    assert {row.kind for row in Agreement.objects.exclude(pk=agreement.pk)} == {"pks", "adendum"}
    alerts = [row["text"] for row in sign_in(client, people.officer).get(url("detail", agreement)).context["alerts"]]
    assert len(alerts) == 2


def test_history_comes_as_a_page_and_as_a_part(client, people):
    agreement = pacts.in_state("in_force", people)
    sign_in(client, people.officer)
    page, part = (client.get(url("history", agreement), headers=head) for head in ({}, {"HX-Request": "true"}))
    assert "<html" in page.content.decode() and "<html" not in part.content.decode()


# --- how few questions ------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 100])
def test_the_list_asks_as_much_for_a_hundred_rows_as_for_one(client, people, django_assert_num_queries, rows):
    pact_copies(pacts.in_state("party_review", people), rows - 1)
    sign_in(client, people.officer).get(reverse("agreements:list"))
    with django_assert_num_queries(10):
        response = client.get(reverse("agreements:list"))
    assert response.context["number"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_many_rounds_and_files_as_for_one(client, people, django_assert_num_queries, rows):
    agreement = pacts.in_state("party_review", people)
    for number in range(rows):
        actor = people.proposer if number % 2 == 0 else people.officer
        agreement = perform(agreement, "answer", actor=actor, text=pdf(f"v{number}.pdf"))
    fill(agreement.case, 1 if rows == 1 else 100)
    sign_in(client, people.officer).get(url("detail", agreement))
    with django_assert_num_queries(12):
        client.get(url("detail", agreement))


def test_the_page_of_a_signed_document_asks_no_more(client, people, django_assert_max_num_queries):
    agreement = pacts.in_state("in_force", people)
    sign_in(client, people.officer).get(url("detail", agreement))
    with django_assert_max_num_queries(12):
        client.get(url("detail", agreement))


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_history_asks_as_much_for_three_rounds_as_for_one(client, people, django_assert_num_queries, rounds):
    agreement = pacts.in_state("party_review", people)
    for number in range(rounds):
        actor = people.proposer if number % 2 == 0 else people.officer
        agreement = perform(agreement, "answer", actor=actor, comment="Belum.")
    sign_in(client, people.officer).get(url("history", agreement))
    with django_assert_num_queries(11):
        client.get(url("history", agreement))
