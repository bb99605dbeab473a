"""Pages of the conversation on a case: all its threads, one thread, and the acts on its messages."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.conversation import following, shown, writing
from casework.conversation.forms import EditForm, MessageForm, OpeningForm
from casework.conversation.hearers import Circle
from casework.embedding import embedded, unpacked
from casework.keys import AlreadySpent, is_spent, once
from casework.models import Case, Post, Thread
from casework.policies import reads_conversation, takes_part, writes_between_parties
from casework.reminders import case_page
from casework.views.pressing import already_done
from casework.workflow import NotAllowed, Refused
from regions.templatetags.dates import instant
from regions.whole_numbers import MOST_PAGES, whole_number

Reach = Thread.Visibility
SENT = "dari"  # tells static/js/talk.js which kept text has arrived


@dataclass(frozen=True)
class Leaf:
    """One page of several: which it is, and whether one follows."""

    number: int
    more: bool

    @property
    def text(self) -> str:
        return _("Page %(number)d") % {"number": self.number}

    @property
    def previous_url(self) -> str:
        return f"?halaman={self.number - 1}" if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return f"?halaman={self.number + 1}" if self.more else ""


def asked(params, default: int = 1) -> int:
    """The page an address asks for; a wrong one is the default."""
    page = whole_number(params.get("halaman", ""), MOST_PAGES)
    return default if page is None else max(1, page)


def leaf_of(params, rows, size: int) -> tuple[Leaf, list]:
    """A page of rows that nobody has counted: one row more than it holds is read."""
    number = asked(params)
    found = list(rows[(number - 1) * size : number * size + 1])
    if not found and number > 1:
        number, found = 1, list(rows[: size + 1])
    return Leaf(number, len(found) > size), found[:size]


class OfCase:
    """A view of a case whose conversation the actor may read; others who see the case are told why not."""

    def dispatch(self, request, *args, **kwargs):
        pk = self.case_pk(**kwargs)
        cases = Case.objects.visible_to(request.actor).select_related("proposal", "agreement")
        cases = embedded(cases, "participants").annotate(muted=following.wish_of(request.user))
        self.case = unpacked(get_object_or_404(cases, pk=pk), "participants")
        request.belongs_to = case_page(self.case)
        if not reads_conversation(request.actor, self.case):
            raise PermissionDenied(_("This is read by %(who)s.") % {"who": reads_conversation.who})
        return super().dispatch(request, *args, **kwargs)

    def case_pk(self, pk: int) -> int:
        return pk

    def crumbs(self, last: str = "") -> list[dict]:
        name = self.case.number or self.case.title or _("Draft")
        trail = [{"label": name, "url": case_page(self.case)}, {"label": _("Conversation"), "url": ""}]
        if last:
            trail[1]["url"] = reverse("casework:conversation", args=[self.case.pk])
            trail.append({"label": last})
        return trail


class OfThread(OfCase):
    """A view of one thread within the actor's sight."""

    def case_pk(self, pk: int) -> int:
        self.thread = get_object_or_404(shown.threads(self.request.actor), pk=pk)
        return self.thread.case_id


class OfPost(OfThread):
    """A view of one message within the actor's sight."""

    def case_pk(self, pk: int) -> int:
        posts = Post.objects.visible_to(self.request.actor).select_related("thread__institution")
        self.post_row = get_object_or_404(posts, pk=pk)
        self.thread = self.post_row.thread
        return self.thread.case_id


class Writes:
    """Takes a message: checks, spends its key, calls one service once; what is refused keeps what was typed."""

    def box(self, kind: type[MessageForm], name: str, *, sent: bool = False, **kwargs) -> MessageForm:
        """The form of a message, empty or as it was sent."""
        data = (self.request.POST, self.request.FILES) if sent else ()
        return kind(*data, name=name, user=self.request.user, **kwargs)

    def write(self, form):
        """The page that follows, or None when the form must be shown again."""
        if not form.is_valid():
            return self.already(form) if is_spent(form.data.get("key", "")) else None
        try:
            with once(form.cleaned_data["key"], self.request.user):
                post = self.act(**form.said())
        except AlreadySpent:
            return self.already(form)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.reasons[0]) from refusal
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, list(map(str, refusal.reasons)))
            return None
        except ValidationError as error:
            form.add_error("files" if "files" in form.fields else None, error)
            return None
        messages.success(self.request, self.done_words(post))
        page, spot = place(post)
        return redirect(f"{page}&{SENT}={form.name}{spot}")

    def done_words(self, post: Post) -> str:
        return _("Your message was sent. It is read: %(reach)s.") % {"reach": shown.reach_word(post.thread)}

    def already(self, form):
        already_done(self.request)
        return redirect(f"{self.request.path}?{SENT}={form.name}")


def place(post: Post) -> tuple[str, str]:
    """The page of its thread on which a message stands, and its place there."""
    before = Post.objects.filter(thread=post.thread_id, pk__lt=post.pk).count()
    page = reverse("casework:thread", args=[post.thread_id])
    return f"{page}?halaman={before // shown.ON_PAGE + 1}", f"#pesan-{post.pk}"


def readers(case: Case, actor) -> str:
    """The offices that read what is between the parties, where the actor may write there."""
    return Circle(case).names if writes_between_parties(actor, case) else ""


