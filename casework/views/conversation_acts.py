"""Acts on a conversation: withdraw a message, resolve and reopen, follow and mute, name people, look before sending."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from casework.conversation import following, mentions, writing
from casework.conversation.hearers import Circle
from casework.conversation.markup import LONGEST, shown
from casework.listing import clean
from casework.models import Thread
from casework.policies import takes_part, writes_between_parties
from casework.views.conversation import OfCase, OfPost, OfThread, Reach
from casework.views.pressing import PressView
from casework.workflow import NotAllowed
from regions.whole_numbers import whole_number


class Acts(PressView):
    """A button on a conversation, which leads back to it."""

    def back_url(self) -> str:
        return self.thread.get_absolute_url()


class WithdrawView(OfPost, Acts):
    def act(self):
        writing.withdraw(self.post_row, actor=self.request.actor)

    def said(self) -> str:
        return _("The message is withdrawn; a line says that one stood there.")


class ResolveView(OfThread, Acts):
    def act(self):
        writing.resolve(self.thread, actor=self.request.actor)

    def said(self) -> str:
        return _("The conversation is resolved and folded away. It can be reopened.")

    def back_url(self) -> str:
        return reverse("casework:conversation", args=[self.case.pk])


class ReopenView(OfThread, Acts):
    def act(self):
        writing.reopen(self.thread, actor=self.request.actor)

    def said(self) -> str:
        return _("The conversation is open again.")


class FollowView(OfCase, Acts):
    """Follow a case's conversation, or (`diam`) mute it."""

    def act(self):
        if not takes_part(self.request.actor, self.case):
            raise NotAllowed(_("This is done by %(who)s.") % {"who": takes_part.who})
        following.follow(self.case, self.request.user, muted="diam" in self.request.POST)

    def said(self) -> str:
        if "diam" in self.request.POST:
            return _("Muted: you are told only when somebody names you or your position.")
        return _("You are told of new messages on this case.")

    def back_url(self) -> str:
        return reverse("casework:conversation", args=[self.case.pk])


class MentionableView(OfCase, View):
    """Who may be named: suggestions for what is typed after @, or the whole list as a page."""

    def get(self, request, pk):
        if not takes_part(request.actor, self.case):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": takes_part.who})
        circle = self.circle(request)
        words = clean(request.GET.get("q", ""))[:100]
        found = mentions.Register(circle).like(words, mentions.SHOWN if request.htmx else None)
        values = {"found": found, "words": words, "circle": circle, "case": self.case}
        values["reaches"] = self.reaches(circle) if "utas" not in request.GET else []
        values["crumbs"] = self.crumbs(_("Who can be mentioned"))
        name = "suggestions" if request.htmx else "mentionable"
        return render(request, f"casework/conversation/{name}.html", values)

    def reaches(self, circle: Circle) -> list[dict]:
        """The two lists, one beside the other; a draft or a closed case has only its own office's."""
        if not writes_between_parties(self.request.actor, self.case):
            return []
        internal = circle.institution is not None
        return [
            {"label": Reach.INTERNAL.label, "url": f"?reach={Reach.INTERNAL.value}", "current": internal},
            {"label": Reach.PARTIES.label, "url": f"?reach={Reach.PARTIES.value}", "current": not internal},
        ]

    def circle(self, request) -> Circle:
        asked = whole_number(request.GET.get("utas", ""))
        if asked is not None:
            threads = Thread.objects.visible_to(request.actor).filter(case=self.case).select_related("institution")
            thread = get_object_or_404(threads, pk=asked)
            thread.case = self.case
            return Circle.of(thread)
        return Circle.chosen(self.case, request.GET.get("reach", Reach.INTERNAL), request.actor)


class PreviewView(OfCase, View):
    """How a message will look; nothing is kept."""

    http_method_names = ["post"]

    def post(self, request, pk):
        text = clean(request.POST.get("body", ""))[:LONGEST]
        html = shown(text, mentions.labels(text)) if text.strip() else _("Nothing written yet.")
        name = "preview_part" if request.htmx else "preview"
        return render(request, f"casework/conversation/{name}.html", {"html": html})
