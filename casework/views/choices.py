"""The page on which a person chooses by which mail each group of notices comes, and when it is quiet."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from casework.choices_form import GROUPS, ChoicesForm
from casework.keys import AlreadySpent, spend
from casework.models.choices import Way
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

    @transaction.atomic
    def form_valid(self, form):
        try:
            spend(form.cleaned_data.pop("key"), self.request.user)
        except AlreadySpent:
            return redirect(self.success_url)
        keep_choices(self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Your choices are kept; they hold from the next message on."))
        return redirect(self.success_url)