def reaches(case: Case, actor, names: str) -> list[tuple[str, str]]:
    """Who may read a new message, as choices in words; empty for whoever only reads along."""
    if not takes_part(actor, case):
        return []
    office = _("Internal: only people of %(office)s read it") % {"office": actor.institution.short_name}
    choices = [(Reach.INTERNAL.value, office)]
    if names:
        parties = _("Between the parties: %(offices)s read it, and auditors may later") % {"offices": names}
        choices.append((Reach.PARTIES.value, parties))
    return choices


class ConversationView(OfCase, Writes, TemplateView):
    """Every thread of a case the reader may read, and the box for a new one; by htmx, a sheet for the case's page."""

    def get_template_names(self):
        return ["casework/conversation/sheet.html" if self.request.htmx else "casework/conversation/all.html"]

    def get_context_data(self, form=None, **kwargs):
        actor = self.request.actor
        rows = shown.threads(actor).filter(case=self.case)
        part = {"case": self.case, "page_url": self.request.path, "page_of_case": case_page(self.case)}
        if self.request.htmx:
            return super().get_context_data(**part, **sheet(rows, self.case, actor), **kwargs)
        at, found = leaf_of(self.request.GET, rows, shown.THREADS)
        names = readers(self.case, actor)
        choices = reaches(self.case, actor, names)
        return super().get_context_data(
            **part,
            crumbs=self.crumbs(),
            leaf=at,
            readers=names,
            threads=[
                (each, self.box(MessageForm, f"balas-{each.thread.pk}"))
                for each in shown.whole(found, self.case, actor)
            ],
            form=form or (self.box(OpeningForm, f"baru-{self.case.pk}", choices=choices) if choices else None),
            closed=shown.closed_words(self.case, actor) if choices else "",
            writes=bool(choices),
            **kwargs,
        )

    def post(self, request, pk):
        choices = reaches(self.case, request.actor, readers(self.case, request.actor))
        if not choices:
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": takes_part.who})
        form = self.box(OpeningForm, f"baru-{self.case.pk}", sent=True, choices=choices)
        return self.write(form) or self.render_to_response(self.get_context_data(form=form))

    def act(self, **said):
        return writing.open_thread(self.case, actor=self.request.actor, **said)


def sheet(rows, case: Case, actor) -> dict:
    """For the case's own page: the latest open threads, and how many there are besides."""
    found = list(rows)
    open_ones = [thread for thread in found if not thread.is_resolved]
    return {
        "threads": shown.whole(open_ones[: shown.IN_SHEET], case, actor, last=1),
        "open": len(open_ones),
        "more": max(0, len(open_ones) - shown.IN_SHEET),
        "resolved": len(found) - len(open_ones),
        "writes": takes_part(actor, case),
    }


class ThreadView(OfThread, Writes, TemplateView):
    """One thread with all its messages, in pages, the newest last; and the box to answer."""

    template_name = "casework/conversation/thread.html"

    def get_context_data(self, form=None, **kwargs):
        actor, thread = self.request.actor, self.thread
        pages = max(1, -(-thread.number // shown.ON_PAGE))
        number = min(asked(self.request.GET, default=pages), pages)
        posts = shown.with_all(Post.objects.filter(thread=thread), "versions")
        posts = posts[(number - 1) * shown.ON_PAGE : number * shown.ON_PAGE]
        each = shown.thread_shown(thread, list(posts), self.case, actor)
        heading = _("Conversation since %(when)s") % {"when": instant(thread.opened_at)}
        return super().get_context_data(
            case=self.case,
            crumbs=self.crumbs(heading),
            heading=heading,
            each=each,
            leaf=Leaf(number, number < pages),
            readers="" if thread.is_internal else readers(self.case, actor),
            writes=takes_part(actor, self.case),
            form=form or self.box(MessageForm, f"balas-{thread.pk}"),
            closed="" if each.may_settle or thread.is_internal else shown.closed_words(self.case, actor),
            **kwargs,
        )

    def post(self, request, pk):
        form = self.box(MessageForm, f"balas-{self.thread.pk}", sent=True)
        return self.write(form) or self.render_to_response(self.get_context_data(form=form))

    def act(self, **said):
        return writing.reply(self.thread, actor=self.request.actor, **said)


class PostView(OfPost, View):
    """Leads to the very place of a message."""

    def get(self, request, pk):
        return redirect("".join(place(self.post_row)))


class EditView(OfPost, Writes, TemplateView):
    template_name = "casework/conversation/edit.html"

    def get(self, request, pk):
        if reason := writing.against_mending(self.post_row, request.actor):
            messages.info(request, reason)
            return redirect(self.post_row)
        return super().get(request, pk)

    def get_context_data(self, form=None, **kwargs):
        row = self.post_row
        first = {"body": row.body, "seen": row.versions.count()}
        return super().get_context_data(
            case=self.case,
            crumbs=self.crumbs(_("Change a message")),
            row=row,
            reach=shown.reach_word(self.thread),
            form=form or self.box(EditForm, f"ubah-{row.pk}", initial=first),
            names_query=shown.names_query(self.thread),
            until=writing.mendable_until(row),
            **kwargs,
        )

    def post(self, request, pk):
        form = self.box(EditForm, f"ubah-{self.post_row.pk}", sent=True)
        return self.write(form) or self.render_to_response(self.get_context_data(form=form))

    def act(self, **said):
        return writing.edit(self.post_row, actor=self.request.actor, **said)

    def done_words(self, post: Post) -> str:
        return _("The message is changed; its earlier words stay readable behind “edited”.")
