"""The page of an act that is not a move: a form that spends its key and calls one service once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.views.generic import FormView

from casework.keys import AlreadySpent, is_spent, once
from casework.views.pressing import already_done
from casework.workflow import NotAllowed, Refused


class AskingView(FormView):
    """What is refused is said at its field, and what was typed stays. Subclasses write `act` and `back_url`.

    The form needs a field `key` and a method `act_data`; it is told who acts.
    """

    template_name = "components/confirm.html"
    heading = submit_label = done = ""
    danger = False

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"actor": self.request.actor}

    def get_context_data(self, **kwargs):
        common = {
            "heading": self.heading,
            "submit_label": self.submit_label,
            "danger": self.danger,
            "back_url": self.back_url(),
        }
        return super().get_context_data(**common | kwargs)

    def form_invalid(self, form):
        if is_spent(form.data.get("key", "")):
            return self.already_done()
        return super().form_invalid(form)

    def already_done(self):
        already_done(self.request)
        return redirect(self.success_url or self.back_url())

    def form_valid(self, form):
        try:
            with once(form.cleaned_data["key"], self.request.user):
                self.act(**form.act_data())
        except AlreadySpent:
            return self.already_done()
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.reasons[0]) from refusal
        except Refused as refusal:
            return self.refuse(form, refusal.field, refusal.reasons)
        except ValidationError as error:
            return self.refuse(form, None, error.messages)
        else:
            messages.success(self.request, self.done)
        return redirect(self.success_url or self.back_url())

    def refuse(self, form, field: str | None, reasons: list):
        for reason in reasons:
            form.add_error(field if field in form.fields else None, reason)
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, **data):
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError
