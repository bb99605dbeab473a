"""Acts on a turn: take, give, put back; put off one's own reminders, or remind whoever holds it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from accounts.models import Position
from accounts.refusals import note_refusal
from casework import assigning, services
from casework.forms import AssignForm, SnoozeForm
from casework.models import Case, Turn
from casework.policies import holds_this_turn
from casework.reminders import case_page
from casework.shown import whose_turn
from casework.strip import in_words
from casework.views.asking import AskingView
from casework.views.pressing import PressView
from casework.workflow import NotAllowed, Refused
from regions.templatetags.dates import day, instant


class OfTurn:
    """A view of one turn within the actor's scope; `page` is where it leads back to."""

    def dispatch(self, request, *args, **kwargs):
        turns = Turn.objects.visible_to(request.actor).with_holders()
        turns = turns.select_related("case__proposal", "case__agreement")
        self.turn = get_object_or_404(turns, pk=kwargs["pk"])
        self.page = _came_from(request) or case_page(self.turn.case)
        request.belongs_to = case_page(self.turn.case)
        if self.turn.closed_at:
            note_refusal(request, "rule")
            messages.info(request, _("This turn is over; somebody has acted meanwhile."))
            return redirect(self.page)
        return super().dispatch(request, *args, **kwargs)

    def back_url(self) -> str:
        return self.page

    def crumbs(self, heading) -> list[dict]:
        case = self.turn.case
        return [{"label": case.number or case.title or _("Draft"), "url": case_page(case)}, {"label": heading}]


def _came_from(request) -> str:
    """Where an act on the desk leads back to; an address of elsewhere, or what is no address, is not followed."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    ours = wished.startswith("/") and url_has_allowed_host_and_scheme(wished, {request.get_host()})
    return wished if ours else ""


class ClaimView(OfTurn, PressView):
    """One press: the turn of a pool is mine."""

    def act(self):
        assigning.claim(self.turn, actor=self.request.actor)

    def said(self) -> str:
        """Which case it is, what is to be done now and until when: taking may have begun a new count of days."""
        case = Case.objects.get(pk=self.turn.case_id)
        taken = _("“%(title)s” is with you now.") % {"title": case.title or case.number}
        return " ".join([taken, *whose_turn(case, self.request.actor)])


class ReleaseView(OfTurn, PressView):
    """One press: the turn goes back into the pool it was taken from."""

    def act(self):
        assigning.release(self.turn, actor=self.request.actor)

    def said(self) -> str:
        return _("It is back in the pool. The last day stays.")


class AssignView(OfTurn, AskingView):
    """To whom a turn is given, with a reason when somebody has it already."""

    form_class = AssignForm
    heading, submit_label = gettext_lazy("Give this turn to somebody"), gettext_lazy("Give")

    def get_form_kwargs(self):
        if not assigning.assigns(self.request.actor, self.turn):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": assigning.assigns.who})
        return super().get_form_kwargs() | {"turn": self.turn, "people": assigning.candidates(self.turn)}

    def get_context_data(self, **kwargs):
        case = self.turn.case
        about = " · ".join(filter(None, [case.number, case.title, self.turn.holder_label]))
        follows = [_("Whoever gets it is told at once. The last day stays as it is.")]
        return super().get_context_data(
            **{"crumbs": self.crumbs(self.heading), "about": about, "follows": follows} | kwargs
        )

    def act(self, *, position: int, reason: str):
        chair = Position.objects.select_related("institution").get(pk=position)
        given = assigning.assign(self.turn, chair, actor=self.request.actor, reason=reason)
        self.done = _("%(holder)s has it now and was told. The last day stays.") % {"holder": given.holder_label}


class SnoozeView(OfTurn, FormView):
    form_class, template_name = SnoozeForm, "casework/snooze.html"

    def get(self, request, *args, **kwargs):
        if not holds_this_turn(request.actor, self.turn):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": holds_this_turn.who})
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"limits": services.snooze_limits(self.turn)}

    def get_context_data(self, **kwargs):
        words = in_words([self.turn], self.request.actor)[0]
        crumbs = self.crumbs(_("Put off reminders"))
        return super().get_context_data(turn=self.turn, words=words, page_url=self.page, crumbs=crumbs, **kwargs)

    def form_valid(self, form):
        try:
            row = services.snooze(self.turn, actor=self.request.actor, **form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            form.add_error(refusal.field, refusal.reasons)
            return self.form_invalid(form)
        messages.success(self.request, _("Your reminders begin again on %(day)s.") % {"day": day(row.until)})
        return redirect(self.page)


class NudgeView(OfTurn, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            row, new = services.nudge(self.turn, actor=request.actor)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            note_refusal(request, "rule")
            messages.info(request, str(refusal))
            return redirect(self.page)
        text = _("%(holder)s was reminded now.") if new else _("%(holder)s was already reminded today, %(when)s.")
        messages.success(request, text % {"holder": self.turn.holder_label, "when": instant(row.at)})
        return redirect(self.page)
