"""Saving one step from a page that may be old: field by field, losing nothing, for buttons and autosave alike."""

from dataclasses import dataclass, field

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from casework.workflow import Refused, Stale
from programs.forms.costs import PREFIX, CostLines, in_words
from programs.forms.merge import Merge, digest, merge, read_seen
from programs.forms.steps import NoteAnswers, StepForm
from programs.models import Proposal
from programs.money import grouped
from programs.services.checks import answer_note
from regions import clock
from regions.templatetags.dates import hour

TRIES = 5  # somebody else may be faster once or twice, hardly five times in a row


@dataclass
class Saved:
    """What became of one page: the proposal now, and what could not be written."""

    proposal: Proposal
    merged: Merge = field(default_factory=Merge)
    clean: bool = True

    @property
    def complete(self) -> bool:
        return self.clean and not self.merged.conflicts


def save(form: StepForm | CostLines, notes: NoteAnswers, seen: str, *, actor) -> Saved:
    """Write every field that can be read and that nobody else changed; then the answers to notes."""
    form.is_valid()
    merged = _write(form, read_seen(seen), actor)
    answers = notes.is_valid() and _answer(notes, actor)
    return Saved(form.proposal, merged, clean=answers is True and not form.error_words())


def _write(form, seen: dict[str, str], actor) -> Merge:
    left_out: set[str] = set()
    for _attempt in range(TRIES):
        mine = {name: value for name, value in form.values().items() if name not in left_out}
        merged = merge(mine, form.stored(), seen)
        if not merged.save:
            return merged
        try:
            form.proposal = form.write(merged.save, actor=actor)
            return merged
        except Stale as stale:
            form.proposal = stale.obj
        except Refused as refusal:
            form.refuse(refusal)
            left_out |= {refusal.field} if refusal.field in mine else set(mine)
    return merged


def _answer(notes: NoteAnswers, actor) -> bool:
    for note, text in notes.changed():
        note.answer = answer_note(note, text, actor=actor).answer
    return True


def saved_words() -> str:
    return _("Saved %(time)s") % {"time": hour(clock.now())}


def seen_after(form, merged: Merge, posted: str, *, accept=()) -> str:
    """The digests for the page shown next: of what is stored now, but where the reader has not seen that, as before.

    `accept`: conflicts laid before the reader on that page, who decides by saving again.
    """
    old = read_seen(posted)
    waiting = {*merged.theirs, *merged.conflicts, *merged.unread} - set(accept)
    now = {name: digest(value) for name, value in form.stored().items()}
    kept = {name: old[name] for name in waiting if name in old}
    return " ".join(f"{name}:{known}" for name, known in (now | kept).items())


def answer(form, saved: Saved, note_errors: dict, context: dict, request) -> JsonResponse:
    """What autosave tells the page: time, errors at their fields, what others wrote, and the parts that changed."""
    merged, stored = saved.merged, form.stored()
    return JsonResponse(
        {
            "saved": saved_words(),
            "version": saved.proposal.case.version,
            "seen": seen_after(form, merged, request.POST.get("seen", "")),
            "missing": len(context["progress"].here),
            "errors": form.error_words() | {name: list(errors) for name, errors in note_errors.items()},
            "conflicts": [theirs(form, name, stored[name]) for name in merged.conflicts],
            "theirs": [theirs(form, name, stored[name]) for name in merged.theirs],
            "total": grouped(saved.proposal.total),
            "amounts": [row.amount_words for row in form.forms] if isinstance(form, CostLines) else [],
            "parts": {name: render_to_string(path, context, request) for name, path in PARTS.items()},
        },
        status=409 if merged.conflicts else 200,
    )


PARTS = {
    "langkah": "programs/steps/nav.html",
    "kurang": "programs/steps/missing.html",
    "bagian": "programs/steps/share.html",
}


def theirs(form, name: str, value) -> dict:
    """What somebody else saved in a field: for the eye, for the control, and the digest that accepts it as known."""
    if isinstance(form, CostLines):
        shown, values = "\n".join(in_words(value)), None
        return {"name": PREFIX, "label": _("Cost lines"), "shown": shown, "values": values, "digest": digest(value)}
    bound = form[name]
    value_shown = bound.field.widget.format_value(value)
    values = value_shown if isinstance(value_shown, list) else ["" if value_shown is None else str(value_shown)]
    fresh = StepForm(proposal=form.proposal, step=form.step)
    return {
        "name": name,
        "label": str(bound.label),
        "shown": fresh.shown(name),
        "values": values,
        "digest": digest(value),
    }
