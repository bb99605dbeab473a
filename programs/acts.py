"""What one reader may do with a proposal now: moves of the lifecycle and the other services, as buttons and reasons."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from casework.policies import Occasion
from casework.shown import about_reminders
from casework.workflow import Transition, available
from programs import occasions
from programs.kinds import Step
from programs.models import CostLine, Proposal
from programs.occasions import CHECK, DECISION, WRITE

# Harmless, without a word to write: one press does it.
AT_ONCE = ("take", "bring_to_decision", "start")
# Moves that follow after a form, and those that have a page which leads to them.
FORMS = ("return", "pass_on", "defer", "report", "send_back", "ask_review", "reject", "withdraw", "cancel", "drop")
FORMS += ("reopen", "release", "discard", "assign")
ON_DECISION_PAGE = ("approve", "defer", "reject", "return", "ask_review")
RARE = ("/alihkan", "/verifikator", "/langkah/release", "/tunda")  # ends of addresses
IN_THE_WIZARD = ("submit", "resubmit")


@dataclass(frozen=True)
class Page:
    """An act that is not a move: its address, its name, its occasion; `when` narrows it further."""

    name: str
    label: str | Promise
    occasion: Occasion
    when: Callable = lambda proposal, actor: True
    primary: bool = False


def _advised(proposal, actor) -> bool:
    """The verifier has advised to reject: the turn is with the head of the UPT."""
    return any(turn.seat == "upt_head" for turn in proposal.case.turns.all())


def _my_review(proposal, actor) -> bool:
    return any(turn.seat == f"reviewer:{actor.position.pk}" for turn in proposal.case.turns.all())


def _figures_open(proposal, actor) -> bool:
    return proposal.figures_confirmed_at is None


def _budget_open(proposal, actor) -> bool:
    lines = [line for line in proposal.cost_lines.all() if line.form == CostLine.Form.CASH]
    return any(not line.budget_document.strip() for line in lines)


PAGES = (
    Page("check", gettext_lazy("Fill in the checklist"), occasions.FILL_CHECKLIST, primary=True),
    Page("advise", gettext_lazy("Advise to reject…"), occasions.ADVISE_REJECTION, lambda p, a: not _advised(p, a)),
    Page("give_back", gettext_lazy("Give back to the verifier…"), occasions.GIVE_BACK, _advised),
    Page("reassign", gettext_lazy("Give to another verifier…"), occasions.REASSIGN),
    Page("reviewers", gettext_lazy("Assign reviewers"), occasions.CHOOSE_REVIEWERS, primary=True),
    Page("review", gettext_lazy("Give the review"), occasions.GIVE_REVIEW, _my_review, primary=True),
    Page("decision", gettext_lazy("Read and decide"), occasions.READ_TO_DECIDE, primary=True),
    Page("figures", gettext_lazy("Confirm the figures"), occasions.CONFIRM_FIGURES, _figures_open, primary=True),
    Page("budget", gettext_lazy("Fill in budget documents"), occasions.FILL_BUDGET, _budget_open),
    Page("transfer", gettext_lazy("Transfer to another UPT…"), occasions.TRANSFER),
)


@dataclass
class Acts:
    """Buttons for the strip, at most one of them filled; rare ones folded; what is not possible yet, with reasons."""

    buttons: list[dict] = field(default_factory=list)
    rare: list[dict] = field(default_factory=list)
    blocked: list[dict] = field(default_factory=list)


def acts(proposal: Proposal, actor) -> Acts:
    """Everything this actor may do now. Dangerous acts are plain; the filled one is the one that leads on."""
    if actor is None:
        return Acts()
    in_wizard = WRITE.has_come(proposal)
    moves = _without_wizard(proposal, actor) if in_wizard else available(proposal, actor)
    found = Acts([*_writing(proposal, actor), *_pages(proposal, actor), *_agreement(proposal, actor)])
    found.buttons += _changes(proposal, actor)
    for row, reasons in moves:
        if proposal.case.status == DECISION and row.name in ON_DECISION_PAGE and row.name != "return":
            continue
        _add(found, proposal, row, reasons)
    _one_filled(found.buttons)
    found.buttons += about_reminders(proposal.case.turns.all(), actor)
    _fold_rare(found)
    return found


def _without_wizard(proposal: Proposal, actor) -> list[tuple[Transition, list]]:
    """Submitting is asked on the last step of the form, so its guard is not asked here."""
    rows = [row for row in proposal.workflow.from_state(proposal.case.status) if row.name not in IN_THE_WIZARD]
    return [(row, list(row.guard(proposal, actor))) for row in rows if row.allowed(actor, proposal)]


def _writing(proposal: Proposal, actor) -> list[dict]:
    if not WRITE(actor, proposal):
        return []
    step = Step.SUBJECT
    label = _("Go on writing") if proposal.case.status == "draft" else _("Revise and answer the notes")
    if proposal.case.status == "returned":
        notes = [note for note in proposal.notes.all() if not note.answer]
        step = notes[-1].step if notes else Step.CHECK
    return [{"label": label, "url": reverse("programs:step", args=[proposal.pk, step]), "kind": "primary"}]


def _pages(proposal: Proposal, actor) -> list[dict]:
    return [
        {
            "label": page.label,
            "url": reverse(f"programs:{page.name}", args=[proposal.pk]),
            "kind": "primary" if page.primary else "line",
        }
        for page in PAGES
        if page.occasion(actor, proposal) and page.when(proposal, actor)
    ]


def _changes(proposal: Proposal, actor) -> list[dict]:
    """Whoever checks a revision first reads what it changed."""
    if proposal.submissions < 2 or not occasions.FILL_CHECKLIST(actor, proposal):
        return []
    url = reverse("programs:compare", args=[proposal.pk])
    return [{"label": _("What changed since the return"), "url": url, "kind": "line"}]


def _agreement(proposal: Proposal, actor) -> list[dict]:
    """The room above opens an agreement for an approved proposal that waits for one; later one goes on there."""
    seats = {turn.seat for turn in proposal.case.turns.all()}
    if not actor.has(Role.COOPERATION_OFFICER):
        return []
    if "cooperation_officer" in seats:
        url = f"{reverse('agreements:open')}?usulan={proposal.pk}"
        return [{"label": _("Prepare the agreement"), "url": url, "kind": "primary"}]
    if "agreement" not in seats:
        return []
    prepared = next(cover["case"] for cover in proposal.covered_by if not cover["starts_on"])
    return [{"label": _("Open the agreement"), "url": reverse("portal:case", args=[prepared]), "kind": "primary"}]


def _add(found: Acts, proposal: Proposal, row: Transition, reasons: list) -> None:
    """A move with nothing against it is a button; else it is named with what must come first."""
    if reasons:
        found.blocked.append({"label": row.label, "reasons": reasons})
        return
    found.buttons.append(
        {
            "label": f"{row.label}…" if row.name in FORMS else row.label,
            "url": reverse("programs:move", args=[proposal.pk, row.name]),
            "kind": _weight(proposal, row),
            "post": row.name in AT_ONCE,
        }
    )


def _weight(proposal: Proposal, row: Transition) -> str:
    """What leads on is filled; out of a finished check that is passing on, or returning what is not met."""
    if row.dangerous:
        return "plain"
    if row.name not in FORMS:
        return "primary"
    leads_on = "return" if getattr(proposal, "items_unmet", 0) else "pass_on"
    return "primary" if row.name == leads_on and proposal.case.status == CHECK else "line"


def _fold_rare(found: Acts) -> None:
    """The eye finds what is asked for in a second: what is seldom done folds away, unless it would stand alone."""
    common = [button for button in found.buttons if not button["url"].rstrip("/").endswith(RARE)]
    if common:
        found.rare = [button for button in found.buttons if button not in common]
        found.buttons = common


def _one_filled(buttons: list[dict]) -> None:
    """A move that leads on comes before the page that prepares it; all but the first filled are outlined."""
    rank = ("primary", "line", "plain")
    buttons.sort(key=lambda button: (rank.index(button["kind"]), "/langkah/" not in button["url"]))
    for button in buttons[1:]:
        if button["kind"] == "primary":
            button["kind"] = "line"
