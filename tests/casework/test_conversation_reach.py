"""Who hears what is said on a case: threads, messages, files, names and counts, against literal tables."""

import re

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from casework.conversation import hearers, shown
from casework.conversation.hearers import Circle
from casework.keys import new_key
from casework.models import Document, Notice, Post, Thread
from casework.workflow import Refused
from tests import factories, pacts, proposals
from tests.talks import INTERNAL, PARTIES, said
from tests.test_addresses import arguments, walk
from tests.test_permissions import people, status

pytestmark = pytest.mark.django_db

# A proposal under verification in Kalimantan Timur (BPSDM; Balai Banjarmasin) and a cooperation document in review by
# its parties: the page of the conversation; a thread between the parties, its message and file; threads inside the
# body, its UPT (with a file) and the centre; and whether a message between the parties may be written.
PAGES = ["talk", "parties", "post", "file", "body", "upt", "upt file", "centre", "pact", "pact said"]

# 200 reads, 302 is led to the message or may write, 403 sees the case but has no part in it, 404 does not exist.
TABLE = """
                            talk parties post file body upt uptfile centre pact pactsaid write
proposer, own body          200  200     302  200  200  404 404     404    200  200      302
proposer, same province     403  404     404  404  404  404 404     404    404  404      403
proposer, other province    404  404     404  404  404  404 404     404    404  404      404
body head, own body         200  200     302  200  200  404 404     404    200  200      302
body head, same province    403  404     404  404  404  404 404     404    404  404      403
body head, other province   404  404     404  404  404  404 404     404    404  404      404
province legal, own         403  404     404  404  404  404 404     404    200  200      403
province legal, other       404  404     404  404  404  404 404     404    404  404      404
institution admin, own body 200  200     302  200  200  404 404     404    200  200      302
verifier, own UPT           200  200     302  200  404  200 200     404    200  200      302
verifier, other UPT         404  404     404  404  404  404 404     404    404  404      404
UPT head, own UPT           200  200     302  200  404  200 200     404    200  200      302
UPT head, other UPT         404  404     404  404  404  404 404     404    404  404      404
cooperation, own UPT        200  200     302  200  404  200 200     404    200  200      302
cooperation, other UPT      404  404     404  404  404  404 404     404    404  404      404
cooperation, centre         200  200     302  200  404  404 404     200    200  200      302
coordinator                 200  200     302  200  404  404 404     200    200  200      302
reviewer                    200  200     302  200  404  404 404     200    200  200      302
approver                    200  200     302  200  404  404 404     200    200  200      302
legal officer               200  200     302  200  404  404 404     200    200  200      302
leadership                  200  200     302  200  404  404 404     200    200  200      302
secretariat                 200  200     302  200  404  404 404     200    200  200      302
administrator               200  200     302  200  404  404 404     200    200  200      302
auditor, in scope           200  200     302  200  404  404 404     404    200  200      403
auditor, out of scope       404  404     404  404  404  404 404     404    404  404      404
"""


def rows() -> dict[str, list[int]]:
    lines = [line for line in TABLE.strip().splitlines()[1:] if line.strip()]
    return {line[:28].strip(): [int(code) for code in line[28:].split()] for line in lines}


@pytest.fixture
def world():
    """The two cases of the table and what is said on them."""
    cast, pact_cast = proposals.cast(), pacts.cast()
    proposal = proposals.in_state("in_verification", cast)
    pact = pacts.in_state("party_review", pact_cast)
    case = proposal.case
    return {
        "case": case,
        "cast": cast,
        "parties": said(case, cast.verifier, file="surat.pdf"),
        "body": said(case, cast.proposer, reach=INTERNAL),
        "upt": said(case, cast.verifier, reach=INTERNAL, file="catatan.pdf"),
        "centre": said(case, cast.coordinator, reach=INTERNAL),
        "pact": pact.case,
        "pact said": said(pact.case, pact_cast.officer),
    }


def addresses(world) -> dict[str, str]:
    def file(post):
        return reverse("casework:document", args=[post.attachments.get().pk])

    return {
        "talk": reverse("casework:conversation", args=[world["case"].pk]),
        "parties": world["parties"].thread.get_absolute_url(),
        "post": world["parties"].get_absolute_url(),
        "file": file(world["parties"]),
        "body": world["body"].thread.get_absolute_url(),
        "upt": world["upt"].thread.get_absolute_url(),
        "upt file": file(world["upt"]),
        "centre": world["centre"].thread.get_absolute_url(),
        "pact": reverse("casework:conversation", args=[world["pact"].pk]),
        "pact said": world["pact said"].thread.get_absolute_url(),
    }


