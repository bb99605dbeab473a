"""Offers of the centre: the list and its CSV, one offer, and what coordinators do with it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.brief import brief
from casework.models import Turn
from casework.views.asking import AskingView
from programs.forms.offers import KeyedForm, OfferForm, WithdrawOfferForm
from programs.models import Offer, Proposal
from programs.offering import against_changing, against_publishing, against_withdrawing, seats, window
from programs.policies import drafts, publishes
from programs.seating import with_seats
from programs.services import offers

SHOWN = 25  # proposals on the page of their offer


class OfferView(TemplateView):
    """One offer: its window, its seats, its conditions, and what was proposed from it within the reader's sight."""

    template_name = "programs/offer.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        found = with_seats(Offer.objects.visible_to(actor)).select_related("author__institution")
        offer = get_object_or_404(found, pk=kwargs["pk"])
        proposals = list(_proposed_from(offer, actor)[: SHOWN + 1])
        return super().get_context_data(
            offer=offer,
            window=window(offer, actor),
            seats=seats(offer),
            acts=_acts(offer, actor),
            crumbs=[{"label": _("Offers"), "url": reverse("programs:offers")}, {"label": offer.title}],
            proposes=drafts(actor, None),
            proposals=[(row, brief(list(row.case.turns.all()), actor)) for row in proposals[:SHOWN]],
            more=len(proposals) > SHOWN,
            **kwargs,
        )


def _proposed_from(offer: Offer, actor) -> QuerySet:
    """Within the reader's sight; those of his own body first, then the newest."""
    rows = Proposal.objects.visible_to(actor).filter(offer=offer).with_case()
    own = Case(When(body=actor and actor.institution, then=0), default=Value(1), output_field=IntegerField())
    turns = Turn.objects.open().select_related("institution", "position")
    return rows.prefetch_related(Prefetch("case__turns", turns)).order_by(own, "-pk")


def _acts(offer: Offer, actor) -> list[dict]:
    """Proposing for the provinces; changing, publishing and withdrawing for the coordinators."""
    if drafts(actor, None):
        begin = {"label": _("Propose from this offer"), "url": reverse("programs:new"), "kind": "primary"}
        return [begin | {"post": True, "name": "offer", "value": offer.pk}] if window(offer, actor).is_open else []
    if not publishes(actor, None):
        return []
    may = (
        (_("Publish…"), "offer_publish", "primary", against_publishing),
        (_("Change"), "offer_edit", "line", against_changing),
        (_("Withdraw the offer…"), "offer_withdraw", "plain", against_withdrawing),
    )
    return [
        {"label": label, "url": reverse(f"programs:{name}", args=[offer.pk]), "kind": kind}
        for label, name, kind, against in may
        if not against(offer)
    ]


class OfferActView(AskingView):
    """What coordinators do; an offer outside sight does not exist, one within it is read by all and written by few."""

    offer: Offer | None = None
    form_class = KeyedForm

    def dispatch(self, request, *args, **kwargs):
        if "pk" in kwargs:
            self.offer = get_object_or_404(Offer.objects.visible_to(request.actor), pk=kwargs["pk"])
        if not publishes(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": publishes.who})
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"offer": self.offer}

    def get_context_data(self, **kwargs):
        crumbs = [{"label": _("Offers"), "url": reverse("programs:offers")}, {"label": self.heading}]
        if self.offer:
            crumbs.insert(1, {"label": self.offer.title, "url": self.offer.get_absolute_url()})
        common = {"crumbs": crumbs, "about": self.offer.title if self.offer else "", "blocked": self.blocked()}
        return super().get_context_data(**common | kwargs)

    def blocked(self) -> list:
        return []

    def refuse(self, form, field, reasons):
        """Both texts stay; the newest version is handed out to decide on."""
        if self.offer:
            self.offer.refresh_from_db()
            if form.cleaned_data["version"] != self.offer.version:
                form.show_stored()
            form.data = form.data.copy()
            form.data["version"] = self.offer.version
        return super().refuse(form, field, reasons)

    def back_url(self):
        return self.offer.get_absolute_url() if self.offer else reverse("programs:offers")


class NewOfferView(OfferActView):
    form_class = OfferForm
    heading = gettext_lazy("New offer")
    submit_label = gettext_lazy("Save as draft")
    done = gettext_lazy("Saved as a draft. Only coordinators see it until it is published.")

    def act(self, *, values, version):
        self.success_url = offers.create_offer(values, actor=self.request.actor).get_absolute_url()


class EditOfferView(OfferActView):
    form_class = OfferForm
    heading = gettext_lazy("Change the offer")
    submit_label = gettext_lazy("Save")
    done = gettext_lazy("The offer is saved.")

    def blocked(self):
        return against_changing(self.offer)

    def act(self, **data):
        offers.update_offer(self.offer, actor=self.request.actor, **data)


class PublishOfferView(OfferActView):
    heading = gettext_lazy("Publish the offer")
    submit_label = gettext_lazy("Publish")
    done = gettext_lazy("Published: every province sees it now.")
    extra_context = {
        "follows": [
            gettext_lazy("Every province sees it, and proposes from it while its window is open."),
            gettext_lazy("Kind and fiscal year stay as they are now."),
        ]
    }

    def blocked(self):
        return against_publishing(self.offer)

    def act(self, **data):
        offers.publish_offer(self.offer, actor=self.request.actor, **data)


class WithdrawOfferView(OfferActView):
    form_class = WithdrawOfferForm
    danger = True
    heading = gettext_lazy("Withdraw the offer")
    submit_label = heading
    done = gettext_lazy("The offer is withdrawn.")
    extra_context = {
        "follows": [
            gettext_lazy("Nobody proposes from it any more; it stays readable with your reason."),
            gettext_lazy("Proposals already submitted go on; drafts cannot be submitted from it."),
        ]
    }

    def blocked(self):
        return against_withdrawing(self.offer)

    def act(self, **data):
        offers.withdraw_offer(self.offer, actor=self.request.actor, **data)
