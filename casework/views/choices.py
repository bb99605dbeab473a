"""The page on which a person chooses by which mail each group of notices comes, and when it is quiet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from casework.choices_form import GROUPS, ChoicesForm
from casework.keys import AlreadySpent, once
from casework.models.choices import Way
from casework.views.pressing import already_done
from casework.wishes import choices_of, keep_choices


class ChoicesView(FormView):
    """One's own choices; nobody else's can be named."""

    form_class, template_name = ChoicesForm, "casework/choices.html"
    success_url = reverse_lazy("casework:choices")

    def get_form_kwargs(self):
        given = super().get_form_kwargs() | {"instance": choices_of(self.request.user)}
        if self.request.POST.get("all") == Way.DIGEST:
            given["data"] = self.request.POST.copy()
            given["data"].update(dict.fromkeys(GROUPS, Way.DIGEST))
        return given

    def get_context_data(self, **kwargs):
        values = super().get_context_data(**kwargs)
        groups = [values["form"][name] for name in GROUPS]
        waiting = self.request.user.notices.filter(awaits_digest=True).count()
        return values | {"groups": groups, "waiting": waiting}

    def form_valid(self, form):
        try:
            with once(form.cleaned_data.pop("key"), self.request.user):
                keep_choices(self.request.user, **form.cleaned_data)
        except AlreadySpent:
            already_done(self.request)
        else:
            messages.success(self.request, _("Your choices are kept; they hold from the next message on."))
        return redirect(self.success_url)
