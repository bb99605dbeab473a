"""The pages of provinces that pass from one UPT to another: list, preview and announcement, one plan, withdrawal."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView

from casework.reminders import case_page
from casework.views.asking import AskingView
from casework.workflow import Refused
from portal.handover import provinces
from portal.handover.plan import plan_of
from portal.staff.forms import ActForm, day_field
from regions import clock
from regions.models import Province, Upt
from regions.templatetags.dates import day_full


class ChoiceForm(forms.Form):
    """Which province, to which UPT, from which day: what the preview is made for."""

    province = forms.ModelChoiceField(
        Province.objects.all(), label=gettext_lazy("Province"), empty_label=gettext_lazy("Choose a province")
    )
    upt = forms.ModelChoiceField(
        Upt.objects.all(), label=gettext_lazy("New UPT"), empty_label=gettext_lazy("Choose an UPT")
    )
    on = day_field(gettext_lazy("From the day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control" if field is self.fields["on"] else "form-select"

    def clean(self):
        data = super().clean()
        if len(data) == 3:
            try:
                self.left = provinces.against(**data)
            except Refused as refusal:
                self.add_error(refusal.field, [str(reason) for reason in refusal.reasons])
        return data


class AnnounceForm(ActForm):
    decree = forms.CharField(
        label=gettext_lazy("Decree number"), max_length=120, help_text=gettext_lazy("For example KEP 45/2026.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Both UPT and the province read it, and so does the history of every case that moves."),
    )


class WithdrawForm(ActForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProvincesView(ListView):
    template_name, context_object_name = "portal/handover/provinces.html", "changes"
    is_kept = True  # portal/kept_pages

    def get_queryset(self):
        return provinces.changes_for(self.request.actor).order_by("done_at", "withdrawn_at", "-on")[:100]

    def get_context_data(self, **kwargs):
        may = provinces.hands_over_provinces(self.request.actor, None)
        return super().get_context_data(may_announce=may, **kwargs)


class ProvinceView(DetailView):
    """One plan: what it says, who announced it, what moves (or moved)."""

    template_name, context_object_name = "portal/handover/province.html", "change"
    is_kept = True  # portal/kept_pages

    def get_queryset(self):
        return provinces.changes_for(self.request.actor)

    def get_context_data(self, **kwargs):
        change, actor = self.object, self.request.actor
        may = provinces.hands_over_provinces(actor, None)
        plan = plan_of(change.province, change.left) if change.is_planned and may else None
        return super().get_context_data(plan=plan, may_withdraw=may and change.is_planned, **kwargs)


class OfCentre(AskingView):
    def dispatch(self, request, *args, **kwargs):
        if not provinces.hands_over_provinces(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": provinces.hands_over_provinces.who})
        return super().dispatch(request, *args, **kwargs)

    def back_url(self):
        return reverse("handover:provinces")

    def get_context_data(self, **kwargs):
        crumbs = [{"label": _("Hand-over of provinces"), "url": self.back_url()}, {"label": self.heading}]
        return super().get_context_data(**{"crumbs": crumbs} | kwargs)


class AnnounceView(OfCentre):
    """First the choice (GET), then what moves and what stays, then decree and reason."""

    form_class, template_name = AnnounceForm, "portal/handover/province_new.html"
    heading = gettext_lazy("Hand over a province")
    submit_label = gettext_lazy("Announce the hand-over")

    def choice(self) -> ChoiceForm:
        if not hasattr(self, "_choice"):
            asked = set(self.request.GET) & {"province", "upt", "on"}
            self._choice = ChoiceForm(self.request.GET if asked else None)
        return self._choice

    def get_context_data(self, **kwargs):
        choice = self.choice()
        chosen = choice.cleaned_data if choice.is_valid() else None
        plan = plan_of(chosen["province"], choice.left) if chosen else None
        for case in plan.cases if plan else []:
            case.url = case_page(case)
        today = chosen is not None and chosen["on"] <= clock.today()
        return super().get_context_data(**{"choice": choice, "chosen": chosen, "plan": plan, "at_once": today} | kwargs)

    def form_valid(self, form):
        if not self.choice().is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def act(self, **data):
        change = provinces.announce(**self.choice().cleaned_data, actor=self.request.actor, **data)
        words = {"province": change.province, "upt": change.upt, "day": day_full(change.on)}
        self.done = _("%(province)s goes to %(upt)s on %(day)s; both UPT and the province have been told.") % words
        self.success_url = reverse("handover:province", args=[change.pk])


class WithdrawView(OfCentre):
    form_class = WithdrawForm
    heading = gettext_lazy("Withdraw the hand-over")
    submit_label = heading
    done = gettext_lazy("The hand-over is withdrawn; everybody who was told of it has been told again.")
    danger = True
    extra_context = {
        "follows": [
            gettext_lazy("The province and its cases stay with the UPT that serves it now."),
            gettext_lazy("Both UPT, the province's offices and the centre are told, with your reason."),
        ]
    }

    def dispatch(self, request, *args, **kwargs):
        self.change = get_object_or_404(provinces.changes_for(request.actor), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        blocked = [] if self.change.is_planned else [_("This hand-over is done or withdrawn already.")]
        about = f"{self.change}, {day_full(self.change.on)}"
        return super().get_context_data(**{"about": about, "blocked": blocked} | kwargs)

    def act(self, **data):
        provinces.withdraw(self.change, actor=self.request.actor, **data)

    def back_url(self):
        return reverse("handover:province", args=[self.change.pk])
