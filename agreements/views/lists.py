"""The page of the list of cooperation documents, and its file."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.lists import AGREEMENTS
from agreements.policies import may_open
from casework.views.exports import ListFileView
from casework.views.lists import ListPageView


class ListView(ListPageView):
    kind, template_name = AGREEMENTS, "agreements/list.html"

    def get_context_data(self, **kwargs):
        new = {"label": _("New document"), "url": reverse("agreements:open"), "kind": "primary"}
        actions = [new] if may_open(self.request.actor, None) else []
        return super().get_context_data(actions=actions, **kwargs)


class ExportView(ListFileView):
    kind = AGREEMENTS
