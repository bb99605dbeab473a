"""The page of a province and the page of an UPT: who sits there, what runs there, what it costs, what waits on whom."""

from datetime import date

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.models import Position
from casework.brief import brief
from casework.counting import Counted
from casework.models import Turn
from portal.board_kept import Kept
from portal.board_scope import Scope, reads_board
from portal.desk import KINDS, case_url
from portal.giving_figures import MONEY
from portal.timeline import timeline
from programs.kinds import Kind
from programs.querysets import ACCEPTED
from regions import clock
from regions.models import Coverage, Province, Upt, UptName

PROGRAMMES = "programmes"
WAITING = 10  # turns shown, the nearest last day first


def people_in_office(**where) -> list[dict]:
    """Every position valid today, with who holds it (nobody: the chair is empty); one query."""
    today = clock.today()
    held_today = Q(holdings__starts_on__lte=today) & (Q(holdings__ends_on=None) | Q(holdings__ends_on__gte=today))
    rows = Position.objects.valid_on(today).filter(institution__is_active=True, **where)
    rows = rows.annotate(held=FilteredRelation("holdings", condition=held_today))
    found = rows.order_by("institution__kind", "institution__name", "title", "held__kind").values(
        "title",
        office=F("institution__short_name"),
        name=Case(When(held__user__is_active=True, then=F("held__user__full_name"))),
        acting=F("held__kind"),
        since=F("held__starts_on"),
    )
    return [row | {"prefix": {"plt": "Plt. ", "plh": "Plh. "}.get(row["acting"], "")} for row in found]


def programmes(scope: Scope) -> dict:
    """Proposals by kind and fiscal year, submitted and approved; one query."""
    counted = scope.proposals().order_by().values("kind", "fiscal_year")
    rows = counted.annotate(n=Count("pk"), approved=Count("pk", filter=Q(case__status__in=ACCEPTED)))
    cells = {(row["kind"], row["fiscal_year"]): row for row in rows}
    years = sorted({year for _kind, year in cells if year})
    kinds = [kind for kind in Kind if any(code == kind for code, _year in cells)]
    return {
        "years": years,
        "rows": [(kind, [(year, cells.get((kind.value, year))) for year in years]) for kind in kinds],
    }


def waiting(scope: Scope, actor) -> tuple[list[dict], int]:
    """The open cases of the place, the nearest last day first, and how many there are in all; one query."""
    turns = scope.open_turns()
    earlier = Turn.objects.open().filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
    cases = turns.exclude(Exists(earlier)).values("case")  # each once, however many hold it
    first = Turn.objects.open().filter(case__pk__among=cases[:WAITING]).annotate(in_all=Counted(cases))
    shown, held = list(first.with_holders().select_related(*KINDS)), {}
    for turn in shown:
        held.setdefault(turn.case_id, []).append(turn)
    rows = [{"case": own[0].case, "url": case_url(own[0].case), "turn": brief(own, actor)} for own in held.values()]
    return rows, shown[0].in_all if shown else 0


class PlaceView(TemplateView):
    """What both pages show; a place outside the reader's scope does not exist."""

    is_kept = True  # portal/kept_pages

    def place(self, scope: Scope) -> dict:
        actor = self.request.actor
        rows, in_all = waiting(scope, actor)
        kept = Kept(actor)
        return {
            "programmes": kept.answer(scope, PROGRAMMES, lambda: programmes(scope)),
            "timeline": timeline(scope.agreements(), clock.today()),
            "money": kept.answer(scope, MONEY.code, lambda: MONEY.answer(scope)),
            "as_of": kept.as_of,
            "waiting": rows,
            "waiting_count": in_all,
            "base": reverse("portal:board") if reads_board(actor, None) else "",
        }


class ProvinceView(PlaceView):
    template_name = "portal/province.html"

    def get_context_data(self, **kwargs):
        province = self.province(clock.today())
        scope = Scope(self.request.actor, {"provinsi": province.pk})
        return super().get_context_data(
            province=province,
            people=people_in_office(institution__province=province),
            query=f"provinsi={province.pk}",
            **self.place(scope),
            **kwargs,
        )

    def province(self, today: date) -> Province:
        if self.request.actor is None:
            raise Http404
        coverage = Coverage.objects.on(today).filter(province=OuterRef("pk"))
        found = Province.objects.annotate(
            upt_code=Subquery(coverage.values("upt")[:1]), upt_name=Subquery(coverage.values("upt__short_name")[:1])
        )
        province = (
            found.filter(pk=self.kwargs["code"], pk__in=regions_of(self.request.actor).values("pk"))
            .select_related("parent")
            .first()
        )
        if province is None:
            raise Http404(_("There is no such province within your scope."))
        return province


class UptView(PlaceView):
    template_name = "portal/upt.html"

    def get_context_data(self, **kwargs):
        today, actor = clock.today(), self.request.actor
        if actor is None:
            raise Http404
        scope = Scope(actor, {"upt": self.kwargs["code"]})
        served = self.served(scope, today)
        upt = self.upt(served)
        return super().get_context_data(
            upt=upt,
            official_name=served[0].official_name if served else str(upt.names.on(today).first() or ""),
            people=people_in_office(institution__upt=upt),
            provinces=served,
            query=f"upt={upt.pk}",
            **self.place(scope),
            **kwargs,
        )

    def upt(self, served: list[Coverage]) -> Upt:
        """An UPT is seen by itself, by the provinces it serves, and by whoever's scope holds one of them."""
        own = self.request.actor.institution.upt
        if any(row.seen for row in served) or (served and served[0].upt == own):
            return served[0].upt
        if own and own.pk == self.kwargs["code"]:
            return own
        raise Http404(_("There is no such UPT within your scope."))

    def served(self, scope: Scope, today: date) -> list[Coverage]:
        """The provinces it serves today, with what is open there and late, or unseen; and the UPT: one query."""
        turns = scope.open_turns().filter(case__province=OuterRef("province")).order_by().values("case__province")
        late = Count("case", filter=Q(due_on__lt=today), distinct=True)
        counted = turns.annotate(n=JSONObject(open=Count("case", distinct=True), late=late)).values("n")
        seen = Exists(regions_of(scope.actor).filter(pk=OuterRef("province")))
        names = UptName.objects.on(today).filter(upt=OuterRef("upt"))
        found = Coverage.objects.on(today).filter(upt=self.kwargs["code"]).order_by("province__name")
        found = found.select_related("province", "upt__office_province", "upt__institution")
        return list(
            found.annotate(counts=Subquery(counted), seen=seen, official_name=Subquery(names.values("name")[:1]))
        )
