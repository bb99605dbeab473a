"""Conversations in the shape in which the pages want them: a thread with its last or all messages, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.conversation.markup import excerpt, shown
from casework.conversation.writing import is_mendable, mendable_until
from casework.models import Case, Document, Mention, Post, Thread
from casework.policies import writes_between_parties, writes_in
from casework.templatetags.files import file_size
from regions.templatetags.dates import hour

LAST = 3  # messages of a thread beside others
ON_PAGE = 50  # messages of a thread on its own page
THREADS = 10
IN_SHEET = 4


@dataclass
class Shown:
    """One message for one reader."""

    post: Post
    html: SafeString = ""
    files: list[dict] = field(default_factory=list)
    names_me: bool = False
    until: str = ""  # until when the reader may change it, where he may


@dataclass
class ThreadShown:
    """One thread for one reader: who reads it, its messages, and what may be done."""

    thread: Thread
    posts: list[Shown]
    may_settle: bool  # resolve and reopen; whoever may, answers while it is open
    earlier: int = 0

    @property
    def writes(self) -> bool:
        return self.may_settle and not self.thread.is_resolved

    @property
    def names_query(self) -> str:
        return names_query(self.thread)

    @property
    def reach(self) -> str:
        return reach_word(self.thread)

    @property
    def title(self) -> str:
        """Its first words."""
        return excerpt(self.thread.first_body, 80) or _("Message withdrawn")


def names_query(thread: Thread) -> str:
    """For the list of those who can be named in a thread."""
    return f"?utas={thread.pk}"


def reach_word(thread: Thread) -> str:
    """Who reads a message, as it stands at each: "Internal: Balai Banjarmasin"."""
    if thread.is_internal:
        return _("Internal: %(office)s") % {"office": thread.institution.short_name}
    return _("Between the parties")


def threads(actor) -> QuerySet[Thread]:
    """The threads a reader may read, with first words and number of messages; open ones first."""
    posts = Post.objects.filter(thread=OuterRef("pk")).order_by()
    number = posts.values("thread").annotate(number=Count("pk")).values("number")
    return (
        Thread.objects.visible_to(actor)
        .select_related("institution")
        .annotate(
            first_body=Subquery(posts.order_by("pk").values("body")[:1]),
            last_name=Subquery(posts.order_by("-pk").values("author_name")[:1]),
            number=Coalesce(Subquery(number), 0),
        )
        .order_by(IsNull(F("resolved_at"), False), "-latest_at", "-pk")
    )


def whole(found: Iterable[Thread], case: Case, actor, last: int = LAST) -> list[ThreadShown]:
    """Threads with their last messages, in four queries however many there are."""
    found = list(found)
    by_age = Window(RowNumber(), partition_by="thread", order_by=["-pk"])
    rows = with_all(Post.objects.filter(thread__in=found).annotate(age=by_age).filter(age__lte=last))
    of_thread: dict[int, list[Post]] = {}
    for post in rows:
        of_thread.setdefault(post.thread_id, []).append(post)
    return [thread_shown(thread, of_thread.get(thread.pk, []), case, actor) for thread in found]


def with_all(posts: QuerySet[Post], *more: str) -> QuerySet[Post]:
    files = Document.objects.filter(removed_at__isnull=True).order_by("pk")
    return posts.prefetch_related(Prefetch("attachments", files), "mentions", *more).order_by("pk")


def thread_shown(thread: Thread, posts: list[Post], case: Case, actor) -> ThreadShown:
    thread.case = case
    may = writes_in(actor, thread)
    said = [post_shown(post, actor, may) for post in posts]
    return ThreadShown(thread, said, may_settle=may, earlier=thread.number - len(posts))


def post_shown(post: Post, actor, may: bool) -> Shown:
    if post.withdrawn_at:
        return Shown(post)
    named = list(post.mentions.all())
    return Shown(
        post,
        html=shown(post.body, [mention.label for mention in named]),
        files=[file_shown(row) for row in post.attachments.all()],
        names_me=any(means(mention, actor) for mention in named),
        until=hour(mendable_until(post)) if may and is_mendable(post, actor) else "",
    )


def means(mention: Mention, actor) -> bool:
    """Whether a mention is of the reader: by name, or of the position in which he acts."""
    if actor is None:
        return False
    return mention.user_id == actor.user.pk or mention.position_id == actor.position.pk


def file_shown(row: Document) -> dict:
    return {"name": row.name, "url": reverse("casework:document", args=[row.pk]), "size": file_size(row.size)}


def closed_words(case: Case, actor) -> str:
    """Why the reader cannot write between the parties, where he might expect to."""
    if writes_between_parties(actor, case):
        return ""
    if case.shared_at is None:
        return _("This draft has not left your office yet, so only internal messages can be written.")
    if case.closed_at is not None:
        return _(
            "The case is closed: what the parties said to each other stays as it stood. "
            "Inside your own office you can still write."
        )
    return ""