def write(client, case, reach=PARTIES) -> int:
    data = {"reach": reach, "body": "Baik.", "key": new_key()}
    return client.post(reverse("casework:conversation", args=[case.pk]), data).status_code


def test_every_cell(client, world):
    pages, found = addresses(world), {}
    for name, actor in people().items():
        factories.sign_in(client, actor)
        found[name] = [status(client, pages[page]) for page in PAGES] + [write(client, world["case"])]
    assert found == rows()


def test_what_hearing_says_of_people_is_what_the_circle_says_of_offices(world):
    """Whoever may be told and named reads; whoever reads may be told and named, but for auditors who read along."""
    for name, actor in people().items():
        for key in ("parties", "body", "upt", "centre", "pact said"):
            thread = world[key].thread
            reads = Thread.objects.visible_to(actor).filter(pk=thread.pk).exists()
            told = actor.user.pk in Circle.of(thread).among([actor.user.pk])
            assert told == (reads and not name.startswith("auditor")), (name, key)


def test_rows_and_counts_follow_the_same_rule(world):
    actors, case = people(), world["case"]

    def seen(name):
        actor = actors[name]
        threads = shown.threads(actor).filter(case=case)
        files = Document.objects.visible_to(actor).filter(kind="message").count()
        return len(threads), Post.objects.visible_to(actor).filter(thread__case=case).count(), files

    assert {name: seen(name) for name in ("proposer, own body", "verifier, own UPT", "coordinator", "leadership")} == {
        "proposer, own body": (2, 2, 1),
        "verifier, own UPT": (2, 2, 2),
        "coordinator": (2, 2, 1),
        "leadership": (2, 2, 1),
    }
    assert seen("auditor, in scope") == (1, 1, 1)
    assert seen("proposer, same province") == (0, 0, 0)
    assert (Thread.objects.visible_to(None).count(), Post.objects.visible_to(None).count()) == (0, 0)


def names(client, actor, case, **query) -> set[str]:
    factories.sign_in(client, actor)
    answer = client.get(reverse("casework:mentionable", args=[case.pk]), query)
    return {one.label for one in answer.context["found"]} if answer.status_code == 200 else {str(answer.status_code)}


def test_only_who_reads_a_message_is_offered_after_the_at_sign(client, world):
    cast, case = world["cast"], world["case"]
    proposer, verifier, coordinator = cast.proposer, cast.verifier, cast.coordinator
    alien = factories.actor(factories.body("91"), Role.PROPOSER)
    neighbour = factories.actor(factories.body("64", "diskominfo"), Role.PROPOSER)
    auditor = factories.auditor("64")
    inside = names(client, verifier, case, reach=INTERNAL)
    assert verifier.user.full_name in inside and str(verifier.position) in inside
    assert not {proposer.user.full_name, coordinator.user.full_name} & inside
    among = names(client, verifier, case, reach=PARTIES)
    assert {proposer.user.full_name, coordinator.user.full_name, str(proposer.position)} <= among
    assert not {one.user.full_name for one in (alien, neighbour, auditor)} & among
    thread = world["upt"].thread_id
    assert names(client, verifier, case, utas=thread) == inside
    assert names(client, proposer, case, utas=thread) == {"404"}
    assert names(client, auditor, case, reach=PARTIES) == {"403"}
    assert names(client, neighbour, case, reach=PARTIES) == {"403"}


def test_a_name_that_reads_nothing_here_is_refused_at_the_field_and_the_words_stay(client, world):
    cast, case = world["cast"], world["case"]
    alien = factories.actor(factories.body("91"), Role.PROPOSER).user
    url = reverse("casework:conversation", args=[case.pk])
    factories.sign_in(client, cast.verifier)
    count = Post.objects.count()
    for text, name in (
        (f"Mohon dilihat @{alien.username}", alien.username),
        (f"Mohon dilihat @[{alien.full_name}]", alien.full_name),
        (f"Mohon dilihat @[{cast.proposer.user.full_name}]", cast.proposer.user.full_name),
        ("Mohon dilihat @siapa.saja", "siapa.saja"),
    ):
        data = {"reach": INTERNAL, "body": text, "key": new_key()}
        answer = client.post(url, data)
        form = answer.context["form"]
        assert answer.status_code == 200 and form.data["body"] == text
        assert f"“{name}”" in form.errors["body"][0] and cast.verifier.institution.short_name in form.errors["body"][0]
    assert Post.objects.count() == count and not Notice.objects.filter(kind="case.mention").exists()


