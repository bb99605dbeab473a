"""The page of one proposal, and its whole history."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.history import History
from casework.policies import sees_narrowly
from casework.shown import strip_shown, trail_shown, way_shown
from casework.states import PROPOSAL_STATES
from casework.strip import Strip, TrailLine, in_words, trail_lines, way
from programs import history, partners, summary
from programs.acts import acts
from programs.dossier import dossier
from programs.models import Proposal
from programs.notes import notes_shown
from programs.occasions import WRITE
from programs.policies import reads_reviews
from programs.reporting import report_shown
from programs.views.writers import writing

USUAL = (
    "draft",
    "submitted",
    "in_verification",
    "in_review",
    "awaiting_decision",
    "approved",
    "in_progress",
    "reporting",
    "closed",
)
LATEST = 6


class DetailView(TemplateView):
    """State, turn, next step, substance, money, documents, people, history, and what one may do, in one place."""

    template_name = "programs/detail.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        actor, proposal = self.request.actor, dossier(self.request.actor, kwargs["pk"], narrow=True)
        if sees_narrowly(actor, proposal.case):
            self.template_name = "programs/partner.html"
            part = partners.part_of(proposal, actor.institution)
            return super().get_context_data(**frame(proposal, actor), part=part, **kwargs)
        found = acts(proposal, actor)
        return super().get_context_data(
            **frame(proposal, actor),
            acts=found.buttons,
            rare_acts=found.rare,
            blocked=found.blocked,
            printing="cetak" in self.request.GET,
            notes=notes_shown(proposal, actor),
            facts=summary.facts(proposal),
            money=summary.money(proposal),
            documents=summary.documents(proposal),
            people=summary.people(proposal),
            partners=partners.names(proposal),
            partners_url=partners.page(proposal, actor),
            reads_reviews=reads_reviews(actor, proposal),
            report=report_shown(proposal),
            writers=_writers(proposal, self.request),
            history=trail_shown(trail_lines(proposal.case, LATEST)),
            **kwargs,
        )


class WorkView(View):
    """Leads whoever has the turn to where the work is done: the step with an open note, the checklist, the review."""

    def get(self, request, pk):
        proposal = dossier(request.actor, pk, narrow=True)
        found = [] if sees_narrowly(request.actor, proposal.case) else acts(proposal, request.actor).buttons
        filled = (act["url"] for act in found if act["kind"] == "primary" and not act.get("post"))
        return redirect(next(filled, proposal.get_absolute_url()))


def _writers(proposal: Proposal, request) -> list[str]:
    """Who writes on it now is told to whoever may write on it."""
    return writing(proposal.case.writers.all(), request.user) if WRITE(request.actor, proposal) else []


def frame(proposal: Proposal, actor, held: dict | None = None) -> dict:
    """What stands at the head of every page of a proposal: name, state, strip and way.

    A page that has read today's holders of more positions hands them over.
    """
    case = proposal.case
    family = PROPOSAL_STATES[case.status].family
    return {
        "proposal": proposal,
        "case": case,
        "crumbs": crumbs(proposal),
        "about": about(proposal),
        "strip": strip_shown(_strip(case, actor, held), closed=_closing(case), last=_last_decision(case)),
        "way": way_shown(way(case, _stops()), ended=family == "end"),
    }


def _stops() -> list:
    return [(status, PROPOSAL_STATES[status].label) for status in USUAL]


def _strip(case, actor, held: dict | None) -> Strip:
    """The open turns came with the dossier."""
    words = in_words(list(case.turns.all()), actor, held)
    return Strip(sorted(words, key=lambda each: not each.mine))


def _last_decision(case) -> TrailLine | None:
    """What brought the case to where it stands."""
    return next((line for line in trail_lines(case) if line.decision), None)


def _closing(case) -> str:
    return _("No further step: %(state)s") % {"state": case.status_label} if case.closed_at else ""


def crumbs(proposal: Proposal, *further: str) -> list[dict]:
    case = proposal.case
    name = case.number or _("Draft")
    own = {"label": name, "url": proposal.get_absolute_url() if further else ""}
    return [
        {"label": _("Proposals"), "url": reverse("programs:list")},
        {"label": case.province.name, "url": f"{reverse('programs:list')}?provinsi={case.province_id}"},
        own,
        *({"label": label} for label in further),
    ]


def about(proposal: Proposal) -> list[str]:
    """The line below the title."""
    words = [str(proposal.get_kind_display() or _("kind not chosen yet")), proposal.body.name]
    if proposal.fiscal_year:
        words.insert(1, _("FY %(year)s") % {"year": proposal.fiscal_year})
    if proposal.deferred_to and proposal.case.status == "deferred":
        words.append(_("deferred to FY %(year)s") % {"year": proposal.deferred_to})
    if proposal.case.upt_id:
        words.append(_("handled by %(upt)s") % {"upt": proposal.case.upt})
    return words


class HistoryView(TemplateView):
    """Everything that happened in one line of time, newest first."""

    template_name = "casework/history.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        proposal = dossier(self.request.actor, kwargs["pk"])
        return super().get_context_data(
            case=proposal.case,
            crumbs=crumbs(proposal, _("History")),
            history=History(proposal.case, self.request.actor, self.request.GET, history.changes(proposal)),
            **kwargs,
        )
