"""Writing in a conversation: open, answer, edit and withdraw, resolve and reopen. Lock first, then look."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from casework import documents, trail
from casework.conversation import following, mentions
from casework.conversation.hearers import Circle
from casework.conversation.mentions import Reading, Register
from casework.locks import locked
from casework.models import Case, Document, Post, PostVersion, Thread
from casework.policies import takes_part, writes_between_parties, writes_in
from casework.workflow import NotAllowed, Refused
from regions import clock
from regions.templatetags.dates import instant

MENDABLE = timedelta(minutes=15)
Reach = Thread.Visibility


@transaction.atomic
def open_thread(case: Case, *, actor, reach: str, body: str, files: Iterable = ()) -> Post:
    """Begin a conversation with its first message; who reads it is settled here for good."""
    case = _case(case, actor)
    allowed = takes_part if reach == Reach.INTERNAL else writes_between_parties
    if not allowed(actor, case):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": allowed.who})
    now = clock.now()
    office = actor.institution if reach == Reach.INTERNAL else None
    thread = Thread.objects.create(case=case, visibility=reach, institution=office, opened_at=now, latest_at=now)
    post = _write(thread, body, files, actor)
    _record(thread, "thread.open", actor)
    return post


@transaction.atomic
def reply(thread: Thread, *, actor, body: str, files: Iterable = ()) -> Post:
    """Answer in a conversation that is not resolved."""
    thread = _thread(thread, actor)
    if thread.is_resolved:
        raise Refused(_("This conversation was resolved meanwhile. Reopen it to go on."))
    post = _write(thread, body, files, actor)
    thread.latest_at = post.at
    thread.save(update_fields=["latest_at"])
    return post


@transaction.atomic
def edit(post: Post, *, actor, body: str, seen: int) -> Post:
    """Change one's own message while it is fresh; `seen` is how many earlier versions the writer knew of."""
    post = _mendable(post, actor)
    if post.versions.count() != seen:
        raise Refused(_("You changed this message in another window meanwhile. Compare before you save."), field="body")
    reading = _read(post.thread, body)
    if reading.body == post.body:
        return post
    PostVersion.objects.create(post=post, body=post.body, replaced_at=clock.now())
    post.body, post.edited_at = reading.body, clock.now()
    post.save(update_fields=["body", "edited_at"])
    following.tell(post, mentions.keep(post, reading.named), edited=True)
    return post


@transaction.atomic
def withdraw(post: Post, *, actor) -> Post:
    """Take one's own message back while it is fresh: words, earlier words and files are gone, a line stays."""
    post = _mendable(post, actor)
    post.versions.all().delete()
    post.mentions.all().delete()
    for document in post.attachments.all():
        documents.remove(document, actor=actor)
    post.body, post.withdrawn_at = "", clock.now()
    post.save(update_fields=["body", "withdrawn_at"])
    return post


@transaction.atomic
def resolve(thread: Thread, *, actor) -> Thread:
    """Mark a conversation as done with; it folds away and can be reopened."""
    thread = _thread(thread, actor)
    if thread.is_resolved:
        raise Refused(_("Already resolved by %(who)s.") % {"who": thread.resolved_by})
    thread.resolved_at, thread.resolved_by = clock.now(), str(actor)
    thread.save(update_fields=["resolved_at", "resolved_by"])
    _record(thread, "thread.resolve", actor)
    return thread


@transaction.atomic
def reopen(thread: Thread, *, actor) -> Thread:
    """Go on with a conversation that was resolved."""
    thread = _thread(thread, actor)
    if not thread.is_resolved:
        raise Refused(_("This conversation is open already."))
    thread.resolved_at, thread.resolved_by = None, ""
    thread.save(update_fields=["resolved_at", "resolved_by"])
    _record(thread, "thread.reopen", actor)
    return thread


def mendable_until(post: Post):
    """Until when its writer may still change a message."""
    return post.at + MENDABLE


def is_mendable(post: Post, actor) -> bool:
    """One's own, not withdrawn, and written less than a quarter of an hour ago."""
    return not against_mending(post, actor)


def against_mending(post: Post, actor) -> str:
    """Why a message cannot be changed, or nothing."""
    if actor is None or post.user_id != actor.user.pk:
        return _("Only its writer may change a message.")
    if post.withdrawn_at:
        return _("This message was withdrawn.")
    if clock.now() >= mendable_until(post):
        text = _("A message can be changed for 15 minutes, this one until %(when)s. Write a new one instead.")
        return text % {"when": instant(mendable_until(post))}
    return ""


def _case(case: Case, actor) -> Case:
    """The case as it is now, held until the transaction ends, if the actor may see it."""
    locked(Case.objects.filter(pk=case.pk)).get()
    found = Case.objects.visible_to(actor).filter(pk=case.pk).first()
    if found is None:
        raise NotAllowed(_("This case is outside your scope."))
    return found


def _thread(thread: Thread, actor) -> Thread:
    """The conversation as it is now, held until the transaction ends, if the actor may write in it."""
    locked(Case.objects.filter(pk=thread.case_id)).get()
    found = Thread.objects.visible_to(actor).select_related("case", "institution").filter(pk=thread.pk).first()
    if found is None or not writes_in(actor, found):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": writes_in.who})
    return found


def _mendable(post: Post, actor) -> Post:
    thread = _thread(post.thread, actor)
    found = Post.objects.get(pk=post.pk)
    found.thread = thread
    if reason := against_mending(found, actor):
        raise (Refused if found.user_id == actor.user.pk else NotAllowed)(reason)
    return found


def _read(thread: Thread, body: str) -> Reading:
    """The words with names in full; refused when they name somebody who does not read them."""
    circle = Circle.of(thread)
    if "@" not in body:
        return Reading(body, [], [])
    reading = mentions.read(body, Register(circle))
    if refused := mentions.refusals(reading, circle):
        raise Refused(*refused, field="body")
    return reading


def _write(thread: Thread, body: str, files: Iterable, actor) -> Post:
    reading = _read(thread, body)
    post = Post.objects.create(
        thread=thread,
        user=actor.user,
        position=actor.position,
        author_name=actor.display_name,
        author_position=actor.position_label,
        body=reading.body,
        at=clock.now(),
    )
    for file in files:
        documents.attach(thread.case, file, Document.Kind.MESSAGE, actor=actor, post=post)
    following.tell(post, mentions.keep(post, reading.named))
    return post


def _record(thread: Thread, action: str, actor) -> None:
    """Only what is between the parties is history of the case; that an office talks to itself concerns nobody else."""
    if not thread.is_internal:
        trail.record(thread.case, action, actor=actor, from_status=thread.case.status)
