"""What a move of a proposal changes besides its state. Effects write models and call no service."""

from datetime import date

import pghistory
from django.utils.translation import gettext as _

from accounts.models import Position
from casework import documents
from casework.models import Document
from casework.numbers import next_number
from casework.workflow import Refused
from programs import sharing
from programs.guards import notes_of_last_return, open_round, today_of
from programs.kinds import Step
from programs.models import CheckAnswer, Report, ReturnNote, Spending, VerificationRound
from programs.seats import verifier_stays, verifies
from regions import clock, working_days
from regions.queries import upt_covering

NUMBER_PREFIX = "USL"
SNAPSHOT = "submitted"


def submit(proposal, *, actor, comment):
    """Give the number, route to the UPT that covers the province today, and let others see it from now on."""
    case, now = proposal.case, clock.now()
    case.number = next_number(NUMBER_PREFIX)
    case.upt = upt_covering(case.province, today_of(proposal))
    case.shared_at = proposal.first_submitted_at = now
    _count_submission(proposal, actor, now)


def resubmit(proposal, *, actor, comment):
    """Number and first date stay; back to the same verifier, or to the pool when he is gone."""
    proposal.revise_by = None
    _count_submission(proposal, actor, clock.now())
    _back_to_verifier(proposal)


def _count_submission(proposal, actor, now):
    proposal.submissions += 1
    proposal.review_round += 1
    proposal.last_submitted_at = now
    proposal.submitted_by = actor.position
    proposal.save()
    _snapshot(proposal)


def _snapshot(proposal):
    """The history of a draft: how everything stood at each submission, held together by one context.

    Title and regencies stand in other tables than the rows that are kept, so the context carries them.
    """
    places = list(proposal.regencies.order_by("name").values_list("name", flat=True))
    with pghistory.context(submission=proposal.submissions, title=proposal.case.title, regencies=places):
        pghistory.create_event(proposal, label=SNAPSHOT)
        if proposal.detail is not None:
            pghistory.create_event(proposal.detail, label=SNAPSHOT)
        for line in proposal.cost_lines.all():
            pghistory.create_event(line, label=SNAPSHOT)


def take(proposal, *, actor, comment):
    proposal.verifier = actor.position
    proposal.save()
    _begin_round(proposal)


def assign(proposal, *, actor, comment, position: Position | None = None):
    """The head of the UPT gives a proposal that nobody has taken to a verifier."""
    if position is None or position.institution.upt_id != proposal.case.upt_id or not verifies(position):
        raise Refused(_("Choose a verifier who is in office in this UPT."), field="position")
    proposal.verifier = position
    proposal.save()
    _begin_round(proposal)


def release(proposal, *, actor, comment):
    _end_round(proposal, "release")
    proposal.verifier = None
    proposal.save()


def return_(proposal, *, actor, comment, notes=(), deadline: date | None = None):
    """Notes are pairs (step, text); notes of the last return that are not yet satisfactory come along."""
    _check_deadline(proposal, deadline)
    last = notes_of_last_return(proposal)
    carried = [(note.step, note.text) for note in last if note.verdict != note.Verdict.MET]
    written = [(step, text.strip()) for step, text in notes if text.strip()]
    pairs = list(dict.fromkeys(carried + written))
    if not pairs:
        raise Refused(_("Write at least one note that says what to mend, on the step it concerns."), field="notes")
    if any(step not in Step.values for step, _text in pairs):
        raise Refused(_("A note belongs to one of the steps."), field="notes")
    number = max((note.returned for note in last), default=0) + 1
    ReturnNote.objects.bulk_create(
        ReturnNote(
            proposal=proposal, returned=number, step=step, text=text, author=actor.position, written_at=clock.now()
        )
        for step, text in pairs
    )
    _end_round(proposal, "return")
    proposal.revise_by = working_days.working_day_from(deadline)
    proposal.save()


def _check_deadline(proposal, deadline: date | None):
    if deadline is None:
        raise Refused(_("Set the last day for the revision."), field="deadline")
    if deadline <= today_of(proposal):
        raise Refused(_("The last day must lie after today."), field="deadline")


