"""Offers of the centre: the list and its CSV, one offer, and what coordinators do with it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, OuterRef, Prefetch, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from casework.brief import brief
from casework.listing import Listing, Order, chips, cleaned, csv_response
from casework.models import Turn
from casework.views.asking import AskingView
from programs.forms.filters import OfferFilter
from programs.forms.offers import KeyedForm, OfferForm, WithdrawOfferForm
from programs.models import Offer, Proposal
from programs.offering import against_changing, against_publishing, against_withdrawing, seats, window
from programs.policies import drafts, publishes
from programs.seating import of_body, with_seats
from programs.services import offers

ORDERS = (
    Order("tutup", "closes_on", date, descending_first=True),
    Order("judul", "title"),
    Order("kursi", "seats_left", int, descending_first=True),
)
COLUMNS = (
    (gettext_lazy("Offer"), "judul"),
    (gettext_lazy("Kind"), ""),
    (gettext_lazy("Window"), ""),
    (gettext_lazy("Last day"), "tutup"),
)
CSV_HEAD = (
    gettext_lazy("Title"),
    gettext_lazy("Kind"),
    gettext_lazy("Fiscal year"),
    gettext_lazy("Opens on"),
    gettext_lazy("Closes on"),
    gettext_lazy("Window"),
    gettext_lazy("Seats"),
    gettext_lazy("Seats left"),
    gettext_lazy("Conditions"),
)
SHOWN = 25  # proposals on the page of their offer


class FilteredOffers:
    """What page and CSV share."""

    @cached_property
    def params(self):
        return cleaned(self.request.GET)

    @cached_property
    def filter(self) -> OfferFilter:
        return OfferFilter(self.params, Offer.objects.visible_to(self.request.actor), request=self.request)

    def rows(self) -> QuerySet:
        return with_seats(self.filter.qs)

    def listing(self, count: int = 0) -> Listing:
        return Listing(self.rows(), self.params, ORDERS, count=count)


class OfferListView(FilteredOffers, TemplateView):
    template_name = "programs/offers.html"

    def rows(self):
        """Whoever proposes also sees how many proposals his own body has from each."""
        rows, actor = super().rows(), self.request.actor
        return rows.annotate(own=of_body(OuterRef("pk"), actor.institution)) if drafts(actor, None) else rows

    def get_context_data(self, **kwargs):
        actor, count = self.request.actor, self.filter.qs.count()
        listing = self.listing(count)
        return super().get_context_data(
            filter=self.filter,
            count=count,
            chips=chips(self.filter.form, self.params),
            heads=[listing.head(label, word) for label, word in COLUMNS],
            seats_head=listing.head(_("Seats left"), "kursi", end=True),
            rows=[(offer, window(offer, actor)) for offer in listing.rows],
            listing=listing,
            csv_query=self.params.urlencode(),
            may_publish=publishes(actor, None),
            **kwargs,
        )


class OfferCsvView(FilteredOffers, View):
    def get(self, request):
        rows = self.listing().sorted.iterator(chunk_size=500)
        return csv_response("penawaran.csv", CSV_HEAD, map(self.cells, rows))

    def cells(self, offer: Offer) -> list:
        days = [offer.opens_on.isoformat(), offer.closes_on.isoformat()]
        figures = [window(offer, self.request.actor).status, offer.seats, offer.seats_left]
        return [offer.title, offer.get_kind_display(), offer.fiscal_year, *days, *figures, offer.conditions]


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
        (_("Withdraw…"), "offer_withdraw", "plain", against_withdrawing),
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
    submit_label = gettext_lazy("Withdraw")
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
