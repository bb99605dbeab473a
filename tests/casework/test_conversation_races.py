"""Two people in one conversation at the same instant, each with a twin that shows what the lock prevents."""

import pytest

from casework.conversation import writing
from casework.models import Notice, Post, PostVersion
from casework.workflow import Refused
from tests import proposals
from tests.races import count, race, unlocked
from tests.talks import said

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(writing, "locked", unlocked)


def two_resolve():
    cast = proposals.cast()
    post = said(proposals.in_state("in_verification", cast).case, cast.verifier)
    results = race(
        lambda: writing.resolve(post.thread, actor=cast.verifier),
        lambda: writing.resolve(post.thread, actor=cast.proposer),
    )
    return results, post.thread.case.trail.filter(action="thread.resolve").count()


def test_two_resolve_a_conversation_and_one_did():
    results, lines = two_resolve()
    assert (count(results, Refused), lines) == (1, 1)


def test_twin_without_the_lock_both_did(without_locks):
    results, lines = two_resolve()
    assert (count(results, Refused), lines) == (0, 2)


def edited_in_two_windows():
    cast = proposals.cast()
    post = said(proposals.in_state("in_verification", cast).case, cast.verifier)
    results = race(
        *(lambda words=words: writing.edit(post, actor=cast.verifier, body=words, seen=0) for words in ("Satu", "Dua"))
    )
    return results, PostVersion.objects.count()


def test_two_windows_change_a_message_and_one_is_told_so():
    results, versions = edited_in_two_windows()
    assert (count(results, Refused), versions) == (1, 1)


def test_twin_without_the_lock_one_change_is_lost(without_locks):
    results, _versions = edited_in_two_windows()
    assert count(results, Refused) == 0


def two_answers():
    cast = proposals.cast()
    post = said(proposals.in_state("in_verification", cast).case, cast.verifier)
    Notice.objects.filter(kind="case.post").delete()
    race(*(lambda: writing.reply(post.thread, actor=cast.verifier, body="Baik") for _each in range(2)))
    letters = Notice.objects.filter(kind="case.post", case=post.thread.case)
    return Post.objects.filter(thread=post.thread).count(), letters.count()


def test_two_answers_at_once_are_one_letter():
    assert two_answers() == (3, 1)


def test_twin_without_the_lock_they_are_two_letters(without_locks):
    assert any(two_answers() == (3, 2) for _try in range(8))  # they meet before they write, not before they look
