"""The ladder's preview: what would be sent in the next 30 days, to whom and why; for administrators and UPT heads."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from accounts.access import regions_of
from accounts.actors import Actor
from accounts.roles import Role
from agreements.services import ends
from casework import reminders
from casework.audience import said
from casework.forecast import Planned, planned
from casework.listing import address, cleaned
from casework.models import LadderStep
from casework.policies import policy
from casework.reminders import Candidate
from casework.spreadsheets import csv_response
from regions import clock
from regions.models import Upt
from regions.templatetags.dates import day, instant

DAYS = 30
SHOWN = 100  # messages on the page; the file has all
MOST = 3_000  # rungs that are reckoned with for one page or file
SOURCES = {"giliran": gettext_lazy("Turns"), "berakhir": gettext_lazy("Ends of documents")}
Basis = LadderStep.Basis


@policy(gettext_lazy("administrators, and heads of UPT for their own cases"))
def reads_ladder(actor: Actor, _nothing) -> bool:
    return actor.has(Role.ADMINISTRATOR) or (actor.has(Role.UPT_HEAD) and actor.institution.upt_id is not None)


class PreviewView(View):
    """The messages to come, from the sweep's own rules; `asal` says of what, `upt` and `provinsi` of whose cases."""

    def dispatch(self, request, *args, **kwargs):
        if not reads_ladder(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": reads_ladder.who})
        self.params = cleaned(request.GET)
        asked = self.params.get("asal", "")
        self.source = asked if asked in SOURCES else "giliran"
        self.until = clock.today(request.actor.timezone) + timedelta(days=DAYS)
        return super().dispatch(request, *args, **kwargs)

    @property
    def chosen(self) -> dict:
        """Of whose cases: the head of an UPT reads its own."""
        own = self.request.actor.institution.upt_id
        words = {"upt": own or self.params.get("upt"), "province": self.params.get("provinsi")}
        return {name: word for name, word in words.items() if word}

    def candidates(self) -> list[Candidate] | None:
        """None: they are too many to reckon with while somebody waits."""
        if self.source == "giliran":
            return reminders.candidates_among(self.chosen, self.until, MOST)
        found = ends.candidates(self.until)
        return [
            one for one in found if all(getattr(one.case, f"{name}_id") == word for name, word in self.chosen.items())
        ]


class PreviewPage(PreviewView, TemplateView):
    template_name = "portal/preview.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        candidates = self.candidates()
        rows = planned(candidates or [], self.until)
        return super().get_context_data(
            rows=[line(row) for row in rows[:SHOWN]],
            count=len(rows),
            beyond=max(len(rows) - SHOWN, 0),
            until=self.until,
            presets=[
                {"label": label, "url": address(self.params, asal=code), "current": code == self.source}
                for code, label in SOURCES.items()
            ],
            too_many=candidates is None,
            advice=advice(self.chosen),
            fields=_fields(None if narrowed(self.params) else candidates, self.request.actor, self.params),
            source=self.source,
            file_url=f"{reverse('portal:ladder_preview_file')}{address(self.params)}",
            **kwargs,
        )


class PreviewFile(PreviewView):
    def get(self, request):
        candidates = self.candidates()
        if candidates is None:
            return redirect(f"{reverse('portal:ladder_preview')}{address(self.params)}")
        rows = map(line, planned(candidates, self.until))
        head = [_("When"), _("To whom"), _("Position"), _("Case"), _("Title"), _("Why")]
        cells = ([row["when"], row["person"], row["position"], row["number"], row["title"], row["why"]] for row in rows)
        return csv_response("pratinjau-pengingat.csv", head, cells)


def line(row: Planned) -> dict:
    """One message as a reader sees it."""
    due, case = row.due, row.due.candidate.case
    return {
        "when": instant(row.at),
        "person": due.to.user.full_name,
        "position": due.to.label,
        "number": case.number or "",
        "title": case.title,
        "url": due.candidate.url,
        "why": why(row),
    }


def why(row: Planned) -> str:
    """Which rung speaks, of what, and what else it stands for."""
    due, step, turn = row.due, row.due.candidate.step, row.due.candidate.turn
    parts = [_rung(step.basis, step.offset)]
    if turn is not None:
        parts.append(_("last day %(day)s") % {"day": day(turn.due_on)})
    parts.append(str(LadderStep.Audience(step.audience).label))
    if due.unit.vacant:
        parts.append(_("in the place of %(chair)s, which is vacant") % {"chair": said(due.unit.label)})
    if row.merged:
        text = ngettext("stands for %(count)d lower step", "stands for %(count)d lower steps", row.merged)
        parts.append(text % {"count": row.merged})
    return "; ".join(parts)


def _rung(basis: str, offset: int) -> str:
    count = abs(offset)
    if basis == Basis.END:
        return ngettext("%(count)d day before the end", "%(count)d days before the end", count) % {"count": count}
    if basis == Basis.UNSUCCEEDED:
        text = ngettext(
            "%(count)d day after an end without successor", "%(count)d days after an end without successor", count
        )
        return text % {"count": count}
    if offset == 0:
        return _("on the last day")
    if offset < 0:
        return ngettext("%(count)d working day left", "%(count)d working days left", count) % {"count": count}
    return ngettext("%(count)d working day late", "%(count)d working days late", count) % {"count": count}


def advice(chosen: dict) -> str:
    """What to do where they are too many."""
    if "province" in chosen:
        return _("What is due in this province is more than one page can wait for.")
    if "upt" in chosen:
        return _("Choose a province as well; what is due in all of this UPT is more than one page can wait for.")
    return _("Choose an UPT or a province; what is due in all of them is more than one page can wait for.")


def narrowed(params) -> bool:
    return bool(params.get("upt") or params.get("provinsi"))


def _fields(candidates: list[Candidate] | None, actor: Actor, params) -> list[dict]:
    """The UPT and provinces that occur, to choose from; None: all that the reader may choose instead of the present."""
    if candidates is None:
        own = actor.institution.upt_id
        upts = {row.pk: str(row) for row in (Upt.objects.filter(pk=own) if own else Upt.objects.all())}
        provinces = {row.pk: row.name for row in regions_of(actor)}
    else:
        cases = [one.case for one in candidates]
        upts = {case.upt_id: str(case.upt) for case in cases if case.upt_id}
        provinces = {case.province_id: str(case.province) for case in cases if case.province_id}
    return [
        {
            "name": name,
            "label": label,
            "options": [
                (code, text, code == params.get(name)) for code, text in sorted(rows.items(), key=lambda row: row[1])
            ],
        }
        for name, label, rows in (("upt", _("UPT"), upts), ("provinsi", _("Province"), provinces))
    ]
