"""Saving a view of a list under a name, renaming it, and deleting it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import views_saved
from casework.list_forms import KeyForm, ViewForm
from casework.listing import cleaned
from casework.lists import kept_words
from casework.models import SavedView
from casework.policies import keeps_view
from casework.views.asking import AskingView
from casework.views.lists import kind_or_404


class NewView(AskingView):
    form_class = ViewForm
    heading = gettext_lazy("Save this view")
    submit_label = gettext_lazy("Save the view")
    done = gettext_lazy("Saved. The view stands above the list and on your desk.")

    def dispatch(self, request, *args, **kwargs):
        if request.actor is None:
            raise Http404
        self.params = cleaned(request.GET)
        self.kind = kind_or_404(self.params.get("daftar", ""))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        crumbs = [{"label": self.kind.label, "url": self.back_url()}, {"label": self.heading}]
        about = _("Its filters, order and columns, as the list shows them now.")
        return super().get_context_data(crumbs=crumbs, about=about, **kwargs)

    def act(self, **data):
        query = kept_words(self.params)
        view = views_saved.keep(self.kind, query, actor=self.request.actor, **data)
        self.success_url = views_saved.address_of(view, self.kind)

    def back_url(self):
        return f"{self.kind.url}?{kept_words(self.params)}"


class OfView(AskingView):
    """An act on one saved view within sight."""

    def dispatch(self, request, *args, **kwargs):
        views = SavedView.objects.visible_to(request.actor).named()
        self.view = get_object_or_404(views, pk=kwargs["pk"])
        self.kind = kind_or_404(self.view.list)
        if not keeps_view(request.actor, self.view):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": keeps_view.who})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        crumbs = [{"label": self.kind.label, "url": self.back_url()}, {"label": self.view.name}]
        return super().get_context_data(crumbs=crumbs, view_of=self.view, **kwargs)

    def back_url(self):
        return views_saved.address_of(self.view, self.kind)


class EditView(OfView):
    form_class, template_name = ViewForm, "casework/view_edit.html"
    heading = gettext_lazy("Change the view")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_initial(self):
        return {"name": self.view.name, "audience": self.view.audience}

    def act(self, **data):
        views_saved.rename(self.view, actor=self.request.actor, **data)


class DeleteView(OfView):
    form_class = KeyForm
    danger = True
    heading = gettext_lazy("Delete the view")
    submit_label = gettext_lazy("Delete")
    done = gettext_lazy("The view is deleted. Nothing else has changed.")

    def get_context_data(self, **kwargs):
        follows = [_("The view disappears for everybody who has it; the rows it shows stay.")]
        return super().get_context_data(about=self.view.name, follows=follows, **kwargs)

    def act(self):
        views_saved.forget(self.view, actor=self.request.actor)
        self.success_url = self.kind.url
