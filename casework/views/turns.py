"""Acts on a turn: put off one's own reminders, or remind whoever holds it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from casework import services
from casework.forms import SnoozeForm
from casework.models import Turn
from casework.policies import holds_this_turn
from casework.reminders import case_page
from casework.strip import in_words
from casework.workflow import NotAllowed, Refused
from regions.templatetags.dates import day, instant


class OfTurn:
    """A view of one turn within the actor's scope; `next_page` is its case."""

    def dispatch(self, request, *args, **kwargs):
        turns = Turn.objects.visible_to(request.actor).with_holders()
        turns = turns.select_related("case__proposal", "case__agreement")
        self.turn = get_object_or_404(turns, pk=kwargs["pk"])
        self.page = case_page(self.turn.case)
        if self.turn.closed_at:
            messages.info(request, _("This turn is over; somebody has acted meanwhile."))
            return redirect(self.page)
        return super().dispatch(request, *args, **kwargs)


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
        return super().get_context_data(turn=self.turn, words=words, page_url=self.page, **kwargs)

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
            messages.info(request, str(refusal))
            return redirect(self.page)
        text = _("%(holder)s was reminded now.") if new else _("%(holder)s was already reminded today, %(when)s.")
        messages.success(request, text % {"holder": self.turn.holder_label, "when": instant(row.at)})
        return redirect(self.page)