def pass_on(proposal, *, actor, comment, recommendation: str = ""):
    if not recommendation.strip():
        raise Refused(_("Write the recommendation for the centre."), field="recommendation")
    proposal.recommendation = recommendation.strip()
    proposal.save()
    _end_round(proposal, "pass_on", proposal.recommendation)


def send_back(proposal, *, actor, comment):
    _back_to_verifier(proposal)
    proposal.save()


def approve(proposal, *, actor, comment):
    proposal.approved_at = clock.now()
    proposal.save()


def defer(proposal, *, actor, comment, fiscal_year: int | None = None):
    """To a later year: the province will confirm its figures for it."""
    earliest = max(proposal.fiscal_year or 0, clock.today().year) + 1
    if fiscal_year is None or not earliest <= fiscal_year <= earliest + 4:
        raise Refused(
            _("Choose a later fiscal year, from %(first)s to %(last)s.") % {"first": earliest, "last": earliest + 4},
            field="fiscal_year",
        )
    proposal.deferred_to = fiscal_year
    proposal.figures_confirmed_at = None
    proposal.save()


def resume(proposal, *, actor, comment):
    """The confirmed figures are a new submission in substance: it is reviewed anew."""
    proposal.fiscal_year = proposal.deferred_to
    proposal.review_round += 1
    proposal.save()
    _snapshot(proposal)


def reject(proposal, *, actor, comment):
    _end_round(proposal, "reject")


def withdraw(proposal, *, actor, comment):
    _end_round(proposal, "withdraw")


def report(
    proposal, *, actor, comment, people_reached: int, people_passed: int, summary: str, spent: dict[str, int], file
):
    """`spent` maps the key of each share paid in cash (see programs.sharing) to whole rupiah."""
    if people_passed > people_reached:
        raise Refused(_("More people passed than were reached."), field="people_passed")
    if not file:
        raise Refused(_("Attach the report."), field="file")
    document = documents.attach(proposal.case, file, Document.Kind.REPORT, actor=actor)
    row = Report.objects.create(
        proposal=proposal,
        people_reached=people_reached,
        people_passed=people_passed,
        summary=summary.strip(),
        document=document,
        reported_by=actor.position,
        reporter_name=actor.display_name,
        reported_at=clock.now(),
    )
    Spending.objects.bulk_create(_spendings(proposal, row, spent))


def _spendings(proposal, row: Report, spent: dict[str, int]) -> list[Spending]:
    rows = []
    for share in sharing.shares(proposal.cost_lines.all()):
        if not share.cash:
            continue
        amount = spent.get(share.key)
        if amount is None or amount < 0:
            raise Refused(_("Say how much %(party)s spent.") % {"party": share.label}, field="spent")
        if amount > share.cash:
            raise Refused(_("%(party)s spent more than planned (pagu).") % {"party": share.label}, field="spent")
        rows.append(
            Spending(report=row, source=share.source, other_party=share.other_party, planned=share.cash, spent=amount)
        )
    return rows


def _back_to_verifier(proposal):
    """The same verifier checks again; when nobody holds that position any more, the UPT's pool does."""
    if verifier_stays(proposal):
        _begin_round(proposal)
        return
    proposal.verifier = None
    proposal.save()
    proposal.case.status = "submitted"


def _begin_round(proposal):
    """A new check; what was found before stays filled in unless the proposal has changed since."""
    last = proposal.rounds.order_by("-number").first()
    current = VerificationRound.objects.create(
        proposal=proposal,
        number=last.number + 1 if last else 1,
        submission=proposal.submissions,
        verifier=proposal.verifier,
        opened_at=clock.now(),
    )
    if last and last.submission == proposal.submissions:
        CheckAnswer.objects.bulk_create(
            CheckAnswer(round=current, item_id=answer.item_id, result=answer.result, note=answer.note)
            for answer in last.answers.all()
        )


def _end_round(proposal, outcome: str, recommendation: str = ""):
    current = open_round(proposal)
    if current is None:
        return
    current.closed_at, current.outcome, current.recommendation = clock.now(), outcome, recommendation
    current.save()
