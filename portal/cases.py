"""The list of everything: proposals and cooperation documents together, with whose turn it is and until when."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Holding
from casework import presets
from casework.brief import brief
from casework.columns import Column
from casework.counting import CountedBeside
from casework.filters import ListFilter, choice, text, view
from casework.listing import Order
from casework.lists import ListKind
from casework.models import Case, Turn
from casework.presets import Preset
from casework.views.exports import ListFileView
from casework.views.lists import ListPageView
from programs.lists import by_last_day
from regions import clock


def _ending(_actor) -> Q:
    return Q(kind="agreement", status="in_force", agreement__ends_on__lte=presets.ending_by())


BY_TURN = (
    Preset("giliran", _("My turn"), presets.mine),
    Preset("lewat", _("Overdue with me"), presets.late_with_me),
    Preset("saya", _("I had a hand in"), presets.touched),
    Preset("terlambat", _("Overdue"), presets.late),
    Preset("daerah", _("Waiting for the province"), presets.with_province),
    Preset("belum", _("Nobody has taken"), presets.untaken),
)
OURS = Preset("kami", _("Our office's"), lambda actor: Q(owner=actor.institution))
ENDING = Preset("berakhir", _("Ending within 90 days"), _ending)
PRESETS = (OURS, *BY_TURN, ENDING)


def _touched_by(name: str):
    """Turns, open or closed, of the positions that somebody of this name holds today."""
    positions = Holding.objects.on(clock.today()).filter(user__full_name__icontains=name).values("position")
    return Turn.objects.filter(case=OuterRef("pk"), position__in=positions)


class CaseFilter(ListFilter):
    """What both kinds of case have in common."""

    q = text(_("Search in cases"), _("title, number, institution, person in office"))
    provinsi = choice(_("Province"), field_name="province")
    jenis = choice(_("Kind"), field_name="kind", choices=Case.Kind.choices)
    selesai = choice(_("Open or closed"), method="is_open", choices=[("belum", _("Under way")), ("ya", _("Closed"))])
    tampilan = view(PRESETS)

    class Meta:
        model = Case
        fields: list[str] = []

    def having_text(self, rows, name, value):
        return rows.filter(self.said.in_case() | Q(owner__in=self.said.offices) | Exists(_touched_by(value)))

    def is_open(self, rows, name, value):
        return rows.filter(closed_at__isnull=value == "belum")

    def in_view(self, rows, name, value):
        if self.actor is None:
            return rows
        for preset in (OURS, ENDING):
            if preset.word == value:
                return rows.filter(preset.condition(self.actor))
        return rows.filter(presets.has_turn(BY_TURN, value, self.actor))


def _under(case) -> str:
    return " · ".join(filter(None, [case.number, case.owner.short_name]))


class CaseList(ListKind):
    """Every case within the reader's sight, whatever its kind."""

    word, label, page, file = "perkara", _("All cases"), "portal:cases", "portal:cases_file"
    filter_class, presets, default_order = CaseFilter, PRESETS, "baru"
    acts = ("ingatkan", "serahkan")
    columns = (
        Column(
            "nomor",
            _("Number"),
            lambda row: row.number,
            "brief",
            Order("nomor", Coalesce("number", Value(""))),
            shown=False,
        ),
        Column("judul", _("Case"), lambda row: row.title, "title", Order("judul", "title"), under=_under),
        Column("badan", _("Opened by"), lambda row: row.owner.name, "brief", shown=False),
        Column("provinsi", _("Province"), lambda row: row.province.name if row.province else None, "brief"),
        Column("jenis", _("Kind"), lambda row: row.get_kind_display(), "brief"),
        Column("tahap", _("Stage"), lambda row: row.status_label, "status", family=lambda row: row.status_family),
        Column("giliran", _("Turn"), lambda row: row.turn.whose, "turn"),
        Column("batas", _("Last day"), lambda row: row.turn.due_on, "due", by_last_day("pk")),
        Column(
            "baru",
            _("Begun on"),
            lambda row: row.opened_at,
            "day",
            Order("baru", "opened_at", datetime, descending_first=True),
            shown=False,
        ),
        Column(
            "berakhir",
            _("Ends"),
            lambda row: row.agreement.ends_on if row.kind == "agreement" else None,
            "day",
            Order("berakhir", Coalesce("agreement__ends_on", Value(date.max)), date),
            shown=False,
        ),
    )

    def sight(self, actor):
        return Case.objects.visible_to(actor)

    def load(self, rows, actor):
        turns = Turn.objects.open().select_related("institution", "position")
        return rows.select_related("owner", "province", "proposal", "agreement").prefetch_related(
            Prefetch("turns", turns)
        )

    def dress(self, row, actor):
        row.turn = brief(list(row.turns.all()), actor)

    def cases(self, rows):
        found = list(rows.select_related("proposal", "agreement"))
        for case in found:
            case.page = case.get_absolute_url()
        return {case.pk: case for case in found}

    def counts(self, actor):
        if actor is None:
            return {}
        cases = Case.objects.visible_to(actor)
        of_cases = {view.word: CountedBeside(cases.filter(view.condition(actor))) for view in (OURS, ENDING)}
        return presets.turn_counts(actor, BY_TURN, **of_cases)

    def noun(self, count):
        return ngettext("case", "cases", count)


CASES = CaseList()


class CasesView(ListPageView):
    kind, template_name = CASES, "portal/cases.html"


class CasesFileView(ListFileView):
    kind = CASES
