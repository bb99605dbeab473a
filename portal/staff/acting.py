"""Plt. and Plh.: the list of positions one may lend, and the page that names an acting holder."""

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import holders_of
from accounts.models import Holding, Position
from casework.views.asking import AskingView
from portal.staff import holdings
from portal.staff.forms import ActingForm
from portal.staff.views import way_back
from regions import clock
from regions.templatetags.dates import day_full


class ActingListView(TemplateView):
    """One's own position and those below it: who sits there, who acts, for how long."""

    template_name = "portal/staff/acting_list.html"

    def get_context_data(self, **kwargs):
        actor, chairs = self.request.actor, []
        if actor:
            near = Position.objects.filter(Q(pk=actor.position.pk) | Q(superior=actor.position.pk))
            lasting = Holding.objects.exclude(ends_on__lt=clock.today(actor.timezone)).select_related("user")
            chairs = near.valid_on(clock.today()).select_related("institution").order_by("title", "pk")
            chairs = chairs.prefetch_related(Prefetch("holdings", lasting.order_by("starts_on"), to_attr="lasting"))
        return super().get_context_data(chairs=chairs, **kwargs)


class ActingView(AskingView):
    """Naming a Plt. or Plh. for a period."""

    form_class = ActingForm
    heading = gettext_lazy("Name a Plt. or Plh.")
    submit_label = gettext_lazy("Name")

    def dispatch(self, request, *args, **kwargs):
        rows = Position.objects.lent_by(request.actor).select_related(
            "institution__upt__office_province", "institution__province", "superior"
        )
        self.position = get_object_or_404(rows, pk=kwargs["pk"])
        self.held = holders_of(self.position)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        definitive = [row for row in self.held if row.kind == Holding.Kind.DEFINITIVE]
        return super().get_form_kwargs() | {"position": self.position, "vacant": not definitive}

    def get_context_data(self, **kwargs):
        names = ", ".join(f"{row.user.full_name} ({row.get_kind_display()})" for row in self.held)
        words = {"position": self.position, "people": names or _("nobody")}
        follows = [
            _("On the first day the person acts with the rights and tasks of the position, and signs as Plt. or Plh."),
            _("After the last day both end by themselves."),
            _("The person, the holder, the superior and the administrators of the centre are told."),
        ]
        about = _("%(position)s · today: %(people)s") % words
        crumbs = [way_back(self.request.actor, self.position.institution), {"label": self.heading}]
        return super().get_context_data(**{"crumbs": crumbs, "about": about, "follows": follows} | kwargs)

    def act(self, **data):
        row = holdings.name_acting(self.position, actor=self.request.actor, **data)
        words = {"person": row.user.full_name, "label": row.label}
        words |= {"first": day_full(row.starts_on), "last": day_full(row.ends_on)}
        self.done = _("%(person)s is %(label)s from %(first)s to %(last)s.") % words

    def back_url(self):
        return way_back(self.request.actor, self.position.institution)["url"]