def test_people_of_one_name_are_told_apart(client, world):
    cast, case = world["cast"], world["case"]
    twins = [factories.actor(cast.verifier.institution, Role.VERIFIER) for _each in range(2)]
    for twin in twins:
        User.objects.filter(pk=twin.user.pk).update(full_name="Sri")
    labels = {f"Sri ({twin.user.username})" for twin in twins}
    assert labels <= names(client, cast.verifier, case, reach=INTERNAL)
    post = said(case, cast.verifier, f"@[Sri ({twins[1].user.username})] dan @{twins[0].user.username}", INTERNAL)
    assert {mention.user for mention in post.mentions.all()} == {twin.user for twin in twins}


def test_a_chair_in_which_nobody_sits_is_not_offered_and_is_refused(client, world):
    cast, case = world["cast"], world["case"]
    empty = factories.position(cast.verifier.institution, Role.VERIFIER)
    assert str(empty) not in names(client, cast.verifier, case, reach=INTERNAL)
    with pytest.raises(Refused, match=re.escape(str(empty))):
        said(case, cast.verifier, f"Mohon @[{empty}]", INTERNAL)


@pytest.mark.parametrize("words", ["rahm", "RAHMAWATI sir", "siregar", "verif", "rahmawati.siregar"])
def test_names_are_found_by_the_beginnings_of_their_words(client, world, words):
    cast, case = world["cast"], world["case"]
    User.objects.filter(pk=cast.verifier.user.pk).update(full_name="Rahmawati Siregar", username="rahmawati.siregar")
    found = names(client, cast.verifier, case, reach=INTERNAL, q=words)
    assert "Rahmawati Siregar" in found and cast.head.user.full_name not in found


def test_an_address_in_the_text_names_nobody(world):
    post = said(world["case"], world["cast"].verifier, "Tulis ke humas@kaltim.go.id atau https://x.id/@orang.")
    assert not post.mentions.exists()


def test_a_draft_is_talked_about_in_its_own_office_only(client):
    cast = proposals.cast()
    case = proposals.complete_draft(cast.proposer).case
    factories.sign_in(client, cast.proposer)
    page = client.get(reverse("casework:conversation", args=[case.pk]))
    assert [value for value, _label in page.context["form"].fields["reach"].choices] == [INTERNAL]
    assert write(client, case) == 200 and not Thread.objects.filter(case=case).exists()
    assert write(client, case, INTERNAL) == 302
    assert not hearers.parties_of(case).exists()


def test_a_closed_case_is_talked_about_inside_an_office_only(client):
    cast = proposals.cast()
    proposal = proposals.in_state("submitted", cast)
    post = said(proposal.case, cast.verifier)
    proposals.perform(proposal, "withdraw", actor=cast.proposer, comment="Berubah.")
    factories.sign_in(client, cast.verifier)
    assert write(client, proposal.case) == 200
    data = {"body": "Masih satu hal.", "key": new_key()}
    assert client.post(post.thread.get_absolute_url(), data).status_code == 403
    assert write(client, proposal.case, INTERNAL) == 302
    page = client.get(reverse("casework:conversation", args=[proposal.case.pk])).content.decode()
    assert "Perkara ini sudah ditutup" in page


def test_files_of_messages_are_no_documents_of_the_case(client, world):
    """They stand at their message and on no other page of the case, not even for those who may open them."""
    cast, seen = world["cast"], 0
    neighbour = factories.actor(factories.body("64", "disnaker"), Role.PROPOSER)
    pages = {
        name: entry for name, entry in walk().items() if name.startswith("programs:") and arguments(entry) == ["pk"]
    }
    for actor in (cast.proposer, cast.verifier, neighbour):
        factories.sign_in(client, actor)
        for name in pages:
            answer = client.get(reverse(name, args=[world["case"].proposal.pk]))
            if not answer["Content-Type"].startswith("text/html"):
                continue  # a sheet of paper; it names documents in its own tests
            seen += answer.status_code == 200
            assert not {"catatan.pdf", "surat.pdf"} & set(re.findall(r"[\w.]+\.pdf", answer.content.decode())), name
    assert seen > 8
    lines = world["case"].trail.filter(action="document.attach", params__name__in=["catatan.pdf", "surat.pdf"])
    assert not lines.exists()


def test_the_search_box_finds_a_file_for_its_readers_only(client, world):
    cast = world["cast"]
    neighbour = factories.actor(factories.body("64", "disnaker"), Role.PROPOSER)
    for actor, found in ((cast.verifier, True), (cast.proposer, False), (cast.coordinator, False), (neighbour, False)):
        page = factories.sign_in(client, actor).get(reverse("portal:search"), {"q": "catatan.pdf"}).content.decode()
        url = reverse("casework:document", args=[world["upt"].attachments.get().pk])
        assert (url in page) == found


def test_who_reads_a_message_never_changes(world):
    thread = world["upt"].thread
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(visibility=PARTIES, institution=None)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Post.objects.filter(pk=world["upt"].pk).update(thread=world["parties"].thread)
