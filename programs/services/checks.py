"""The UPT's check between take and pass on: checklist, verdicts on answers, advice to reject; and the answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework import turns
from casework.notices import tell_of_act
from casework.workflow import Refused
from programs.guards import notes_of_last_return, open_round
from programs.models import CheckAnswer, CheckItem, Proposal, ReturnNote
from programs.occasions import ADVISE_REJECTION, ANSWER_NOTE, FILL_CHECKLIST, GIVE_BACK, JUDGE_NOTE
from programs.seats import head_seat, verifier_stays
from programs.services.doors import enter, leave, said, touch
from programs.services.routing import give_to
from regions import clock


@transaction.atomic
def save_checklist(
    proposal: Proposal, answers: dict[int, tuple[str, str]], *, actor, version: int | None = None
) -> Proposal:
    """Save results with their notes, by item; items not named stay as they are."""
    proposal = enter(proposal, FILL_CHECKLIST, actor=actor, version=version)
    current = open_round(proposal)
    known = set(CheckItem.objects.for_kind(proposal.kind).values_list("pk", flat=True))
    if not set(answers) <= known:
        raise Refused(_("The checklist changed meanwhile. Look at it again."))
    for item, (result, note) in answers.items():
        if result not in CheckAnswer.Result.values:
            raise Refused(_("Choose met, not met or not needed."), field=f"result_{item}")
        CheckAnswer.objects.update_or_create(
            round=current, item_id=item, defaults={"result": result, "note": note.strip()}
        )
    leave(proposal, "save_checklist", actor=actor, answered=len(answers))
    return proposal


@transaction.atomic
def answer_note(note: ReturnNote, text: str, *, actor, version: int | None = None) -> ReturnNote:
    """The proposer says what was mended, note by note; an empty answer takes it back."""
    proposal = enter(note.proposal, ANSWER_NOTE, actor=actor, version=version)
    note = _current_note(proposal, note)
    note.answer = text.strip()
    note.answered_at = clock.now() if note.answer else None
    note.save(update_fields=["answer", "answered_at"])
    touch(proposal)
    return note


@transaction.atomic
def judge_note(note: ReturnNote, verdict: str, *, actor, version: int | None = None) -> ReturnNote:
    """The verifier marks an answer satisfactory (sesuai) or not yet (belum sesuai)."""
    proposal = enter(note.proposal, JUDGE_NOTE, actor=actor, version=version)
    note = _current_note(proposal, note)
    if verdict not in ReturnNote.Verdict.values:
        raise Refused(_("Choose satisfactory or not yet satisfactory."), field="verdict")
    note.verdict, note.judged_at = verdict, clock.now() if verdict else None
    note.save(update_fields=["verdict", "judged_at"])
    leave(proposal, "judge_note", actor=actor, step=note.step, verdict=verdict)
    return note


def _current_note(proposal: Proposal, note: ReturnNote) -> ReturnNote:
    """Only notes of the last return are open; earlier ones are history."""
    for current in notes_of_last_return(proposal):
        if current.pk == note.pk:
            return current
    raise Refused(_("This note belongs to an earlier return."))


@transaction.atomic
def recommend_rejection(proposal: Proposal, *, actor, reason: str, version: int | None = None) -> Proposal:
    """The verifier hands the turn to the head of the UPT, who rejects or gives it back; the last day stays."""
    proposal = enter(proposal, ADVISE_REJECTION, actor=actor, version=version)
    current = open_round(proposal)
    current.rejection_advice = said(reason)
    current.save(update_fields=["rejection_advice"])
    seat = head_seat(proposal)
    held = proposal.case.turns.open().get(seat="verifier")
    turns.hand_on(held, position=seat["position"], pool_role=seat["pool_role"], seat="upt_head")
    leave(proposal, "recommend_rejection", actor=actor, comment=current.rejection_advice)
    tell_of_act(proposal, "recommend_rejection", actor=actor, comment=current.rejection_advice)
    return proposal


@transaction.atomic
def give_back(proposal: Proposal, *, actor, reason: str, version: int | None = None) -> Proposal:
    """The head of the UPT does not follow the advice: the verifier goes on checking."""
    proposal = enter(proposal, GIVE_BACK, actor=actor, version=version)
    reason, current = said(reason), open_round(proposal)
    if not current.rejection_advice:
        raise Refused(_("Nobody has advised to reject this proposal."))
    if not verifier_stays(proposal):
        raise Refused(_("The verifier is no longer in office: assign another one."))
    give_to(proposal, proposal.verifier)
    leave(proposal, "give_back", actor=actor, comment=reason)
    tell_of_act(proposal, "give_back", actor=actor, comment=reason)
    return proposal
