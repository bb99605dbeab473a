"""Figures of what is given: planned money of both parties, seats and people against offers, provinces served."""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement
from casework.listing import grouped
from casework.models import Case
from portal.board_scope import Scope
from portal.figures import Figure, Question, Row, shares
from programs.models import CostLine, Proposal
from programs.money import grouped as grouped_rupiah
from programs.money import rupiah_short
from programs.querysets import ACCEPTED
from regions import clock
from regions.models import Coverage, Province
from regions.whole_numbers import whole_number

Source, Form = CostLine.Source, CostLine.Form
DROPPED = ("draft", "rejected", "withdrawn", "cancelled")
SHOWN_OFFERS = 12


def money(scope: Scope) -> Figure:
    """Planned rupiah by who pays, of approved proposals; beside it what is still asked for."""
    agreed, asked = Q(case__status__in=ACCEPTED), ~Q(case__status__in=(*ACCEPTED, *DROPPED))
    sums = {form: _sum(agreed & Q(cost_lines__form=form)) for form in Form.values}
    found = scope.proposals().filter(cost_lines__source__in=Source.values).order_by()
    found = found.values(source=F("cost_lines__source")).annotate(**sums, agreed=_sum(agreed), asked=_sum(asked))
    by_source = {row["source"]: row for row in found}
    rows = [
        _paid(source, by_source[source], index) for index, source in enumerate(Source.values) if source in by_source
    ]
    parts = [
        (Source(source).label, row["agreed"], rupiah_short(row["agreed"]))
        for source in Source.values
        if (row := by_source.get(source))
    ]
    columns = (
        gettext_lazy("Source of funds"),
        gettext_lazy("Approved (Rp)"),
        *(choice.label for choice in Form),
        gettext_lazy("Still asked for (Rp)"),
    )
    return Figure(
        "dana", gettext_lazy("Planned money of both parties"), columns, rows, _money_says(by_source), shares(parts)
    )


def _sum(condition: Q) -> Sum:
    return Sum("cost_lines__amount", filter=condition, default=0)


def _paid(source: str, row: dict, index: int) -> Row:
    numbers = (row["agreed"], *(row[form] for form in Form.values), row["asked"])
    written = tuple(grouped_rupiah(number) for number in numbers)
    return Row(Source(source).label, written, row["agreed"], source, numbers=numbers, pattern=f"p{index + 1}")


def _money_says(by_source: dict) -> str:
    given = {source: row["agreed"] for source, row in by_source.items()}
    whole = sum(given.values())
    if not whole:
        return _("No approved proposal has cost lines yet.")
    centre = given.get(Source.APBN_CENTRE, 0) + given.get(Source.APBN_UPT, 0)
    return _(
        "Approved programmes plan %(whole)s: %(centre)s %% from the centre, %(regions)s %% from the provinces."
    ) % {
        "whole": rupiah_short(whole),
        "centre": round(100 * centre / whole),
        "regions": round(100 * given.get(Source.APBD, 0) / whole),
    }


def behind_money(scope: Scope, part: str):
    """Approved proposals with lines of this source, with what it pays."""
    lines = CostLine.objects.filter(proposal__case=OuterRef("pk"), source=part).order_by().values("proposal")
    paid = lines.annotate(sum=Sum("amount")).values("sum")
    cases = Case.objects.filter(pk__in=scope.proposals().values("case"), status__in=ACCEPTED)
    return cases.annotate(measure=Subquery(paid)).filter(measure__gt=0)


def seats(scope: Scope) -> Figure:
    """People asked for and approved against the seats of each offer."""
    asked = scope.proposals().exclude(case__status__in=DROPPED)
    approved = asked.filter(case__status__in=ACCEPTED)
    offers = scope.offers().annotate(asked=_people(asked), approved=_people(approved)).order_by("-closes_on", "pk")
    shown = list(offers[:SHOWN_OFFERS])
    rows = [_offered(offer) for offer in shown]
    columns = (
        gettext_lazy("Offer"),
        gettext_lazy("Seats"),
        gettext_lazy("People asked for"),
        gettext_lazy("People approved"),
        gettext_lazy("Seats left"),
    )
    return Figure("kuota", gettext_lazy("Seats and people against offers"), columns, rows, _seats_say(shown))


def _people(proposals) -> Coalesce:
    found = proposals.filter(offer=OuterRef("pk")).order_by().values("offer").annotate(sum=Sum("participants"))
    return Coalesce(Subquery(found.values("sum"), output_field=IntegerField()), 0)


