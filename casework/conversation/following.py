"""Who follows a case's conversation, and who is told of a message.

Told are, of those who may read it today: who follows the case, who has acted on it (a line of its history) and who
holds it now, unless they muted it. Whoever is named is told always, muted or not. Writing and being named begin to
follow. While a letter about a thread lies unread, further messages are added to it instead of making new letters.
"""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from accounts.models import Holding, User
from casework import notices
from casework.conversation.hearers import Circle
from casework.models import Case, Following, Mention, Notice, Post, Thread
from regions import clock

NEW_POST, NAMED = "case.post", "case.mention"


def wish(case: Case, user: User) -> Following | None:
    """What a person has chosen for a case's conversation, if anything."""
    return Following.objects.filter(case=case, user=user).first()


def wish_of(user: User) -> Subquery:
    """The same, as a column of a case: None, follows (False) or muted (True)."""
    return Subquery(Following.objects.filter(case=OuterRef("pk"), user=user).values("muted")[:1])


def follow(case: Case, user: User, *, muted: bool = False) -> Following:
    """Follow a case's conversation, or mute it, from now on."""
    row, _new = Following.objects.update_or_create(case=case, user=user, defaults={"muted": muted, "at": clock.now()})
    return row


def begin(case: Case, users: Iterable[User | int]) -> None:
    """Let people follow who have not chosen yet; whoever muted stays so."""
    rows = [Following(case=case, user_id=getattr(user, "pk", user), at=clock.now()) for user in users]
    Following.objects.bulk_create(rows, ignore_conflicts=True)


def holders(mentions: Iterable[Mention]) -> set[int]:
    """The people whom mentions mean today: of a position its holder, the acting one first."""
    mentions = list(mentions)
    people = {mention.user_id for mention in mentions if mention.user_id}
    wanted = {mention.position_id for mention in mentions if mention.position_id}
    seated: dict[int, int] = {}
    for holding in Holding.objects.on(clock.today()).filter(position__in=wanted):
        seated.setdefault(holding.position_id, holding.user_id)
    return people | set(seated.values())


def tell(post: Post, fresh: Iterable[Mention], *, edited: bool = False) -> None:
    """Tell whom a message names for the first time and, unless it is only an edit, who follows."""
    thread = post.thread
    circle = Circle.of(thread)
    named = circle.among(holders(fresh)) - {post.user_id}
    begin(thread.case, named | {post.user_id})
    facts = {"who": post.author_name, "position": post.author_position, "thread": thread.pk, "reach": thread.visibility}
    facts["office"] = thread.institution.short_name if thread.institution else ""
    notices.tell(thread.case, NAMED, User.objects.filter(pk__in=named), url=post.get_absolute_url(), **facts)
    if not edited:
        others = circle.among(_wanting(thread)) - named - {post.user_id}
        waiting = _add_to_unread(thread, others)
        rest = User.objects.filter(pk__in=others - waiting)
        notices.tell(thread.case, NEW_POST, rest, url=post.get_absolute_url(), **facts)


def _wanting(thread: Thread) -> set[int]:
    """Who follows, has acted on the case, or holds it now; less those who muted it."""
    case = thread.case
    wishes = dict(case.followings.values_list("user", "muted"))
    acted = set(case.trail.filter(user__isnull=False).values_list("user", flat=True))
    turns = case.turns.open().select_related("position", "institution")
    now = {user.pk for turn in turns for user in notices.people_of(turn)}
    wanting = acted | now | set(wishes)
    return {user for user in wanting if not wishes.get(user, False)}


def _add_to_unread(thread: Thread, users: set[int]) -> set[int]:
    """Those who have not opened the last letter about this thread: it counts one message more."""
    unread = Notice.objects.unread().filter(
        recipient__in=users, case=thread.case, kind=NEW_POST, params__thread=thread.pk
    )
    found = set()
    for notice in unread.select_for_update():
        notice.params["more"] = notice.params.get("more", 0) + 1
        notice.at = clock.now()
        notice.save(update_fields=["params", "at"])
        found.add(notice.recipient_id)
    return found
