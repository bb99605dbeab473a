"""What the UPT and the centre do with a proposal in the story: check, review, decide, accept."""

from casework import services
from portal.demonstration import programmes, reasons
from programs.guards import notes_of_last_return
from programs.models import CheckAnswer, CheckItem, Criterion, ReturnNote, Review
from programs.services import checks, reviews, routing
from regions import clock, working_days
from regions.models import Upt

Result, REASONS = CheckAnswer.Result, reasons.REASONS


# --- UPT ------------------------------------------------------------------------------


def take(life) -> None:
    life.move("take", life.verifier())


def take_other(life) -> None:
    """The colleague takes what was released or came back to the pool."""
    life.plot.verifier = 3 - life.plot.verifier
    take(life)


def release(life) -> None:
    life.move("release", life.verifier(), comment=REASONS["release"])


def reassign(life) -> None:
    life.plot.verifier = 3 - life.plot.verifier
    chair = life.chair(f"{life.upt}.verifier.{life.plot.verifier}")
    life.keep(routing.reassign_verifier(life.proposal, chair, actor=life.upt_head(), reason=REASONS["reassign"]))


def transfer(life) -> None:
    other = Upt.objects.get(pk=life.plot.other_upt)
    actor = life.verifier()
    life.keep(routing.transfer_upt(life.proposal, other, actor=actor, reason=REASONS["transfer"]))


def check_some(life) -> None:
    """The first half of the checklist."""
    items = list(CheckItem.objects.for_kind(life.proposal.kind))
    fill(life, items[: len(items) // 2])


def fill(life, items, unmet: int | None = None) -> None:
    answers = {item.pk: (Result.MET, "") for item in items}
    if unmet is not None:
        answers[items[unmet].pk] = (Result.NOT_MET, "Lihat catatan pada pengembalian.")
    if len(items) > 4:
        answers[items[-1].pk] = (Result.NOT_NEEDED, "")
    life.keep(checks.save_checklist(life.proposal, answers, actor=life.verifier()))


def snooze(life) -> None:
    """The verifier puts off his reminders for two working days."""
    turn, until = life.proposal.case.turns.open().get(), working_days.add_working_days(clock.today(), 2)
    services.snooze(turn, actor=life.verifier(), until=until, reason=REASONS["snooze"])


def return_(life) -> None:
    """Two notes, and ten working days (or what the plot allows) to mend them."""
    fill(life, list(CheckItem.objects.for_kind(life.proposal.kind)), unmet=1)
    send_back_to_body(life, life.verifier())


def send_back_to_body(life, actor) -> None:
    first = life.chance.randrange(2)
    notes = [(step, text) for step, text, _reply in programmes.RETURN_NOTES[first : first + 2]]
    deadline = working_days.add_working_days(clock.today(), life.plot.days_to_mend)
    life.move("return", actor, notes=notes, deadline=deadline)


def judge(life) -> None:
    for note in notes_of_last_return(life.proposal):
        checks.judge_note(note, ReturnNote.Verdict.MET, actor=life.verifier())
    life.refresh()


def pass_on(life) -> None:
    judge(life)
    fill(life, list(CheckItem.objects.for_kind(life.proposal.kind)))
    life.move("pass_on", life.verifier(), recommendation=life.chance.choice(reasons.RECOMMENDATIONS))


def advise_rejection(life) -> None:
    life.keep(checks.recommend_rejection(life.proposal, actor=life.verifier(), reason=reasons.REJECTION_ADVICE))


def give_back(life) -> None:
    life.keep(checks.give_back(life.proposal, actor=life.upt_head(), reason=REASONS["give_back"]))


def reject_upt(life) -> None:
    life.move("reject", life.upt_head(), comment=REASONS["reject_upt"])


def drop(life) -> None:
    life.move("drop", life.upt_head(), comment=REASONS["drop"])


def reopen(life) -> None:
    life.move("reopen", life.upt_head(), comment=REASONS["reopen"])


def close(life) -> None:
    life.move("close", life.upt_head())


# --- centre ---------------------------------------------------------------------------


def assign(life) -> None:
    """Two reviewers, in turn; those of the plot when it names some."""
    chairs = [life.chair(f"reviewer.{number}") for number in life.plot.reviewers]
    reviews.assign_reviewers(life.proposal, chairs, actor=life.actor("coordinator"))
    life.refresh()


def assign_another(life) -> None:
    taken = set(Review.objects.filter(proposal=life.proposal).values_list("reviewer", flat=True))
    free = next(chair for number in (1, 2, 3, 4) if (chair := life.chair(f"reviewer.{number}")).pk not in taken)
    reviews.assign_reviewers(life.proposal, [free], actor=life.actor("coordinator"))
    life.refresh()


def pending(life) -> tuple[Review, str]:
    """The first review still to be given, and the key of its reviewer's chair."""
    review = Review.objects.standing(life.proposal).pending().select_related("reviewer").first()
    return review, next(key for key, chair in life.story.cast.chairs.items() if chair.pk == review.reviewer_id)


def review(life, opinion: tuple[str, str] | None = None) -> None:
    row, key = pending(life)
    word, text = opinion or life.chance.choice(reasons.REVIEWS)
    low, high = (35, 60) if word == "oppose" else (68, 94)
    points = {criterion.pk: life.chance.randint(low, high) for criterion in Criterion.objects.filter(is_active=True)}
    reviews.give_review(row, actor=life.actor(key), points=points, opinion=word, text=text)
    life.refresh()


def oppose(life) -> None:
    review(life, reasons.OPPOSING)


def recuse(life) -> None:
    row, key = pending(life)
    reviews.recuse(row, actor=life.actor(key), reason=reasons.RECUSAL)
    life.refresh()


def send_back(life) -> None:
    life.move("send_back", life.actor("coordinator"), comment=REASONS["send_back"])


def return_review(life) -> None:
    send_back_to_body(life, life.actor("coordinator"))


def return_decision(life) -> None:
    send_back_to_body(life, life.actor("head"))


def bring(life) -> None:
    life.move("bring_to_decision", life.actor("coordinator"))


def ask_review(life) -> None:
    life.move("ask_review", life.actor("head"), comment=REASONS["ask_review"])


def approve(life) -> None:
    life.move("approve", life.actor("head"))


def defer(life) -> None:
    year = max(life.proposal.fiscal_year, clock.today().year) + 1
    life.move("defer", life.actor("head"), comment=REASONS["defer"], fiscal_year=year)


def resume(life) -> None:
    life.move("resume", life.actor("coordinator"))


def reject(life) -> None:
    life.move("reject", life.actor("head"), comment=REASONS["reject"])


def cancel(life) -> None:
    life.move("cancel", life.actor("head"), comment=REASONS["cancel"])


UPT_ACTS = (
    take, take_other, release, reassign, transfer, check_some, snooze, return_, judge, pass_on, advise_rejection,
    give_back, reject_upt, drop, reopen, close,
)  # fmt: skip
CENTRE_ACTS = (
    assign, assign_another, review, oppose, recuse, send_back, return_review, return_decision, bring, ask_review,
    approve, defer, resume, reject, cancel,
)  # fmt: skip
ACTS = {act.__name__.rstrip("_"): act for act in (*UPT_ACTS, *CENTRE_ACTS)}
UPT_NAMES = {act.__name__.rstrip("_") for act in UPT_ACTS}
CENTRE_NAMES = {act.__name__.rstrip("_") for act in CENTRE_ACTS}