def _offered(offer) -> Row:
    numbers = (offer.seats, offer.asked, offer.approved, offer.seats - offer.approved)
    written = tuple(grouped(number) for number in numbers)
    return Row(offer.title, written, offer.asked, str(offer.pk), offer.get_absolute_url(), numbers)


def _seats_say(offers: list) -> str:
    if not offers:
        return _("No offer has been published.")
    seats_, asked, approved = (sum(getattr(row, name) for row in offers) for name in ("seats", "asked", "approved"))
    return _("%(offers)s offers hold %(seats)s seats; %(asked)s people are asked for, %(approved)s approved.") % {
        "offers": grouped(len(offers)),
        "seats": grouped(seats_),
        "asked": grouped(asked),
        "approved": grouped(approved),
    }


def behind_seats(scope: Scope, part: str):
    found = scope.proposals().exclude(case__status__in=DROPPED).filter(offer=whole_number(part))
    people = Proposal.objects.filter(case=OuterRef("pk")).values("participants")
    return Case.objects.filter(pk__in=found.values("case")).annotate(measure=Coalesce(Subquery(people[:1]), 0))


def served(scope: Scope) -> "list[Province]":
    """Provinces with the approved programmes (`programmes`) and agreements ever in force (`documents`) of each.

    Each knows the UPT that serves it today (`upt_code`, `upt_name`).
    """
    everything = scope.narrowed()
    approved = everything.proposals().accepted().filter(case__province=OuterRef("pk")).order_by()
    in_force = everything.agreements().filter(in_force_at__isnull=False, case__province=OuterRef("pk")).order_by()
    upt = Coverage.objects.on(clock.today()).filter(province=OuterRef("pk"))
    return list(
        Province.objects.annotate(
            upt_code=Subquery(upt.values("upt")[:1]),
            upt_name=Subquery(upt.values("upt__short_name")[:1]),
            programmes=_counted(approved.values("case__province")),
            documents=_counted(in_force.values("case__province")),
        )
    )


def _counted(rows) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def provinces(scope: Scope, counted: list[Province]) -> Figure:
    """Every province with its approved programmes and agreements; those never served come first."""
    chosen = scope.chosen.get("provinsi")
    kept = [row for row in counted if not chosen or row.pk == chosen]
    rows = [_province(row) for row in sorted(kept, key=lambda row: (row.programmes + row.documents > 0, row.name))]
    never = [row.name for row in kept if not row.programmes + row.documents]
    columns = (gettext_lazy("Province"), gettext_lazy("Approved programmes"), gettext_lazy("Agreements"))
    return Figure("provinsi", gettext_lazy("Provinces served"), columns, rows, _never_says(never, len(kept)))


def _province(row: Province) -> Row:
    numbers = (row.programmes, row.documents)
    url = reverse("portal:province", args=[row.pk])
    written = tuple(grouped(number) for number in numbers)
    return Row(row.name, written, row.programmes, row.pk, url, numbers)


def _never_says(never: list[str], whole: int) -> str:
    if not never and whole == 1:
        return _("This province has had a programme or an agreement.")
    if not never:
        return _("Every province has had a programme or an agreement.")
    return ngettext(
        "%(count)s of %(whole)s provinces has had neither an approved programme nor an agreement: %(names)s.",
        "%(count)s of %(whole)s provinces have had neither an approved programme nor an agreement: %(names)s.",
        len(never),
    ) % {"count": len(never), "whole": whole, "names": ", ".join(never)}


def behind_province(scope: Scope, part: str):
    approved = scope.proposals().accepted()
    in_force = Agreement.objects.filter(in_force_at__isnull=False, case=OuterRef("pk"))
    within = Case.objects.filter(province=part)
    return within.filter(
        Q(pk__in=approved.values("case")) | (Q(pk__in=scope.agreements().values("case")) & Exists(in_force))
    )


MONEY = Question("dana", gettext_lazy("Planned money of both parties"), money, behind_money, gettext_lazy("Pays (Rp)"))
QUESTIONS = (
    MONEY,
    Question("kuota", gettext_lazy("Seats and people against offers"), seats, behind_seats, gettext_lazy("People")),
    Question(
        "provinsi", gettext_lazy("Provinces served"), lambda scope: provinces(scope, served(scope)), behind_province
    ),
)
