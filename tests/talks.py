"""Conversations for tests, written through the doors people use."""

from casework.conversation import writing
from casework.models import Case, Post, Thread
from tests.proposals import pdf

INTERNAL, PARTIES = Thread.Visibility.INTERNAL, Thread.Visibility.PARTIES


def said(case: Case, actor, body: str = "Mohon RAB diperjelas.", reach: str = PARTIES, *, file: str = "") -> Post:
    """The first message of a new conversation, with a file or without."""
    files = [pdf(file)] if file else []
    return writing.open_thread(case, actor=actor, reach=reach, body=body, files=files)


def answered(post: Post, actor, body: str = "Sudah kami perbaiki.") -> Post:
    return writing.reply(post.thread, actor=actor, body=body)
