"""Writing, editing, withdrawing, resolving, following: what each does, until when, and who is told."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.models import Holding
from accounts.roles import Role
from casework import inbox
from casework.conversation import following, writing
from casework.keys import new_key
from casework.models import Document, Following, Mention, Message, Notice, Post, PostVersion, Thread
from casework.workflow import NotAllowed, Refused
from regions import clock
from tests import factories, proposals
from tests.talks import INTERNAL, PARTIES, answered, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return proposals.cast()


@pytest.fixture
def case(cast):
    return proposals.in_state("in_verification", cast).case


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def usernames(*actors) -> set[str]:
    return {actor.user.username for actor in actors}


# --- who is told ----------------------------------------------------------------------------


def test_told_are_who_acted_on_the_case_or_hold_it_and_may_read(case, cast):
    """The proposer submitted, the verifier holds it: each hears the other. A colleague who did nothing does not."""
    factories.actor(cast.proposer.institution, Role.PROPOSER)
    said(case, cast.verifier)
    assert told("case.post") == usernames(cast.proposer)
    said(case, cast.proposer)
    assert told("case.post") == usernames(cast.proposer, cast.verifier)


def test_what_is_internal_is_told_in_the_office_only(case, cast):
    following.follow(case, cast.head.user)
    following.follow(case, cast.coordinator.user)
    said(case, cast.verifier, reach=INTERNAL)
    assert told("case.post") == usernames(cast.head)


def test_writing_and_being_named_begin_to_follow(case, cast):
    said(case, cast.verifier, f"Mohon @{cast.head.user.username}", reach=INTERNAL)
    assert set(Following.objects.values_list("user__username", flat=True)) == usernames(cast.verifier, cast.head)


def test_muted_is_told_only_when_named(case, cast):
    following.follow(case, cast.proposer.user, muted=True)
    post = said(case, cast.verifier)
    assert told("case.post") == set()
    answered(post, cast.verifier, f"Mohon @[{cast.proposer.user.full_name}]")
    assert told("case.mention") == usernames(cast.proposer) and told("case.post") == set()
    assert following.wish(case, cast.proposer.user).muted


def test_messages_are_added_to_a_letter_that_lies_unread(case, cast):
    post = said(case, cast.verifier)
    answered(post, cast.verifier)
    answered(post, cast.verifier)
    (notice,) = Notice.objects.filter(kind="case.post")
    assert notice.params["more"] == 2 and "2 pesan" in " ".join(notice.letter.paragraphs)
    assert notice.url == post.get_absolute_url() and Message.objects.filter(notice=notice).count() == 1
    inbox.read(notice)
    answered(post, cast.verifier)
    assert Notice.objects.filter(kind="case.post").count() == 2


def test_another_thread_is_another_letter(case, cast):
    said(case, cast.verifier)
    said(case, cast.verifier)
    assert Notice.objects.filter(kind="case.post", recipient=cast.proposer.user).count() == 2


def test_a_position_that_is_named_means_whoever_acts_in_it_now(case, cast):
    """Plt. before the holder; later the next holder, without the message changing."""
    acting = factories.user()
    factories.holding(cast.head.position, acting, kind="plh")
    said(case, cast.verifier, f"Mohon arahan @[{cast.head.position}]", reach=INTERNAL)
    assert told("case.mention") == {acting.username}
    mention = Mention.objects.get()
    assert (mention.user, mention.position) == (None, cast.head.position)
    Holding.objects.filter(user=acting).update(ends_on=clock.today() - timedelta(days=1))
    answered(Post.objects.get(), cast.verifier, f"Sekali lagi @[{cast.head.position}]")
    assert told("case.mention") == {acting.username, cast.head.user.username}


def test_a_letter_says_who_wrote_and_who_reads_in_the_reader_s_language_but_not_the_words(case, cast):
    cast.proposer.user.language = "en"
    cast.proposer.user.save()
    said(case, cast.verifier, "Kata rahasia antarpihak")
    said(case, cast.verifier, f"Kata rahasia @{cast.head.user.username}", reach=INTERNAL)
    english, indonesian = Message.objects.filter(notice__kind__in=["case.post", "case.mention"]).order_by("pk")
    assert "wrote in the conversation on USL/" in english.subject and "between the parties" in english.text
    assert "menyebut Anda pada USL/" in indonesian.subject
    assert f"hanya dibaca orang {cast.verifier.institution.short_name}" in indonesian.text
    assert "rahasia" not in english.text + english.html + indonesian.text + indonesian.html


def test_a_letter_opens_the_very_message(client, case, cast):
    post = said(case, cast.verifier, f"@{cast.proposer.user.username} mohon dilihat")
    factories.sign_in(client, cast.proposer)
    answer = client.get(reverse("casework:notice", args=[Notice.objects.get(kind="case.mention").pk]), follow=True)
    assert answer.redirect_chain[-1][0] == f"{post.thread.get_absolute_url()}?halaman=1#pesan-{post.pk}"
    assert f'id="pesan-{post.pk}"' in answer.content.decode()


def test_only_what_is_between_the_parties_is_history_and_no_decision(case, cast):
    post, inside = said(case, cast.verifier), said(case, cast.verifier, reach=INTERNAL)
    for thread in (post.thread, inside.thread):
        writing.resolve(thread, actor=cast.verifier)
        writing.reopen(thread, actor=cast.verifier)
    lines = case.trail.filter(action__startswith="thread.").order_by("pk")
    assert [line.action for line in lines] == ["thread.open", "thread.resolve", "thread.reopen"]
    assert all(line.from_status == line.to_status and not line.params for line in lines)


# --- change and withdraw ----------------------------------------------------------------------


def test_a_message_is_changed_for_fifteen_minutes_and_its_earlier_words_stay(client, case, cast):
    post = said(case, cast.verifier, "Mohon RAB")
    factories.sign_in(client, cast.verifier)
    url = reverse("casework:edit_post", args=[post.pk])
    with clock.at(post.at + timedelta(minutes=14, seconds=59)):
        answer = client.post(url, {"body": "Mohon RAB rinci", "seen": 0, "key": new_key()}, follow=True)
    assert "Mohon RAB rinci" in answer.content.decode() and '<blockquote class="quote">Mohon RAB</blockquote>' in (
        answer.content.decode()
    )
    with clock.at(post.at + timedelta(minutes=15)):
        answer = client.post(url, {"body": "Terlambat", "seen": 1, "key": new_key()})
        assert answer.status_code == 200 and answer.context["form"].data["body"] == "Terlambat"
        with pytest.raises(Refused, match="15"):
            writing.withdraw(post, actor=cast.verifier)
    post.refresh_from_db()
    assert post.body == "Mohon RAB rinci" and post.edited_at is not None
    assert list(PostVersion.objects.values_list("body", flat=True)) == ["Mohon RAB"]


def test_only_its_writer_changes_a_message(client, case, cast):
    post = said(case, cast.verifier)
    with pytest.raises(NotAllowed):
        writing.edit(post, actor=cast.head, body="Lain", seen=0)
    with pytest.raises(NotAllowed):
        writing.withdraw(post, actor=cast.proposer)
    answer = factories.sign_in(client, cast.head).post(
        reverse("casework:withdraw_post", args=[post.pk]), {"key": new_key()}
    )
    assert answer.status_code == 403


def test_a_change_made_in_another_window_is_not_lost(client, case, cast):
    post = said(case, cast.verifier)
    writing.edit(post, actor=cast.verifier, body="Jendela satu", seen=0)
    url = reverse("casework:edit_post", args=[post.pk])
    answer = factories.sign_in(client, cast.verifier).post(url, {"body": "Jendela dua", "seen": 0, "key": new_key()})
    assert answer.context["form"].errors["body"] and answer.context["form"].data["body"] == "Jendela dua"
    post.refresh_from_db()
    assert post.body == "Jendela satu"


def test_a_change_tells_only_whom_it_newly_names(case, cast):
    post = said(case, cast.verifier, f"@{cast.head.user.username} mohon", reach=INTERNAL)
    body = f"@{cast.head.user.username} dan @{cast.officer.user.username} mohon"
    writing.edit(post, actor=cast.verifier, body=body, seen=0)
    assert Notice.objects.filter(kind="case.mention", recipient=cast.head.user).count() == 1
    assert told("case.mention") == usernames(cast.head, cast.officer)


def test_withdrawn_words_and_files_are_gone_and_a_line_stays(client, case, cast):
    post = said(case, cast.verifier, f"NIK 1234 @{cast.proposer.user.username}", file="ktp.pdf")
    writing.edit(post, actor=cast.verifier, body="NIK 5678", seen=0)
    document = Document.objects.get(post=post)
    writing.withdraw(post, actor=cast.verifier)
    page = factories.sign_in(client, cast.proposer).get(post.thread.get_absolute_url()).content.decode()
    assert "Ditarik oleh penulisnya" in page and not any(word in page for word in ("1234", "5678", "ktp.pdf"))
    for name in ("document", "versions"):
        assert client.get(reverse(f"casework:{name}", args=[document.pk])).status_code == 404
    post.refresh_from_db()
    assert post.body == "" and not PostVersion.objects.exists() and not Mention.objects.exists()
    with pytest.raises(Refused):
        writing.edit(post, actor=cast.verifier, body="Kembali", seen=1)


# --- resolve, follow, send once ----------------------------------------------------------------


def test_resolved_folds_away_and_must_be_reopened_to_go_on(client, case, cast):
    post = said(case, cast.verifier)
    factories.sign_in(client, cast.proposer)
    client.post(reverse("casework:resolve", args=[post.thread_id]), {"key": new_key()})
    with pytest.raises(Refused):
        answered(post, cast.verifier)
    page = client.get(reverse("casework:conversation", args=[case.pk])).content.decode()
    assert '<details class="resolved">' in page and cast.proposer.display_name in page
    client.post(reverse("casework:reopen", args=[post.thread_id]), {"key": new_key()})
    assert answered(post, cast.verifier).pk


def test_whoever_reads_along_changes_nothing(client, case, cast):
    post = said(case, cast.verifier)
    factories.sign_in(client, factories.auditor("64"))
    for name in ("resolve", "reopen"):
        assert client.post(reverse(f"casework:{name}", args=[post.thread_id]), {"key": new_key()}).status_code == 403
    assert client.post(post.thread.get_absolute_url(), {"body": "x", "key": new_key()}).status_code == 403
    assert client.post(reverse("casework:follow", args=[case.pk]), {"key": new_key()}).status_code == 403
    page = client.get(post.thread.get_absolute_url()).content.decode()
    assert "<textarea" not in page and "Selesaikan" not in page


def test_follow_and_mute_by_button(client, case, cast):
    factories.sign_in(client, cast.proposer)
    url = reverse("casework:follow", args=[case.pk])
    client.post(url, {"key": new_key(), "diam": "1"})
    assert following.wish(case, cast.proposer.user).muted
    client.post(url, {"key": new_key()})
    assert not following.wish(case, cast.proposer.user).muted


def test_the_same_form_twice_is_one_message(client, case, cast):
    factories.sign_in(client, cast.verifier)
    url, data = reverse("casework:conversation", args=[case.pk]), {"reach": PARTIES, "body": "Sekali", "key": new_key()}
    assert [client.post(url, data).status_code for _try in range(2)] == [302, 302]
    assert Thread.objects.count() == Post.objects.count() == 1


def test_who_reads_must_be_chosen_and_what_was_typed_stays(client, case, cast):
    factories.sign_in(client, cast.verifier)
    url = reverse("casework:conversation", args=[case.pk])
    page = client.get(url).content.decode()
    assert 'name="reach"' in page and "checked" not in page.split('name="body"')[0].split('name="reach"', 1)[1]
    answer = client.post(url, {"body": "Kepada siapa?", "key": new_key()})
    assert answer.context["form"].errors["reach"] and "Kepada siapa?" in answer.content.decode()
    assert client.post(url, {"reach": "semua", "body": "x", "key": new_key()}).context["form"].errors["reach"]


@pytest.mark.parametrize("body", ["", "   ", "x" * 5001, "\0"], ids=["empty", "blank", "long", "nul"])
def test_bad_words_are_said_at_the_field(client, case, cast, body):
    factories.sign_in(client, cast.verifier)
    data = urlencode({"reach": PARTIES, "body": body, "key": new_key()})
    url = reverse("casework:conversation", args=[case.pk])
    answer = client.post(url, data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200 and answer.context["form"].errors["body"]
    assert f'id="{answer.context["form"]["body"].auto_id}_error"' in answer.content.decode()


def test_a_file_that_is_none_is_refused_and_nothing_is_sent(client, case, cast):
    factories.sign_in(client, cast.verifier)
    bad = proposals.SimpleUploadedFile("x.pdf", b"MZ\x90 program")
    data = {"reach": PARTIES, "body": "Terlampir", "files": [proposals.pdf(), bad], "key": new_key()}
    answer = client.post(reverse("casework:conversation", args=[case.pk]), data)
    (said,) = answer.context["form"].errors["files"]
    assert said.startswith("“x.pdf”: ") and not Post.objects.exists()
    data["files"] = [proposals.pdf(f"{n}.pdf") for n in range(6)]
    assert "5" in client.post(reverse("casework:conversation", args=[case.pk]), data).context["form"].errors["files"][0]
    data["files"] = [proposals.pdf("a.pdf"), proposals.pdf("b.pdf")]
    assert client.post(reverse("casework:conversation", args=[case.pk]), data).status_code == 302
    assert [row.name for row in Post.objects.get().attachments.order_by("pk")] == ["a.pdf", "b.pdf"]


def test_a_preview_keeps_nothing_and_is_as_safe(client, case, cast):
    factories.sign_in(client, cast.verifier)
    url = reverse("casework:preview", args=[case.pk])
    plain = client.post(url, {"body": "**a** <script>x</script>"}).content.decode()
    part = client.post(url, {"body": "**a** <script>x</script>"}, headers={"HX-Request": "true"}).content.decode()
    for page in (plain, part):
        assert "<strong>a</strong>" in page and "<script>x" not in page
    assert "<html" not in part and not Post.objects.exists()


# --- pages --------------------------------------------------------------------------------------


def queries(client, url, django_assert_num_queries, number, **extra):
    with django_assert_num_queries(number):
        assert client.get(url, **extra).status_code == 200


@pytest.mark.parametrize("many", [1, 12])
def test_pages_ask_the_database_the_same_for_one_and_for_many(client, case, cast, django_assert_num_queries, many):
    post = said(case, cast.verifier, f"@{cast.proposer.user.username} lihat", file="a.pdf")
    for _number in range(many - 1):
        answered(said(case, cast.proposer, f"@{cast.verifier.user.username}", file="b.pdf"), cast.verifier)
        answered(post, cast.proposer)
    factories.sign_in(client, cast.verifier)
    page = reverse("casework:conversation", args=[case.pk])
    queries(client, page, django_assert_num_queries, 10)
    queries(client, page, django_assert_num_queries, 8, headers={"HX-Request": "true"})
    queries(client, post.thread.get_absolute_url(), django_assert_num_queries, 11)


def test_long_threads_and_many_threads_are_paged_and_a_link_finds_its_page(client, case, cast):
    post = said(case, cast.verifier)
    thread = post.thread
    Post.objects.bulk_create(
        Post(thread=thread, user=cast.verifier.user, position=cast.verifier.position, body=f"Nomor {n}", at=post.at)
        for n in range(120)
    )
    factories.sign_in(client, cast.proposer)
    last = Post.objects.order_by("-pk").first()
    assert client.get(last.get_absolute_url()).url == f"{thread.get_absolute_url()}?halaman=3#pesan-{last.pk}"
    assert "Nomor 119" in client.get(thread.get_absolute_url()).content.decode()
    assert client.get(post.get_absolute_url()).url.endswith(f"?halaman=1#pesan-{post.pk}")
    for wrong in ("0", "99999", "x", "10" * 20, "-1", "²"):
        assert client.get(thread.get_absolute_url(), {"halaman": wrong}).status_code == 200
    for _number in range(11):
        said(case, cast.proposer)
    page = client.get(reverse("casework:conversation", args=[case.pk]))
    assert len(page.context["threads"]) == 10 and "?halaman=2" in page.content.decode()
    assert len(client.get(reverse("casework:conversation", args=[case.pk]), {"halaman": 2}).context["threads"]) == 2


def test_the_case_s_page_fetches_the_conversation_and_has_a_link_in_its_place(client, case, cast):
    said(case, cast.verifier)
    page = factories.sign_in(client, cast.proposer).get(case.proposal.get_absolute_url()).content.decode()
    url = reverse("casework:conversation", args=[case.pk])
    assert f'hx-get="{url}"' in page and f'href="{url}"' in page
    neighbour = factories.actor(factories.body("64", "diskominfo"), Role.PROPOSER)
    assert url not in factories.sign_in(client, neighbour).get(case.proposal.get_absolute_url()).content.decode()
